"""The services that know something about a song, and asking them all at the same time.

A service that fails has a problem body (RFC 9457) in the place of its answer; the others still
answer, and nobody waits longer than the deadline.
"""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pybase64
from pydantic import ValidationError

from frontend.api_body import ProblemBody
from frontend.connection import Answer, Patience, request_to_answer
from frontend.settings import Settings
from webapi.messages import Language
from webapi.prediction_body import PredictionBody
from webapi.problems import ApiError, error_to_problem

LOG: Final = logging.getLogger(__name__)
OK: Final = 200

Body = dict[str, Any]
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class Service:
    """Where a model answers; `name` is its key in every body."""

    name: str
    url: str


def settings_to_services(settings: Settings) -> dict[str, Service]:
    """The services by name, in the order in which they are shown."""
    urls = {"svm": settings.svm_url, "vgg19": settings.vgg19_url}
    return {name: Service(name, url.rstrip("/")) for name, url in urls.items()}


def bytes_to_payload(audio: bytes) -> bytes:
    """The JSON that the services read. Made once for all of them: it is larger than the file."""
    return b'{"wav_music": "' + pybase64.b64encode(audio) + b'"}'


def payload_to_bodies(
    payload: bytes, services: Mapping[str, Service], settings: Settings, language: Language
) -> dict[str, Body]:
    """Ask every service for its prediction; the body of its answer or of its problem, by name."""
    patience = Patience(settings.connect_timeout_s, settings.service_timeout_s)

    def ask(service: Service) -> Body:
        try:
            return _answer_to_body(
                request_to_answer(
                    "POST",
                    f"{service.url}/v1/predict",
                    patience,
                    payload,
                    {"Content-Type": "application/json", "Accept-Language": language},
                )
            )
        except ApiError as error:
            LOG.warning("%s: %s (%r)", service.name, error.code, error.__cause__)
            return error_to_problem(error, language)

    late = error_to_problem(ApiError("service_timeout"), language)
    return _ask_at_once(ask, services, settings.service_timeout_s, late)


def services_to_readiness(
    services: Mapping[str, Service], settings: Settings
) -> tuple[bool, dict[str, Any]]:
    """Whether every service is ready, and which ones: `{"services": {name: "ok"|"failing"}}`."""
    patience = Patience(settings.ready_timeout_s, settings.ready_timeout_s)

    def ask(service: Service) -> str:
        try:
            answer = request_to_answer("GET", f"{service.url}/readyz", patience)
        except ApiError:
            return "failing"
        return "ok" if answer.status == OK else "failing"

    states = _ask_at_once(ask, services, settings.ready_timeout_s, "failing")
    return all(state == "ok" for state in states.values()), {"services": states}


def _ask_at_once(
    ask: Callable[[Service], AnswerT],
    services: Mapping[str, Service],
    deadline_s: float,
    late: AnswerT,
) -> dict[str, AnswerT]:
    """Call `ask` for every service in its own thread; `late` for those over the deadline."""
    pool = ThreadPoolExecutor(max_workers=max(1, len(services)))
    try:
        asked = {name: pool.submit(ask, service) for name, service in services.items()}
        done, _ = wait(asked.values(), timeout=deadline_s)
        return {name: job.result() if job in done else late for name, job in asked.items()}
    finally:
        pool.shutdown(wait=False)  # waiting for the late ones is what the deadline forbids


def _answer_to_body(answer: Answer) -> Body:
    """A prediction or a problem as the service sent it. Raises `ApiError` (`bad_answer`)."""
    try:
        body: Body = json.loads(answer.content, parse_constant=_refuse_constant)
        (PredictionBody if answer.status == OK else ProblemBody).model_validate(body)
    except (ValueError, RecursionError, ValidationError) as error:
        raise ApiError("bad_answer") from error
    return body if answer.status == OK else body | {"status": answer.status}


def _refuse_constant(constant: str) -> float:
    """NaN and infinities are no JSON, though Python reads them."""
    raise ValueError(constant)
