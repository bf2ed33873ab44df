"""`GET /site.webmanifest`: what a system asks for when it keeps the page, in its language."""

import json
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from frontend.page.response import request_to_title
from frontend.texts.page import STRINGS
from music_genre.translations.catalogues import Language
from music_genre.webapi.flask.app import request_to_language

MEDIA_TYPE: Final = "application/manifest+json"
PAPER, ACCENT = "#f6f5f1", "#0b6e63"


def manifest_routes() -> Blueprint:
    """Make the route; the page's link has the language in it, because no cookie comes along."""
    routes = Blueprint("manifest", __name__)

    @routes.get("/site.webmanifest")
    def show_manifest() -> Response:
        language = request_to_language(request)
        body = language_to_manifest(language, request_to_title(request))
        response = Response(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE)
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response

    return routes


def language_to_manifest(language: Language, name: str) -> dict[str, Any]:
    """Make the manifest of a site with this name (W3C Web Application Manifest)."""
    strings, home = STRINGS[language], url_for("page.show_page")
    icons = [
        {"src": "logo.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {
            "src": "icons/icon-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "any maskable",
        },
    ]
    return {
        "name": name,
        "short_name": strings.short_title,
        "description": strings.lead,
        "lang": language,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [icon | {"src": url_for("static", filename=icon["src"])} for icon in icons],
    }
