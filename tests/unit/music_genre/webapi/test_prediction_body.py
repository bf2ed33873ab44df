"""What the body of a prediction takes for probabilities, and which genre it names."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction
from pydantic import ValidationError

from music_genre.webapi.prediction_body import (
    AudioBody,
    Kind,
    ModelBody,
    Outcome,
    PredictionBody,
    manifest_to_model_body,
    probabilities_to_body,
)

AUDIO = AudioBody(duration_s=1, sample_rate_hz=8000, channels=1, format="WAV")
MODEL = ModelBody(name="svm", version="1", sha256="0" * 64)


@dataclass(frozen=True)
class Heard:
    """A track's answer, as a service's own code gives it."""

    outcome: Outcome
    probabilities: tuple[float, ...] | None = (0.25, 0.75)
    kind: Kind | None = None
    tags: dict[str, float] | None = None
    segments: tuple[()] = ()
    audio: AudioBody = AUDIO
    timing_ms: dict[str, float] = field(default_factory=dict)


def changed(probabilities: dict[str, float]) -> list[dict[str, Any]]:
    """Make two predictions with other probabilities: of the track, and of its window."""
    body = prediction(jazz=0.7)
    window = body["segments"][0] | {"probabilities": probabilities}
    return [body | {"probabilities": probabilities}, body | {"segments": [window]}]


@pytest.mark.parametrize(
    "probabilities",
    [
        {"jazz": 1.0},
        {"jazz": 0.5, "rock": 0.5099},
        {"jazz": 0.5, "rock": 0.4901},
        {f"genre {number}": 0.0033 for number in range(300)},  # 1/300, rounded
        {f"genre {number}": 0.0014 for number in range(700)},  # 1/700: the sum is 0.98
    ],
)
def test_rounded_probabilities(probabilities: dict[str, float]) -> None:
    """A sum is 1 within a hundredth, or within what four digits round away of many genres."""
    for body in changed(probabilities):
        assert body == PredictionBody.model_validate(body).model_dump()


@pytest.mark.parametrize(
    "probabilities",
    [
        {},
        {"jazz": 0.5, "rock": 0.5101},
        {"jazz": 0.5, "rock": 0.4899},
        {"jazz": 1.5, "rock": -0.5},
        {"jazz": float("nan")},
    ],
)
def test_what_is_no_distribution(probabilities: dict[str, float]) -> None:
    """Anything else is refused, of the track and of each of its windows."""
    for body in changed(probabilities):
        with pytest.raises(ValidationError):
            PredictionBody.model_validate(body)


@pytest.mark.parametrize(
    ("heard", "genre", "nearest"),
    [
        (Heard("confident"), "rock", "rock"),
        (Heard("ambiguous"), "rock", "rock"),
        (Heard("none_of_these"), None, "rock"),
        (Heard("not_music", kind="noise"), None, "rock"),
        (Heard("silence", None), None, None),
    ],
    ids=lambda value: value.outcome if isinstance(value, Heard) else str(value),
)
def test_genre_is_named_where_there_is_one(
    heard: Heard, genre: str | None, nearest: str | None
) -> None:
    """A genre is named for music of the model's genres; the nearest is there for any sound."""
    body = probabilities_to_body(heard, ["jazz", "rock"], MODEL)

    assert (genre, nearest) == (body.genre, body.nearest)
    assert (heard.outcome, heard.kind) == (body.outcome, body.kind)


def test_tags_are_rounded() -> None:
    """A model's words come with four digits each; a model without words has null."""
    worded = Heard("none_of_these", tags={"folk": 0.123456, "soul": 0.0})

    assert {"folk": 0.1235, "soul": 0.0} == probabilities_to_body(worded, "ab", MODEL).tags
    assert probabilities_to_body(Heard("confident"), "ab", MODEL).tags is None


@pytest.mark.parametrize(
    "body",
    [
        none_of_these() | {"tags": {"folk": 1.1}},
        not_music() | {"kind": "music"},
        prediction(jazz=0.7) | {"outcome": "sure"},
    ],
    ids=["tag", "kind", "outcome"],
)
def test_what_no_service_says(body: dict[str, Any]) -> None:
    """Words are 0 to 1 each, and kinds and outcomes are those of the schema."""
    with pytest.raises(ValidationError):
        PredictionBody.model_validate(body)


def test_older_answers_are_read() -> None:
    """An answer that was kept before there were kinds, words and nearest genres is still one."""
    body = prediction(jazz=0.7)
    for member in ("kind", "nearest", "tags"):
        del body[member]

    assert "jazz" == PredictionBody.model_validate(body).genre


@dataclass(frozen=True)
class Manifest:
    """What a manifest says."""

    name: str = "svm"
    version: str = "1"
    sha256: str = "0" * 64
    genres: tuple[str, ...] = ("jazz", "rock")


def test_model_of_an_answer() -> None:
    """Name, version and checksum are all that an answer says of its model."""
    assert MODEL == manifest_to_model_body(Manifest())
