"""What a reader chose: the language by `?lang=`, the theme by `?theme=`; cookies remember both.

Without a choice the language is the browser's and the theme the system's.
"""

from typing import Final

from flask import Flask, Request, Response, request

from music_genre.translations.catalogues import LANGUAGES

SYSTEM: Final = "system"
CHOICES: Final = {"lang": LANGUAGES, "theme": (SYSTEM, "light", "dark")}
COOKIE_AGE_S: Final = 365 * 24 * 3600

# On which screens the sheet with the dark colours counts; paper stays white.
THEME_TO_DARK_MEDIA: Final = {
    SYSTEM: "screen and (prefers-color-scheme: dark)",
    "light": "not all",
    "dark": "screen",
}


def remember_preferences(app: Flask) -> None:
    """Let every route of the app follow the reader's choices."""
    app.before_request(prefer_chosen_language)
    app.after_request(keep_choices)


def request_to_choice(request: Request, name: str) -> str | None:
    """Read what was chosen, in the address or before; None for nothing that we know."""
    for chosen in (request.args.get(name), request.cookies.get(name)):
        if chosen in CHOICES[name]:
            return chosen
    return None


def request_to_theme(request: Request) -> str:
    """Read the theme: `system`, `light` or `dark`."""
    return request_to_choice(request, "theme") or SYSTEM


def prefer_chosen_language() -> None:
    """Put the chosen language in place of the header, so that texts from anywhere follow it."""
    if language := request_to_choice(request, "lang"):
        request.environ["HTTP_ACCEPT_LANGUAGE"] = language


def keep_choices(response: Response) -> Response:
    """Remember what a link chose; a form's address only repeats it."""
    for name, choices in CHOICES.items():
        chosen = request.args.get(name)
        if request.method == "GET" and chosen in choices:
            # Scripts change the theme too, so they may see it.
            response.set_cookie(name, chosen, max_age=COOKIE_AGE_S, samesite="Lax")
    return response
