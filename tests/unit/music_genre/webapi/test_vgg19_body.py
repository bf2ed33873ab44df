"""The bodies of VGG19's pictures: what one side writes, the other reads."""

import json
from typing import Any

import pytest
from fake_services import prediction
from pydantic import ValidationError

from music_genre.webapi.body import Body
from music_genre.webapi.vgg19_body import ExplanationBody, SpectrogramBody

EXPLANATION: dict[str, Any] = {
    "genre": "rock",
    "probability": 0.8,
    "segment": 0,
    "start_s": 0.0,
    "end_s": 2.0,
    "importance": [[0.5, -0.5], [1.0, -1.0]],
    "row_edges_hz": [20.0, 1000.0, 8000.0],
    "step_edges_s": [0.0, 1.0, 2.0],
    "seconds": [0.5, -0.5],
    "evidence": [{"start_s": 0.0, "end_s": 1.0, "share": 1.0}],
    "png": "data:image/png;base64,AA==",
    "model": prediction(name="vgg19", rock=0.8)["model"],
}
SPECTROGRAM: dict[str, Any] = {
    "duration_s": 30.0,
    "peaks": {"per_second": 100.0, "min": [-127, 0], "max": [0, 127]},
    "mel": {
        "png": "AA==",
        "pixels_per_second": 43.07,
        "n_mels": 2,
        "f_min_hz": 20.0,
        "f_max_hz": 8000.0,
        "scale": "slaney",
        "row_edges_hz": [20.0, 1000.0, 8000.0],
        "dynamic_range_db": 80.0,
    },
    "audio": prediction(rock=0.8)["audio"],
}


@pytest.mark.parametrize(
    ("kind", "body"), [(ExplanationBody, EXPLANATION), (SpectrogramBody, SPECTROGRAM)]
)
def test_bodies_come_back_as_they_are(kind: type[Body], body: dict[str, Any]) -> None:
    """A body is the same after it was read."""
    assert body == kind.model_validate_json(json.dumps(body)).model_dump()


@pytest.mark.parametrize(
    ("kind", "body"), [(ExplanationBody, EXPLANATION), (SpectrogramBody, SPECTROGRAM)]
)
def test_every_member_is_needed(kind: type[Body], body: dict[str, Any]) -> None:
    """The page draws all of it, so that a body without any one of its members is none."""
    for missing in body:
        rest = {name: value for name, value in body.items() if name != missing}
        with pytest.raises(ValidationError, match=missing):
            kind.model_validate(rest)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (ExplanationBody, EXPLANATION | {"importance": [[float("nan")]]}),
        (ExplanationBody, EXPLANATION | {"evidence": [{"start_s": 0}]}),
        (SpectrogramBody, SPECTROGRAM | {"peaks": {"per_second": 1, "min": [0.5], "max": [1]}}),
        (SpectrogramBody, SPECTROGRAM | {"mel": {}}),
    ],
    ids=["nan", "half-evidence", "no-whole-number", "no-mel"],
)
def test_what_cannot_be_drawn(kind: type[Body], body: dict[str, Any]) -> None:
    """A part that cannot be drawn is found where the body is read."""
    with pytest.raises(ValidationError):
        kind.model_validate(body)
