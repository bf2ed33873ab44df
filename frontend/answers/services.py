"""The services that know something about a song, and asking them all at the same time.

The genre services get base64 in JSON, the beat service a form with the file. It is asked when they
have answered, and told their verdict, so that the page's genre and beat never speak of two songs;
where they are slow it does not wait for them for longer than half of the deadline.

A service that fails has a problem body (RFC 9457) in the place of its answer; the others still
answer, and nobody waits longer than the deadline.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pybase64
from pydantic import BaseModel, ValidationError
from urllib3.filepost import encode_multipart_formdata

from frontend.answers.api_body import is_problem
from frontend.settings import Settings
from music_genre.job import current_job
from music_genre.stages import Stage, stage
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.bodies.api_body import ProblemBody
from music_genre.webapi.connection import Answer, Timeouts, request_to_answer
from music_genre.webapi.genre_verdict import verdict_to_headers
from music_genre.webapi.prediction_body import PredictionBody
from music_genre.webapi.problems import ApiError, error_to_problem

LOG: Final = logging.getLogger(__name__)
OK: Final = 200

WAITS_FOR_VERDICT: Final = 0.5  # [share of the deadline]

Body = dict[str, Any]
Join = Callable[[dict[str, Body]], Body | None]
Tell = Callable[[str, Body], None]
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class Payload:
    """A request's body."""

    content: bytes
    content_type: str


def bytes_to_json(audio: bytes) -> Payload:
    """Encode the file as the genre services read it."""
    content = b'{"wav_music": "' + pybase64.b64encode(audio) + b'"}'
    return Payload(content, "application/json")


def bytes_to_form(audio: bytes) -> Payload:
    """Encode the file as the beat service reads it."""
    return Payload(*encode_multipart_formdata({"file": ("audio", audio)}))


@dataclass(frozen=True)
class ServiceKind:
    """A kind of service: its route, its form of upload, its answer, and whether we need one."""

    path: str
    bytes_to_payload: Callable[[bytes], Payload]
    answer: type[BaseModel]
    is_needed: bool


GENRE: Final = ServiceKind("/v1/predict", bytes_to_json, PredictionBody, is_needed=True)
BEAT: Final = ServiceKind("/recommend", bytes_to_form, RecommendationBody, is_needed=False)


@dataclass(frozen=True)
class Service:
    """Where a model answers; `name` is its key in every body, `asking` is the stage of it."""

    name: str
    url: str
    kind: ServiceKind
    asking: Stage


def settings_to_services(settings: Settings) -> dict[str, Service]:
    """List the services by name, in the order in which they are shown."""
    places = (
        Service("svm", settings.svm_url.rstrip("/"), GENRE, "ask_svm"),
        Service("vgg19", settings.vgg19_url.rstrip("/"), GENRE, "ask_vgg19"),
        Service("beat", settings.beat_url.rstrip("/"), BEAT, "ask_beat"),
    )
    return {service.name: service for service in places}


class Told:
    """What the genre services have said so far, for whoever waits until all of them have."""

    def __init__(self, number: int) -> None:
        self._bodies: dict[str, Body] = {}
        self._number = number
        self._changed = threading.Condition()

    def tell(self, name: str, body: Body) -> None:
        """Note what a service said."""
        with self._changed:
            self._bodies[name] = body
            self._changed.notify_all()

    def wait(self, longest_s: float) -> dict[str, Body]:
        """Wait until all have spoken, or for so long; return the answers that are no problems.

        Raises `ClientGoneError`.
        """
        job = current_job()
        with job.ending(self._wake), self._changed:
            self._changed.wait_for(
                lambda: job.is_dropped or len(self._bodies) >= self._number, longest_s
            )
            bodies = dict(self._bodies)
        job.go_on()
        return {name: body for name, body in bodies.items() if not is_problem(body)}

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def bytes_to_bodies(
    audio: bytes,
    services: Mapping[str, Service],
    settings: Settings,
    language: Language,
    join: Join | None = None,
    tell: Tell | None = None,
) -> dict[str, Body]:
    """Ask every service about a file; return its answer's or its problem's body, by name.

    `tell` hears of each genre service as soon as it is there, in the thread that asked. `join`
    makes a verdict of the genre services' answers, for the beat service to go by.
    """
    genre_names = [name for name, service in services.items() if service.kind is GENRE]
    told = Told(len(genre_names))
    timeouts = Timeouts(settings.connect_timeout_s, settings.service_timeout_s)
    # Once for all of a kind: a payload is larger than the file.
    kinds = {service.kind for service in services.values()}
    payloads = {kind: kind.bytes_to_payload(audio) for kind in kinds}

    def ask(service: Service) -> Body:
        if service.kind is BEAT and join and genre_names:
            answered = told.wait(settings.service_timeout_s * WAITS_FOR_VERDICT)
            return send(service, verdict_to_headers(join(answered) if answered else None))
        body = send(service, {})
        if service.kind is GENRE:
            told.tell(service.name, body)
            if tell:
                tell(service.name, body)
        return body

    def send(service: Service, headers: Mapping[str, str]) -> Body:
        try:
            payload = payloads[service.kind]
            with stage(service.asking):
                answer = request_to_answer(
                    "POST",
                    service.url + service.kind.path,
                    timeouts,
                    payload.content,
                    {
                        "Content-Type": payload.content_type,
                        "Accept-Language": language,
                        **headers,
                    },
                )
            return answer_to_body(answer, service.kind.answer)
        except ApiError as error:
            LOG.warning("%s: %s (%r)", service.name, error.code, error.__cause__)
            return error_to_problem(error, language)

    late = error_to_problem(ApiError("service_timeout"), language)
    return _ask_at_once(ask, services, settings.service_timeout_s, late)


def services_to_readiness(
    services: Mapping[str, Service], settings: Settings
) -> tuple[bool, dict[str, Any]]:
    """Tell whether the services that we need are ready, and the state of all.

    `{"services": {name: "ok"|"failing"}}`
    """
    timeouts = Timeouts(settings.ready_timeout_s, settings.ready_timeout_s)

    def ask(service: Service) -> str:
        try:
            answer = request_to_answer("GET", f"{service.url}/readyz", timeouts)
        except ApiError:
            return "failing"
        return "ok" if answer.status == OK else "failing"

    states = _ask_at_once(ask, services, settings.ready_timeout_s, "failing")
    needed = [name for name, service in services.items() if service.kind.is_needed]
    return all(states[name] == "ok" for name in needed), {"services": states}


def _ask_at_once(
    ask: Callable[[Service], AnswerT],
    services: Mapping[str, Service],
    deadline_s: float,
    late: AnswerT,
) -> dict[str, AnswerT]:
    """Call `ask` for every service in its own thread; `late` for those over the deadline.

    Raises `ClientGoneError`.
    """
    pool = ThreadPoolExecutor(max_workers=max(1, len(services)))
    try:
        asked = {
            name: pool.submit(copy_context().run, ask, service)
            for name, service in services.items()
        }
        done, _ = wait(asked.values(), timeout=deadline_s)
        return {name: job.result() if job in done else late for name, job in asked.items()}
    finally:
        pool.shutdown(wait=False)  # waiting for the late ones is what the deadline forbids


def answer_to_body(answer: Answer, expected: type[BaseModel]) -> Body:
    """Read what was expected, or a problem, as the service sent it.

    Raises `ApiError` (`bad_answer`) for anything else.
    """
    try:
        body: Body = json.loads(answer.content, parse_constant=_refuse_constant)
        (expected if answer.status == OK else ProblemBody).model_validate(body)
    except (ValueError, RecursionError, ValidationError) as error:
        raise ApiError("bad_answer") from error
    return body if answer.status == OK else body | {"status": answer.status}


def _refuse_constant(constant: str) -> float:
    """Refuse NaN and infinities, which are no JSON, though Python reads them."""
    raise ValueError(constant)
