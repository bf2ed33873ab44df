"""Real audio of every kind, sent to the running services."""

import base64
import itertools
import json
from collections.abc import Callable

import pytest
from live.clients import EXAMPLE, NAMED, named_music, post

from music_genre.audio.constants import GENRES
from music_genre.webapi.prediction_body import NAMES_A_GENRE
from tools.processes import Services
from tools.signals import channels, song, to_file

SONG = to_file(song(5))  # music that the SVM finds in none of the ten genres
MOST_LOST = 0.15  # [probability] what a format may change; 8 kHz leaves half of the band alone
# Made when they are sent: every worker collects every test.
FILES: dict[str, Callable[[], bytes]] = {
    "wav_8_bit": lambda: to_file(named_music(3), subtype="PCM_U8"),
    "wav_24_bit": lambda: to_file(named_music(3), subtype="PCM_24"),
    "wav_float_64": lambda: to_file(named_music(3), subtype="DOUBLE"),
    "wav_8_khz": lambda: to_file(named_music(3, 8_000), 8_000),
    "wav_192_khz_8_channels_24_bit": lambda: to_file(
        channels(named_music(3, 192_000), 8), 192_000, subtype="PCM_24"
    ),
    "flac_stereo_44_khz": lambda: to_file(channels(named_music(3, 44_100), 2), 44_100, "FLAC"),
    "ogg_vorbis": lambda: to_file(named_music(3), 22_050, "OGG", "VORBIS"),
    "ogg_opus": lambda: to_file(named_music(3, 48_000), 48_000, "OGG", "OPUS"),
    "mp3": lambda: to_file(named_music(3, 44_100), 44_100, "MP3"),
    "aiff": lambda: to_file(named_music(3), 22_050, "AIFF"),
    "au": lambda: to_file(named_music(3), 22_050, "AU"),
}


@pytest.fixture(params=["svm", "vgg19"])
def url(request: pytest.FixtureRequest, services: Services) -> str:
    """Return the address of each genre service in turn."""
    return str(getattr(services, request.param))


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_every_format_is_classified(url: str, make: Callable[[], bytes]) -> None:
    """Each format, rate, channel count and sample width that we promise gets a full answer."""
    response = post(f"{url}/v1/predict", files={"file": ("song", make())})

    assert 200 == response.status_code, response.text
    body = response.json()
    assert list(GENRES) == sorted(body["probabilities"])
    assert 1 == pytest.approx(sum(body["probabilities"].values()), abs=1e-3)
    nearest = max(body["probabilities"], key=body["probabilities"].get)
    assert nearest == body["nearest"]
    assert (nearest if body["outcome"] in NAMES_A_GENRE else None) == body["genre"]
    assert 3 == pytest.approx(body["audio"]["duration_s"], abs=0.1)
    assert 64 == len(body["model"]["sha256"])
    assert {"decode", "predict", "total"} == set(body["timing_ms"])


@pytest.mark.parametrize("name", [name for name in FILES if name != "wav_8_khz"])
def test_formats_do_not_change_the_answer(url: str, name: str) -> None:
    """The same music in another format has the same probabilities, but for what a codec loses."""
    plain = post(f"{url}/v1/predict", files={"file": to_file(named_music(3))}).json()
    other = post(f"{url}/v1/predict", files={"file": FILES[name]()}).json()

    assert plain["probabilities"] == pytest.approx(other["probabilities"], abs=MOST_LOST)


def test_three_forms_of_upload_agree(url: str) -> None:
    """Multipart, raw body, base64 JSON and a data URI give the same probabilities."""
    text = base64.b64encode(SONG).decode()
    answers = [
        post(f"{url}/v1/predict", files={"file": SONG}),
        post(f"{url}/v1/predict", data=SONG, headers={"Content-Type": "audio/wav"}),
        post(f"{url}/v1/predict", json={"wav_music": text}),
        post(f"{url}/v1/predict", json={"wav_music": f"data:audio/wav;base64,{text}"}),
        post(
            f"{url}/v1/predict",
            json={"wav_music": "\n".join(text[i : i + 76] for i in range(0, len(text), 76))},
        ),
    ]

    assert [200] * 5 == [answer.status_code for answer in answers]
    assert all(
        answer.json()["probabilities"] == answers[0].json()["probabilities"] for answer in answers
    )


def test_long_track_gets_a_timeline(url: str) -> None:
    """A track of 70 s is answered in three adjoining segments."""
    body = post(f"{url}/v1/predict", files={"file": to_file(song(70))}).json()

    edges = [(segment["start_s"], segment["end_s"]) for segment in body["segments"]]
    assert 3 == len(edges)
    assert 0 == edges[0][0]
    assert 70 == pytest.approx(edges[-1][1], abs=0.01)
    assert all(first[1] == second[0] for first, second in itertools.pairwise(edges))


@pytest.mark.parametrize("path", ["/predict_svm"])
def test_report_route_of_the_svm(services: Services, path: str) -> None:
    """The report's route answers JSON whatever its Content-Type says."""
    text = base64.b64encode(SONG).decode()
    response = post(f"{services.svm}{path}", data=json.dumps({"wav_music": text}))

    assert 200 == response.status_code
    assert response.json()["genre"] in GENRES


@pytest.mark.parametrize("path", ["/predict_vgg", "/predict_vgg19"])
def test_report_routes_of_vgg19(services: Services, path: str) -> None:
    """The report's route and its alias answer alike."""
    text = base64.b64encode(SONG).decode()
    response = post(f"{services.vgg19}{path}", json={"wav_music": text})

    assert 200 == response.status_code
    assert response.json()["genre"] in GENRES


def test_music_of_none_of_the_ten(services: Services) -> None:
    """`/v1` names no genre where the SVM finds none; the report's route names the nearest."""
    body = post(f"{services.svm}/v1/predict", files={"file": SONG}).json()
    text = base64.b64encode(SONG).decode()
    reported = post(f"{services.svm}/predict_svm", json={"wav_music": text}).json()

    assert (None, "none_of_these") == (body["genre"], body["outcome"])
    assert body["nearest"] in GENRES
    assert (body["nearest"], "none_of_these") == (reported["genre"], reported["outcome"])


def test_front_end_asks_both_models(services: Services) -> None:
    """`curl -F file=@song.mp3 …/api/predict` answers with both models and both together."""
    mp3 = EXAMPLE.read_bytes()
    response = post(f"{services.frontend}/api/predict", files={"file": ("song.mp3", mp3)})

    assert 200 == response.status_code
    body = response.json()
    assert NAMED == body["svm"]["genre"]
    assert body["vgg19"]["genre"] in GENRES
    assert body["ensemble"]["genre"] in GENRES
    assert (body["svm"]["genre"] == body["vgg19"]["genre"]) == body["agreement"]


def test_front_end_has_one_verdict(services: Services) -> None:
    """Where the SVM finds none of the ten genres, so does the verdict, whatever VGG19 names."""
    response = post(f"{services.frontend}/api/predict", files={"file": ("song.wav", SONG)})

    body = response.json()
    assert "none_of_these" == body["svm"]["outcome"]
    assert body["vgg19"]["genre"] in GENRES
    assert (None, "none_of_these") == (body["ensemble"]["genre"], body["ensemble"]["outcome"])
    assert body["svm"]["tags"] == body["ensemble"]["tags"]
