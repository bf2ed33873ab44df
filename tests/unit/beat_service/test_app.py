"""`/analyze` over HTTP: the answer's shape, and the same refusals as everywhere."""

import base64
import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from beat_signals import drums
from fastapi.testclient import TestClient
from openapi_spec_validator import validate
from problems import assert_problem
from pydantic import SecretStr

from beat_service.app import create_app
from beat_service.settings import Settings
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.webapi.beat_body import RecommendationBody
from music_genre.webapi.health import LIVE_BODY
from tools.signals import to_file

LIMIT_BYTES = 2 * 2**20
DRUMS = to_file(drums(120, 6).astype(float))
OWN_NAME = "http://localhost"  # without a token nobody changes anything under another one


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Make the service with a small limit and a catalogue of its own."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('catalogue')}/beats.db"
    app = create_app(Settings(max_upload_bytes=LIMIT_BYTES, database_url=database_url))
    return TestClient(app, OWN_NAME, raise_server_exceptions=False)


def test_three_forms_of_upload_agree(client: TestClient) -> None:
    """Multipart, raw body and base64 JSON give the same answer."""
    text = base64.b64encode(DRUMS).decode()
    answers = [
        client.post("/analyze", files={"file": DRUMS}),
        client.post("/analyze", content=DRUMS, headers={"Content-Type": "audio/wav"}),
        client.post("/analyze", json={"wav_music": text}),
    ]

    assert [200] * 3 == [answer.status_code for answer in answers]
    bodies = [answer.json() for answer in answers]
    assert all(body.pop("timing_ms") for body in bodies)
    assert bodies[0] == bodies[1] == bodies[2]
    assert {"outcome", "tempo", "key", "energy", "rhythm", "audio", "model"} == set(bodies[0])
    assert {"low": 16, "mid": 16, "high": 16} == {
        band: len(row) for band, row in bodies[0]["rhythm"]["steps"].items()
    }


def test_silence(client: TestClient) -> None:
    """Silence is an answer without traits."""
    body = client.post("/analyze", files={"file": to_file(np.zeros(2 * SAMPLE_RATE_HZ))}).json()

    assert ["silence", None, None] == [body["outcome"], body["tempo"], body["key"]]


def test_form_without_a_boundary(client: TestClient) -> None:
    """A form whose parts cannot be told apart is malformed."""
    answer = client.post("/analyze", content=b"x", headers={"Content-Type": "multipart/form-data"})

    assert_problem(answer, 400, "no_boundary")


def test_unknown_route_and_method(client: TestClient) -> None:
    """404 and 405 are problems too, and 405 says what is allowed."""
    assert_problem(client.get("/nowhere"), 404, "not_found")
    response = client.get("/analyze")
    assert_problem(response, 405, "method_not_allowed")
    assert "POST, OPTIONS" == response.headers["Allow"]


def test_unexpected_error_says_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What we did not expect is a 500 without its text."""

    def fail(*_: Any) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("beat_service.app.bytes_to_analysis", fail)
    response = client.post("/analyze", files={"file": DRUMS})

    assert_problem(response, 500, "internal_error")
    assert "secret" not in response.text


def test_only_who_has_the_token_changes_beats(tmp_path: Path) -> None:
    """With a token set, adding, changing and deleting need it; reading does not."""
    url = f"sqlite:///{tmp_path}/beats.db"
    app = create_app(Settings(database_url=url, admin_token=SecretStr("très secret")))
    client = TestClient(app, OWN_NAME, raise_server_exceptions=False)
    one = "/beats/house-jack"

    for given in (None, "Bearer wrong", "Bearer ", "Basic très secret", "Bearer très secret x"):
        headers = [(b"Accept-Language", b"en")]
        headers += [] if given is None else [(b"Authorization", given.encode())]
        for refused in (
            client.delete(one, headers=headers),
            client.post("/beats", files={"file": DRUMS}, headers=headers),
            client.patch(one, json={"title": "New"}, headers=headers),
        ):
            assert_problem(refused, 401, "unauthorized")
            assert "Token missing or wrong" == refused.json()["title"]
            assert "Bearer" == refused.headers["WWW-Authenticate"]
    assert "Jeton manquant ou faux" == client.delete(one).json()["title"]
    right = [(b"Authorization", "bearer très secret".encode())]
    assert_problem(
        client.post("/beats", files={"file": DRUMS}, headers=right), 400, "malformed_beat"
    )
    assert 200 == client.get(one).status_code
    renamed = client.patch(one, json={"title": "New"}, headers=right)
    assert_problem(renamed, 403, "built_in_beat")
    assert 204 == client.delete(one, headers=right).status_code


@pytest.mark.parametrize(
    ("language", "title"), [("en", "No audio file provided"), ("de", "Keine Audiodatei angegeben")]
)
def test_another_language_where_asked(client: TestClient, language: str, title: str) -> None:
    """Texts are French, and of another language by `Accept-Language`."""
    asked = client.post("/analyze", headers={"Accept-Language": language})

    assert title == asked.json()["error"]
    assert "Aucun fichier audio fourni" == client.post("/analyze").json()["error"]


def test_health_and_metrics(client: TestClient) -> None:
    """Liveness, readiness with the networks, and counted requests."""
    client.post("/analyze", files={"file": DRUMS})

    assert LIVE_BODY == client.get("/livez").json()
    networks = client.get("/readyz").json()["model"]["sha256"]
    assert {"tempo.onnx", "key.onnx", "pulse.onnx"} == set(networks)
    assert 'route="/analyze",status="200"' in client.get("/metrics").text


def test_document_is_valid_and_complete(client: TestClient) -> None:
    """The OpenAPI document is valid and names the routes that answer."""
    document = client.get("/openapi.json").json()

    validate(document)
    beats = {"/beats", "/beats/{beat_id}", "/beats/{beat_id}/audio", "/beats/{beat_id}/midi"}
    beats |= {"/beats/{beat_id}/songs", "/beats/{beat_id}/songs/{sha256}"}
    common = {"/livez", "/readyz", "/metrics", "/openapi.json"}
    assert {"/analyze", "/recommend"} | beats | common == set(document["paths"])


def test_base_is_filled_and_served(client: TestClient) -> None:
    """The beats of the project are there, and one plays at another tempo."""
    beats = client.get("/beats").json()["beats"]
    wav = client.get(f"/beats/{beats[0]['id']}/audio")

    assert len(beats) >= 60
    assert "audio/wav" == wav.headers["content-type"]


def test_added_beat_is_analysed(client: TestClient) -> None:
    """A loop that is sent gets its tempo from the analysis, and can be taken out again."""
    form = {"title": "Mine", "style": "House", "licence": "CC-BY-4.0", "author": "Me"}
    added = client.post("/beats", data=form, files={"file": to_file(drums(120, 8).astype(float))})

    assert 201 == added.status_code
    assert min(abs(added.json()["bpm"] * octave / 120 - 1) for octave in (0.5, 1, 2)) < 0.04
    assert 204 == client.delete(added.headers["Location"]).status_code


def test_recommendation(client: TestClient) -> None:
    """The report's two keys, the beat they stand for, its reasons and five other styles."""
    body = client.post("/recommend", files={"file": DRUMS}).json()
    first, others = body["beat"], body["alternatives"]

    assert body["recommended_beat"] == first["style"]
    assert 0 < body["confidence"] <= 1
    assert {"tempo", "rhythm", "energy", "together"} == set(body["reasons"])
    assert 6 == len({first["style"], *(other["style"] for other in others)})
    chances = [body["confidence"], *(other["confidence"] for other in others)]
    assert chances == sorted(chances, reverse=True)
    assert {"title", "bars", "licence", "author", "key", "id"} <= set(first)


def test_the_answer_is_its_schema(client: TestClient) -> None:
    """What is answered has the keys and values of the body that the front end checks, no others."""
    for content in (DRUMS, to_file(np.zeros(2 * SAMPLE_RATE_HZ))):
        body = client.post("/recommend", files={"file": content}).json()
        checked = RecommendationBody.model_validate(body)
        assert checked.model_dump(mode="json", by_alias=True) == body


def test_recommended_beats_play_at_their_tempo(client: TestClient) -> None:
    """Each url is a WAV that lasts its bars at the tempo that the answer names."""
    body = client.post("/recommend", files={"file": DRUMS}).json()

    for beat in (body["beat"], *(other["beat"] for other in body["alternatives"])):
        wav = soundfile.info(io.BytesIO(client.get(beat["url"]).content))
        assert beat["bars"] * 4 * 60 / beat["bpm"] == pytest.approx(wav.duration, abs=0.001)


def test_recommendation_says_what_analyze_says(client: TestClient) -> None:
    """Both routes answer with the same traits."""
    recommended = client.post("/recommend", files={"file": DRUMS}).json()
    analysed = client.post("/analyze", files={"file": DRUMS}).json()

    assert analysed.pop("timing_ms").keys() < recommended["timing_ms"].keys()
    assert analysed.items() <= recommended.items()


def test_nothing_is_recommended_for_silence(client: TestClient) -> None:
    """Silence has no beat, and that is no error."""
    body = client.post("/recommend", files={"file": to_file(np.zeros(2 * SAMPLE_RATE_HZ))}).json()

    assert ["silence", None, None, 0, []] == [
        body[key] for key in ("outcome", "recommended_beat", "beat", "confidence", "alternatives")
    ]


def test_an_added_style_is_recommended(client: TestClient) -> None:
    """A loop in a style of one's own is among the answers for the loop itself."""
    form = {"title": "Mine", "style": "My Own", "licence": "CC0-1.0", "author": "Me"}
    loop = to_file(drums(120, 8).astype(float))
    added = client.post("/beats", data=form, files={"file": loop})
    body = client.post("/recommend", files={"file": loop}).json()
    client.delete(added.headers["Location"])

    assert "My Own" in {body["recommended_beat"], *(one["style"] for one in body["alternatives"])}


def test_a_song_is_remembered_where_it_is_asked_for(client: TestClient) -> None:
    """The beat then knows it by name, tempo and digest; a song without a wish is not kept."""
    alone = client.post("/recommend", files={"file": ("Alone.wav", DRUMS)}).json()
    songs = f"/beats/{alone['beat']['id']}/songs"
    assert (False, []) == (alone["remembered"], client.get(songs).json()["songs"])
    wish = {"remember": "true"}
    kept = client.post("/recommend", files={"file": ("Drums.wav", DRUMS)}, data=wish).json()
    (song,) = client.get(songs).json()["songs"]
    client.delete(songs)

    assert kept["remembered"]
    assert {"remembered", "timing_ms"} == {name for name in kept if kept[name] != alone[name]}
    digest = hashlib.sha256(DRUMS).hexdigest()
    assert ("Drums.wav", kept["tempo"]["bpm"], digest) == (
        song["title"],
        song["bpm"],
        song["sha256"],
    )


def test_a_recording_is_recommended_at_a_tempo_that_it_goes(client: TestClient) -> None:
    """For a song at 128 BPM a loop at 110 is played at 118.8, its fastest, and not refused."""
    form = {"title": "Slow", "style": "My Own", "licence": "CC0-1.0", "author": "Me", "bpm": 110}
    loop = to_file(drums(110, 16 * 60 / 110).astype(float))
    added = client.post("/beats", data=form, files={"file": loop})
    song = to_file(drums(128, 8).astype(float))
    body = client.post("/recommend", files={"file": song}).json()
    beats = [body["beat"], *(one["beat"] for one in body["alternatives"])]
    (own,) = (beat for beat in beats if beat["style"] == "My Own")
    sound = client.get(own["url"])
    client.delete(added.headers["Location"])

    assert 128 == pytest.approx(body["tempo"]["bpm"], abs=0.5)
    assert 118.8 == own["bpm"]
    assert (200, "audio/wav") == (sound.status_code, sound.headers["Content-Type"])
