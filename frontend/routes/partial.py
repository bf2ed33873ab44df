"""What is known so far, one line of JSON for each answer, while the slower ones still listen.

`{"html": …, "known": ["svm"], "is_final": false}`: pieces of the page, the last one whole.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from dataclasses import replace
from queue import SimpleQueue
from typing import Any, Final

from flask import Response, stream_with_context

from frontend.answers.api_body import bodies_to_api_body, is_problem
from frontend.ensemble import EnsembleSettings
from frontend.page.prediction import bodies_to_page
from frontend.page.response import VARY, results_to_html
from frontend.texts.page import MODEL_TITLES
from music_genre.translations.catalogues import Language

PARTS: Final = "parts"  # what a script that can show them asks for, in place of `results`
MEDIA_TYPE: Final = "application/x-ndjson"

Body = dict[str, Any]
Tell = Callable[[str, Body], None]


def parts_to_response(
    work: Callable[[Tell], Body],
    draw: Callable[[Body], str],
    ensemble: EnsembleSettings,
    language: Language,
) -> Response:
    """Stream a piece for each answer that `work` tells of, then what `draw` makes of the whole.

    `work` runs in a thread of its own and asks for no request; pieces are drawn in this one's.
    """
    told: SimpleQueue[tuple[str, Body] | Body | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            told.put(work(lambda name, body: told.put((name, body))))
        except BaseException as error:  # noqa: BLE001  # it is raised again where it is awaited
            told.put(error)

    def lines() -> Iterator[str]:
        known: dict[str, Body] = {}
        threading.Thread(target=copy_context().run, args=(run,), daemon=True).start()
        while isinstance(one := told.get(), tuple):
            known[one[0]] = one[1]
            if html := known_to_html(known, ensemble, language):
                yield _line(html, known, is_final=False)
        if isinstance(one, BaseException):
            raise one
        yield _line(draw(one), one, is_final=True)

    response = Response(stream_with_context(lines()), content_type=MEDIA_TYPE)
    response.headers.update({"Vary": VARY, "X-Accel-Buffering": "no", "Cache-Control": "no-store"})
    return response


def known_to_html(known: Mapping[str, Body], ensemble: EnsembleSettings, language: Language) -> str:
    """Draw what the genre models have said so far; nothing where that is no answer yet."""
    answers = {name: known[name] for name in MODEL_TITLES if name in known}
    if not answers or any(is_problem(answer) for answer in answers.values()):
        return ""
    page = bodies_to_page(bodies_to_api_body(answers, ensemble), language)
    return results_to_html(replace(page, data=None, beat=None, is_partial=True))


def _line(html: str, known: Mapping[str, Any], *, is_final: bool) -> str:
    return json.dumps({"html": html, "known": list(known), "is_final": is_final}) + "\n"
