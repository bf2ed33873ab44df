"""An explanation → its JSON body."""

import base64

import numpy as np

from music_genre.webapi.prediction_body import ModelBody
from vgg19_service.explanation import Explanation
from vgg19_service.explanation_body import explanation_to_body

MODEL = ModelBody(name="vgg19", version="1", sha256="0" * 64)
PNG = b"\x89PNG and more"


def made() -> Explanation:
    """Make an explanation with more digits than the body has."""
    importance = np.full((2, 12), -0.0123456, np.float32)
    importance[1, 4] = 1
    return Explanation(
        genre=1,
        probability=0.123456789,
        segment=2,
        start_s=60.0000001,
        end_s=66.0000001,
        log_mel=np.zeros((128, 77), np.float32),
        importance=importance,
        row_edges_hz=np.array([12.3456, 5512.5, 11_025.0]),
        step_edges_s=60 + np.arange(13) / 2.0000001,
    )


def test_body_says_what_the_explanation_says() -> None:
    """Names, matrix, edges, stretches and picture arrive; nothing has digits it does not have."""
    body = explanation_to_body(made(), ("jazz", "reggae"), PNG, MODEL)

    assert ("reggae", 2, 60, 66) == (body.genre, body.segment, body.start_s, body.end_s)
    assert abs(body.probability - made().probability) < 1e-4
    assert -0.012 == body.importance[0][0]
    assert 1 == body.importance[1][4]
    assert [12.3, 5512.5, 11_025] == body.row_edges_hz
    assert 13 == len(body.step_edges_s)
    assert 12 == len(body.seconds)
    assert body.evidence[0].start_s <= 62 < body.evidence[0].end_s
    assert PNG == base64.b64decode(body.png.removeprefix("data:image/png;base64,"))
    assert MODEL == body.model


def test_body_is_json_of_short_numbers() -> None:
    """A float32 does not come out with the digits of a float64."""
    text = explanation_to_body(made(), ("jazz", "reggae"), PNG, MODEL).model_dump_json()

    assert "-0.012," in text
    assert "-0.0123" not in text
