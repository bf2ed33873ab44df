"""The services' bodies → the body of `/api/predict`, without a server."""

from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction, problem
from recommendation import recommendation

from frontend.answers.api_body import bodies_to_api_body, is_problem
from frontend.ensemble import EnsembleSettings
from music_genre.webapi.bodies.api_body import ApiBody

ENSEMBLE = EnsembleSettings(weights={"svm": 1, "vgg19": 1}, temperature=1, confident_from=0.5)
SVM = prediction(name="svm", jazz=0.7)
VGG19 = prediction(name="vgg19", jazz=0.9)
BROKEN = problem("internal_error", 500)
SHORT = problem("audio_too_short", 422)


def joined(**bodies: dict[str, Any]) -> dict[str, Any]:
    """Join the bodies of services."""
    return bodies_to_api_body(bodies, ENSEMBLE)


@pytest.mark.parametrize(
    ("body", "is_one"), [(SVM, False), (recommendation(), False), (BROKEN, True), ({}, False)]
)
def test_problems_are_told_from_answers(body: dict[str, Any], is_one: bool) -> None:
    """A body with a code is a problem, whoever sent it."""
    assert is_one == is_problem(body)


def test_both_models() -> None:
    """Each answer stands under its name as it came, beside their mean."""
    body = joined(svm=SVM, vgg19=VGG19)

    assert (SVM, VGG19) == (body["svm"], body["vgg19"])
    assert "jazz" == body["ensemble"]["genre"]
    assert 0.8 == pytest.approx(body["ensemble"]["probabilities"]["jazz"], abs=0.001)
    assert body["agreement"] is True


@pytest.mark.parametrize(
    ("bodies", "agreement"),
    [
        ({"svm": SVM, "vgg19": VGG19}, True),
        ({"svm": SVM, "vgg19": prediction(name="vgg19", rock=0.9)}, False),
        ({"svm": SVM, "vgg19": prediction("silence", "vgg19")}, False),
        ({"svm": prediction("silence"), "vgg19": prediction("silence", "vgg19")}, True),
        ({"svm": not_music(), "vgg19": VGG19}, False),
        ({"svm": none_of_these(), "vgg19": prediction(name="vgg19", pop=0.9)}, True),
        ({"svm": SVM}, None),
        ({"svm": SVM, "vgg19": BROKEN}, None),
        ({"svm": SVM, "beat": recommendation()}, None),
    ],
    ids=[
        "same",
        "other",
        "one-silent",
        "both-silent",
        "not-music",
        "nearest",
        "one",
        "one-fails",
        "beat",
    ],
)
def test_agreement(bodies: dict[str, Any], agreement: bool | None) -> None:
    """Two models' nearest genres are compared; of one nothing is said, and a beat is no genre."""
    assert agreement is joined(**bodies)["agreement"]


def test_the_beat_has_our_addresses() -> None:
    """The beat service's answer is there with the front end's addresses."""
    assert joined(beat=recommendation())["beat"]["beat"]["url"].startswith("/api/beats/")


def test_beat_that_failed_stays_a_problem() -> None:
    """A problem of the beat service stands under its key and spoils nothing."""
    body = joined(svm=SVM, beat=BROKEN)

    assert BROKEN == body["beat"]
    assert not is_problem(body)


def test_all_failed() -> None:
    """When nobody answered, the whole is the first problem that the client can mend."""
    body = joined(svm=BROKEN, vgg19=SHORT, beat=problem("not_audio", 415))

    assert SHORT.items() <= body.items()
    assert (BROKEN, SHORT) == (body["svm"], body["vgg19"])
    assert (None, None) == (body["ensemble"], body["agreement"])


def test_all_failed_by_their_own_fault() -> None:
    """Where the client can mend nothing, the first service's problem is the whole's."""
    late = problem("service_timeout", 504)

    assert late.items() <= joined(svm=late, vgg19=BROKEN).items()


@pytest.mark.parametrize(
    "bodies",
    [
        {"svm": SVM, "vgg19": VGG19, "beat": recommendation()},
        {"svm": not_music(), "vgg19": VGG19},
        {"svm": BROKEN, "vgg19": SHORT},
        {"beat": recommendation()},
    ],
    ids=["answers", "not-music", "problems", "beat"],
)
def test_schema_is_what_is_answered(bodies: dict[str, Any]) -> None:
    """The documented schema takes every answer, with a key for those that were asked alone."""
    body = joined(**bodies)

    assert bodies.keys() == ApiBody.model_validate(body).model_fields_set - {
        "ensemble",
        "agreement",
    }
