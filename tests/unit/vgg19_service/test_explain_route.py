"""`POST /v1/explain` of the VGG19 service, over its app."""

import base64
import io
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from music_genre.audio.constants import GENRES
from music_genre.webapi.messages import PROBLEMS_BY_LANGUAGE
from tools.signals import song, to_file
from vgg19_service.app import create_app

SONG = to_file(song(5))
SILENCE = to_file(np.zeros(5 * 22_050))
HALF_SILENT = to_file(np.concatenate([np.zeros(30 * 22_050), song(30)]))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app."""
    return create_app().test_client()


def explained(client: FlaskClient, encoded: bytes, query: str = "", status: int = 200) -> Any:
    """Ask for a file's explanation as JSON."""
    response = client.post(f"/v1/explain{query}", data=encoded, content_type="audio/wav")
    assert status == response.status_code, response.text
    return response.get_json()


def test_answer_has_map_and_picture(client: FlaskClient) -> None:
    """Matrix, edges, moments and stretches fit together, and the genre is that of `/v1/predict`."""
    body = explained(client, SONG)

    predicted = client.post("/v1/predict", data=SONG, content_type="audio/wav").get_json()
    assert predicted["genre"] == body["genre"]
    assert predicted["probabilities"][body["genre"]] == body["probability"]
    importance = np.array(body["importance"])
    assert importance.shape == (32, len(body["seconds"]))
    assert 1 == np.abs(importance).max()
    assert (33, len(body["seconds"]) + 1) == (len(body["row_edges_hz"]), len(body["step_edges_s"]))
    assert (0, 5) == (body["step_edges_s"][0], body["step_edges_s"][-1])
    assert 1 == max(abs(second) for second in body["seconds"])
    assert all(0 <= stretch["start_s"] < stretch["end_s"] <= 5 for stretch in body["evidence"])
    picture = base64.b64decode(body["png"].removeprefix("data:image/png;base64,"))
    assert "PNG" == Image.open(io.BytesIO(picture)).format


@pytest.mark.parametrize(
    ("query", "accept"), [("", "image/png"), ("", "image/*;q=0.9"), ("?format=png", "*/*")]
)
def test_picture_alone(client: FlaskClient, query: str, accept: str) -> None:
    """By `Accept` or by `format` the answer is the PNG."""
    response = client.post(
        f"/v1/explain{query}", data=SONG, content_type="audio/wav", headers={"Accept": accept}
    )

    assert ("image/png", "Accept") == (response.content_type, response.headers["Vary"])
    assert "PNG" == Image.open(io.BytesIO(response.data)).format


def test_format_json_beats_accept(client: FlaskClient) -> None:
    """`format` says more than the header."""
    response = client.post(
        "/v1/explain?format=json",
        data=SONG,
        content_type="audio/wav",
        headers={"Accept": "image/png"},
    )

    assert "genre" in response.get_json()


def test_three_forms_of_upload_agree(client: FlaskClient) -> None:
    """Form, raw body and base64 JSON give the same explanation."""
    text = base64.b64encode(SONG).decode()
    answers = [
        explained(client, SONG),
        client.post("/v1/explain", data={"file": (io.BytesIO(SONG), "song.wav")}).get_json(),
        client.post("/v1/explain", json={"wav_music": text}).get_json(),
    ]

    assert all(answers[0] == answer for answer in answers)


def test_another_genre_is_explained(client: FlaskClient) -> None:
    """Each genre has its own map and its own probability."""
    bodies = [explained(client, SONG, f"?genre={genre}") for genre in GENRES]

    assert list(GENRES) == [body["genre"] for body in bodies]
    assert 1 == pytest.approx(sum(body["probability"] for body in bodies), abs=1e-2)
    assert len(GENRES) == len({str(body["importance"]) for body in bodies})


def test_sounding_segment_is_chosen(client: FlaskClient) -> None:
    """A track that starts with 30 s of silence is explained where it sounds, in its own seconds."""
    body = explained(client, HALF_SILENT)

    assert (1, 30, 60) == (body["segment"], body["start_s"], body["end_s"])
    assert (30, 60) == (body["step_edges_s"][0], body["step_edges_s"][-1])
    assert body == explained(client, HALF_SILENT, "?segment=1")


def test_segment_with_most_of_the_genre_is_chosen(client: FlaskClient) -> None:
    """Of a long track, the window with the highest probability of the genre is explained."""
    noise = np.random.default_rng(0).normal(0, 0.1, 30 * 22_050)
    track = to_file(np.concatenate([noise, song(30), 0.2 * song(30, bpm=70)]))
    predicted = client.post("/v1/predict", data=track, content_type="audio/wav").get_json()

    for genre in ("metal", "disco"):
        likely = [segment["probabilities"][genre] for segment in predicted["segments"]]
        body = explained(client, track, f"?genre={genre}")
        assert (likely.index(max(likely)), max(likely)) == (body["segment"], body["probability"])


@pytest.mark.parametrize(
    ("encoded", "query", "code"),
    [
        (SONG, "?genre=polka", "unknown_genre"),
        (SONG, "?genre=", "unknown_genre"),
        (SONG, "?segment=1", "unknown_segment"),
        (SONG, "?segment=-1", "malformed_query"),
        (SONG, "?segment=one", "malformed_query"),
        (SONG, "?segment=1_0", "malformed_query"),
        (SONG, "?segment=" + "1" * 5000, "malformed_query"),
        (SONG, "?format=svg", "malformed_query"),
        (SILENCE, "", "silent_audio"),
        (SILENCE, "?genre=blues&segment=0", "silent_audio"),
        (HALF_SILENT, "?segment=0", "silent_audio"),
    ],
)
def test_what_cannot_be_explained(
    client: FlaskClient, encoded: bytes, query: str, code: str
) -> None:
    """Each has its own code, with a text in French."""
    kind = PROBLEMS_BY_LANGUAGE["fr"][code]

    problem = explained(client, encoded, query, kind.status)

    assert (code, kind.title) == (problem["code"], problem["error"])


def test_unknown_segment_says_how_many(client: FlaskClient) -> None:
    """The text has the number of segments, in English where asked."""
    response = client.post(
        "/v1/explain?segment=7",
        data=SONG,
        content_type="audio/wav",
        headers={"Accept-Language": "en"},
    )

    assert "there are 1 of them" in response.get_json()["detail"]


def test_explanations_are_counted(client: FlaskClient) -> None:
    """`/metrics` counts them by genre, with their time."""
    explained(client, SONG, "?genre=reggae")

    metrics = client.get("/metrics").text
    assert 'genre_explanations_total{genre="reggae",model="vgg19"}' in metrics
    assert "genre_explanation_duration_seconds_bucket" in metrics
