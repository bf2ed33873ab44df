"""Responses → answers or typed errors."""

import json
from typing import Any

import pytest
from fake_services import prediction, problem

from music_genre.asking.answers import (
    LateError,
    Receiving,
    TooMuchError,
    api_body_to_beat,
    outcome_to_body,
)
from music_genre.asking.attempts import Broken, Failure, Received
from music_genre.asking.errors import (
    ApiProblemError,
    BadAnswerError,
    BusyError,
    FailedError,
    RefusedError,
    TooSlowError,
    UnreachableError,
)
from music_genre.asking.questions import HEALTH, predict_question
from music_genre.webapi.bodies.api_body import ApiBody

PREDICT = predict_question(("svm",))
VERDICT = {"ensemble": None, "agreement": None}


def received(body: Any, status: int = 200) -> Received:
    """Make a response with JSON."""
    return Received(status, {}, json.dumps(body).encode())


def test_an_answer() -> None:
    """It is the model of the schema."""
    body = outcome_to_body(received({"svm": prediction(jazz=1.0), **VERDICT}), PREDICT, "en")

    assert body.svm is not None
    assert body.vgg19 is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((415, RefusedError), (422, RefusedError), (503, BusyError), (429, BusyError)),
        *((500, FailedError), (504, FailedError)),
    ],
)
def test_a_problem(status: int, kind: type[ApiProblemError]) -> None:
    """Its kind goes by the status, its words are the API's."""
    body = problem("some_code", status, "What is wrong", "What to do.")

    with pytest.raises(kind) as caught:
        outcome_to_body(received(body, status), PREDICT, "en")

    error = caught.value
    assert ("some_code", "What is wrong", "What to do.", status) == (
        *(error.code, error.title, error.detail),
        error.status,
    )
    assert "What is wrong. What to do. [some_code]" == str(error)


def test_when_to_come_again() -> None:
    """The error of a busy API has it, where the API says so."""
    for said, expected in (({"retry_after_s": 7}, 7.0), ({}, None)):
        with pytest.raises(BusyError) as caught:
            outcome_to_body(received(problem("overloaded", 503) | said, 503), PREDICT, "en")
        assert expected == caught.value.retry_after_s


@pytest.mark.parametrize(
    "response",
    [
        received({}),
        received([]),
        received("words", 500),
        received([], 404),
        received({"detail": "Not Found"}, 404),
        received(problem("not_audio", 415), 302),
        Received(200, {}, b"<html>"),
        Received(200, {}, b'{"ensemble": null, "agreement": NaN}'),
        Received(200, {}, b"[" * 100_000),
        Received(200, {}, b"\xff"),
    ],
)
def test_what_no_such_api_says(response: Received) -> None:
    """Nothing is believed that the schema does not have."""
    with pytest.raises(BadAnswerError, match="bad_answer"):
        outcome_to_body(response, PREDICT, "en")


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        ("not_ready", UnreachableError),
        ("service_timeout", TooSlowError),
        ("bad_answer", BadAnswerError),
    ],
)
def test_no_answer_in_the_readers_language(failure: Failure, kind: type[ApiProblemError]) -> None:
    """What happened stays its cause."""
    cause = OSError("refused")

    with pytest.raises(kind) as english:
        outcome_to_body(Broken(failure, cause), PREDICT, "en")
    with pytest.raises(kind) as french:
        outcome_to_body(Broken(failure, cause), PREDICT, "fr")

    assert cause is english.value.__cause__
    assert failure == english.value.code == french.value.code
    assert english.value.title != french.value.title


def test_health_is_an_answer_with_503_too() -> None:
    """That it is not ready is what was asked."""
    body = outcome_to_body(
        received({"status": "failing", "services": {"svm": "ok", "vgg19": "failing"}}, 503),
        HEALTH,
        "en",
    )

    assert ("failing", "failing") == (body.status, body.services["vgg19"])


def test_the_beats_part() -> None:
    """A problem there is raised; that there is nothing is no answer."""
    broken = ApiBody.model_validate({"beat": problem("not_ready", 503), **VERDICT})

    with pytest.raises(BusyError, match="not_ready"):
        api_body_to_beat(broken, "en")
    with pytest.raises(BadAnswerError):
        api_body_to_beat(ApiBody.model_validate(VERDICT), "en")


def test_a_response_has_bounds() -> None:
    """In size and in time, whatever its pieces."""
    receiving = Receiving(most_bytes=4, deadline=10.0)

    receiving.take(b"1234", now=9.9)
    assert b"1234" == receiving.received(200, {}).content
    with pytest.raises(TooMuchError):
        receiving.take(b"5", now=9.9)
    with pytest.raises(LateError):
        Receiving(4, 10.0).take(b"1", now=10.0)
