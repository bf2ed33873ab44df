"""What the page shows → the response that shows it: the whole page, or the results alone."""

from typing import Final

from flask import Request, Response, current_app, render_template, request

from frontend.page.assets import built_assets
from frontend.page.prediction import Results
from frontend.page.preferences import CHOICES, THEME_TO_DARK_MEDIA, request_to_theme
from frontend.texts.about import ABOUT_STRINGS
from frontend.texts.music import MUSIC_STRINGS
from frontend.texts.page import GENRE_LABELS, GENRES, MODEL_TITLES, STRINGS, TITLE
from frontend.texts.scripts import language_to_texts
from frontend.texts.verdict import VERDICT_STRINGS
from music_genre.stages import stage
from music_genre.webapi.flask.app import request_to_language
from music_genre.webapi.messages import MEGABYTE

COMPARE: Final = "compare"
FRAGMENT_HEADER: Final = "X-Fragment"
FRAGMENTS: Final = frozenset({"results", "parts"})
VARY: Final = f"Accept-Language, Cookie, {FRAGMENT_HEADER}"
LONGEST_RECORDING_S: Final = 60


def results_to_response(results: Results | None, status: int = 200) -> Response:
    """Draw the page with the results in it, or the results alone if a script asked for them."""
    is_fragment = results and request.headers.get(FRAGMENT_HEADER) in FRAGMENTS
    return template_to_response("_results.html" if is_fragment else "index.html", results, status)


def results_to_html(results: Results) -> str:
    """Draw the results alone."""
    return _template_to_html("_results.html", results)


def template_to_response(template: str, results: Results | None, status: int) -> Response:
    """Draw a template in the reader's language, with all that the page's templates use."""
    html = _template_to_html(template, results)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Vary"] = VARY
    return response


def page_to_response(template: str, **shown: object) -> Response:
    """Draw the template of a page without results, with what else it shows."""
    response = Response(
        _template_to_html(template, None, **shown), content_type="text/html; charset=utf-8"
    )
    response.headers["Vary"] = VARY
    return response


@stage("page")
def _template_to_html(template: str, results: Results | None, **shown: object) -> str:
    language = request_to_language(request)
    asked = request.args.get("models")
    return render_template(
        template,
        title=request_to_title(request),
        built=built_assets(),
        language=language,
        languages={code: strings.language_name for code, strings in STRINGS.items()},
        t=STRINGS[language],
        m=MUSIC_STRINGS[language],
        v=VERDICT_STRINGS[language],
        a=ABOUT_STRINGS[language],
        texts=language_to_texts(language),
        themes=CHOICES["theme"],
        theme=request_to_theme(request),
        dark_media=THEME_TO_DARK_MEDIA,
        models=MODEL_TITLES,
        genres=[GENRE_LABELS[language].get(genre, genre) for genre in GENRES],
        place=asked if asked in MODEL_TITLES else COMPARE,
        results=results,
        max_upload_bytes=current_app.config["MAX_UPLOAD_BYTES"],
        max_upload_mb=f"{current_app.config['MAX_UPLOAD_BYTES'] / MEGABYTE:g}",
        longest_recording_s=LONGEST_RECORDING_S,
        **shown,
    )


def request_to_title(request: Request) -> str:
    """Choose the site's name: the reader's, or the report's where no language is asked for."""
    asks = "Accept-Language" in request.headers
    return STRINGS[request_to_language(request)].title if asks else TITLE
