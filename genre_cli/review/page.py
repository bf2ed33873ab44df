"""The review as a local page, of the front end's sheets, words and bars.

Only who knows the token is answered, only under our own address, and a form only from our own page:
so no other page that is open in the same browser can ask or decide.
"""

import os
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from frontend.page.assets import BUILT, built_assets
from frontend.page.preferences import THEME_TO_DARK_MEDIA, remember_preferences, request_to_theme
from frontend.page.section import answer_to_said
from frontend.routes.delivery import add_security_headers, deliver
from genre_cli.library.tables import Song
from genre_cli.review.media_type import file_to_media_type
from genre_cli.review.queue import (
    Queue,
    genre_to_label,
    song_to_choices,
    song_to_verdict,
    text_to_genre,
)
from genre_cli.review.server import Address
from genre_cli.telling.problems import TOLD, error_to_body
from genre_cli.telling.review_texts import REVIEW_TEXTS
from genre_cli.telling.song import song_to_traits
from music_genre.translations.catalogues import Language
from music_genre.webapi.flask.app import request_to_language

SEE_OTHER: Final = HTTPStatus.SEE_OTHER


def review_app(queue: Queue, address: Address) -> Flask:
    """Make the page's application."""
    app = Flask(__name__, static_folder=BUILT.parent, static_url_path="/static")
    app.before_request(lambda: refuse_others(address))
    remember_preferences(app)
    app.register_blueprint(review_routes(queue), url_prefix=f"/{address.token}")
    app.after_request(add_security_headers)
    app.after_request(deliver)
    return app


def refuse_others(address: Address) -> None:
    """Answer nobody who got here by another name, and take no form of another page."""
    if f"http://{request.host}" != address.origin:
        abort(HTTPStatus.MISDIRECTED_REQUEST)
    if request.headers.get("Origin", address.origin) != address.origin:
        abort(HTTPStatus.FORBIDDEN)


def review_routes(queue: Queue) -> Blueprint:
    """Make the routes; songs are called by their place in the queue, from 1."""
    routes = Blueprint("review", __name__)

    @routes.get("/")
    def begin() -> AnyResponse:
        return redirect("1", SEE_OTHER)

    @routes.get("/<int:number>")
    def show_song(number: int) -> Response:
        return song_to_page(queue, number)

    @routes.post("/<int:number>")
    def decide(number: int) -> AnyResponse:
        place = number_to_place(queue, number)
        try:
            return redirect(str(form_to_next(queue, place)), SEE_OTHER)
        except TOLD as error:
            problem = error_to_body(error, request_to_language(request))
            return song_to_page(queue, number, problem)

    @routes.get("/<int:number>/sound")
    def sound(number: int) -> Response:
        path = song_to_file(queue.song(number_to_place(queue, number)))
        return send_file(path, file_to_media_type(path), conditional=True)

    return routes


def number_to_place(queue: Queue, number: int) -> int:
    """Turn a song's number into its place; a number without a song is not found."""
    if not 0 < number <= len(queue):
        abort(HTTPStatus.NOT_FOUND)
    return number - 1


def song_to_file(song: Song) -> Path:
    """Find a song's file; one that is gone, or no file any more, is not found."""
    path = Path(os.fsdecode(song.place))
    if not path.is_file():
        abort(HTTPStatus.NOT_FOUND)
    return path


def form_to_next(queue: Queue, place: int) -> int:
    """Do what the form says; return the number of the song to show next. Raises as `Queue` does."""
    form = request.form
    if "accept" in form:
        queue.accept(place)
    elif "forget" in form:
        queue.forget(place)
        return place + 1
    elif genre := text_to_genre(form.get("genre", ""), song_to_choices(queue.song(place))):
        queue.decide(place, genre)
    else:
        return place + 1
    return place + 2


def song_to_page(queue: Queue, number: int, problem: dict[str, Any] | None = None) -> Response:
    """Draw a song, or, behind the last one, that nothing is left."""
    language = request_to_language(request)
    facts: dict[str, Any] = {"song": None}
    if number != len(queue) + 1:
        facts = song_to_facts(queue.song(number_to_place(queue, number)), language)
    html = render_template(
        "review.html",
        r=REVIEW_TEXTS[language],
        language=language,
        built=built_assets(),
        dark_media=THEME_TO_DARK_MEDIA[request_to_theme(request)],
        number=number,
        total=len(queue),
        problem=problem,
        **facts,
    )
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"  # the way back shows what is decided by now
    return response


def song_to_facts(song: Song, language: Language) -> dict[str, Any]:
    """List what the page says of a song."""
    said, choices = answer_to_said(song_to_verdict(song), language), song_to_choices(song)
    return {
        "song": song,
        "name": Path(song.path).name,
        "traits": song_to_traits(song),
        "said": said,
        "rows": [*zip(choices, said.bars, strict=True)],
        "heard": genre_to_label(song.heard_genre, language),
        "decided": genre_to_label(song.genre, language) if song.is_decided else None,
    }
