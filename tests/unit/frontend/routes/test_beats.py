"""The beat service behind the front end: its key in the answer, and the sound of its beats."""

import json
from typing import Any

import pytest
from fake_services import FakeService, problem, talking_socket
from flask.testing import FlaskClient
from markupsafe import escape
from recommendation import recommendation, silent_recommendation
from unit.frontend.frontend_client import AUDIO, MakeClient, Upload

from frontend.texts.beat import ENGLISH
from music_genre.webapi.messages import PROBLEMS
from tools.processes import free_port

SOUND, MIDI = "/api/beats/house-1/audio", "/api/beats/house-1/midi"


def text_to_tag(page: str, text: str) -> str:
    """Find the tag that opens just before a text of the page."""
    before = page[: page.index(str(escape(text)))]
    return before[before.rindex("<") :]


def changed(*missing: str, **changes: Any) -> bytes:
    """Make a recommendation with other values, or without some."""
    body = recommendation() | changes
    return json.dumps({name: body[name] for name in body if name not in missing}).encode()


def with_beat(**changes: Any) -> bytes:
    """Make a recommendation whose beat has other values."""
    return changed(beat=recommendation()["beat"] | changes)


def test_the_recommendation_comes_with_our_addresses(upload: Upload) -> None:
    """The body stands under its key, whole; only the beats' addresses are the front end's."""
    body = upload().get_json()

    expected = recommendation()
    for beat in (expected["beat"], *(other["beat"] for other in expected["alternatives"])):
        for name in ("url", "midi_url"):
            beat[name] = beat[name] and "/api" + beat[name]
    assert expected == body["beat"]
    assert "/api/beats/house-1/audio?bpm=112.02" == body["beat"]["beat"]["url"]
    assert body["agreement"] is True


def test_the_beat_service_gets_a_form(upload: Upload, beat: FakeService) -> None:
    """It is sent the file as multipart `file`, and the reader's language."""
    upload()

    ((path, headers, body),) = beat.asked
    assert ("/recommend", "en") == (path, headers["Accept-Language"])
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename=' in body
    assert b"\r\n\r\n" + AUDIO + b"\r\n--" in body


def test_nothing_is_recommended_for_silence(upload: Upload, beat: FakeService) -> None:
    """Silence has no beat, and that is an answer."""
    beat.answer_with(silent_recommendation())
    body = upload().get_json()["beat"]

    assert (None, None, []) == (body["recommended_beat"], body["beat"], body["alternatives"])


def test_the_beat_alone(upload: Upload, svm: FakeService) -> None:
    """`models=beat` asks nobody else, and there is no mean of no genres."""
    body = upload(fields={"models": "beat"}).get_json()

    assert {"beat", "ensemble", "agreement"} == body.keys()
    assert (None, None) == (body["ensemble"], body["agreement"])
    assert [] == svm.asked


def test_the_page_takes_an_answer_without_genres(upload: Upload) -> None:
    """The page opens when only the beat service was asked, and when it had a problem."""
    for models in ("beat", "svm,vgg19,beat"):
        assert 200 == upload(f"/?models={models}").status_code


def test_a_problem_of_the_beat_service_hides_nothing(upload: Upload, beat: FakeService) -> None:
    """Its problem stands under its key, and the models' answers are as ever."""
    beat.answer_with(problem("audio_too_short", 422), 422)
    response = upload()

    body = response.get_json()
    assert (200, "audio_too_short") == (response.status_code, body["beat"]["code"])
    assert "reggae" == body["ensemble"]["genre"]
    assert body["agreement"] is True
    assert 200 == upload("/").status_code


def test_a_beat_hides_no_problem(upload: Upload, svm: FakeService, vgg19: FakeService) -> None:
    """Where only the beat service answers, that is an answer, and the models' problems show."""
    for service in (svm, vgg19):
        service.answer_with(problem("internal_error", 500), 500)
    response = upload()

    body = response.get_json()
    assert (200, "House") == (response.status_code, body["beat"]["recommended_beat"])
    assert "code" not in body
    assert {"internal_error"} == {body[name]["code"] for name in ("svm", "vgg19")}


def test_the_only_one_that_was_asked_fails(upload: Upload, beat: FakeService) -> None:
    """Then the answer is its problem."""
    beat.answer_with(problem("audio_too_short", 422), 422)
    response = upload(fields={"models": "beat"})

    assert (422, "audio_too_short") == (response.status_code, response.get_json()["code"])


def test_ready_without_beats(make_client: MakeClient) -> None:
    """The front end does without the beat service, and says that it is missing."""
    response = make_client(beat_url=f"http://127.0.0.1:{free_port()}").get("/readyz")

    services = {"svm": "ok", "vgg19": "ok", "beat": "failing"}
    assert (200, services) == (response.status_code, response.get_json()["services"])


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        changed("recommended_beat"),
        changed("alternatives"),
        changed(confidence=1.01),
        changed(confidence="sure", beat=None),
        changed(alternatives=[{"style": "House"}]),
        with_beat(url="https://elsewhere.example/beats/house-1/audio"),
        with_beat(url="/beats/../readyz"),
        with_beat(url="/beats/house-1/audio?bpm=104&x=1"),
        with_beat(id="House 1"),
    ],
)
def test_rubbish_recommendation(upload: Upload, beat: FakeService, content: bytes) -> None:
    """What is no recommendation is a bad answer, and the models' answers stand."""
    beat.content = content
    body = upload().get_json()

    assert ("bad_answer", 502) == (body["beat"]["code"], body["beat"]["status"])
    assert "reggae" == body["svm"]["genre"]


def test_a_recommendation_may_grow(upload: Upload, beat: FakeService) -> None:
    """Keys that we do not know yet are passed on, those of a beat too."""
    grown = recommendation()["beat"] | {"colour": "blue"}
    beat.content = changed(mood="sunny", beat=grown)
    body = upload().get_json()["beat"]

    assert ("sunny", "blue") == (body["mood"], body["beat"]["colour"])


def test_the_page_draws_and_plays_what_the_service_says(upload: Upload) -> None:
    """The beat is on the page, and its button has the service's address under ours."""
    page = upload("/").text

    assert PROBLEMS["bad_answer"].title not in page
    for beat in (one := recommendation())["beat"], *(each["beat"] for each in one["alternatives"]):
        assert f'data-beat="/api{beat["url"]}"' in page
        assert f'href="/api{beat["url"]}" download' in page
        midi = f'href="/api/beats/{beat["id"]}/midi'
        assert (beat["midi_url"] is not None) is (midi in page)
        assert beat["title"] in page


@pytest.mark.parametrize(
    ("song_bpm", "beat_bpm", "octave"),
    [(128, 118.8, ""), (128, 64, "0.5"), (128, 128, "1")],
)
def test_over_the_song_goes_only_what_keeps_step(
    upload: Upload, beat: FakeService, song_bpm: float, beat_bpm: float, octave: str
) -> None:
    """A recording at 110 BPM plays at 118.8, its fastest, and is not offered over a song at 128."""
    beat.answer_with(recommendation(song_bpm, beat_bpm))
    page = upload("/").text

    first = page[page.index("data-beat=") :]
    assert first.startswith(f'data-beat="/api/beats/house-1/audio?bpm={beat_bpm:g}"')
    assert f'data-octave="{octave}"' in first[: first.index(">")]
    switch = page[page.index("data-beat-over") :]
    assert (octave == "") is ("disabled" in switch[: switch.index(">")])
    hint, apart = (text_to_tag(page, text) for text in (ENGLISH.over_hint, ENGLISH.over_apart))
    assert (octave == "", octave != "") == ("hidden" in hint, "hidden" in apart)


def test_sound(client: FlaskClient, beat: FakeService) -> None:
    """A beat's sound is passed on as it is, with what players and caches need."""
    beat.sound_headers = {"Content-Type": "audio/wav", "ETag": '"a"', "Set-Cookie": "no=1"}
    response = client.get(f"{SOUND}?bpm=112.02")

    assert (200, b"RIFF sound") == (response.status_code, response.data)
    assert "/beats/house-1/audio?bpm=112.02" == beat.asked[0][0]
    assert "audio/wav" == response.content_type
    assert ('"a"', "10") == (response.headers["ETag"], response.headers["Content-Length"])
    assert "Set-Cookie" not in response.headers
    assert "media-src 'self'" in response.headers["Content-Security-Policy"]


def test_midi(client: FlaskClient, beat: FakeService) -> None:
    """Its strokes are passed on alike, with the name to save them by."""
    named = 'inline; filename="house-1-112.02bpm.mid"'
    beat.sound = b"MThd"
    beat.sound_headers = {"Content-Type": "audio/midi", "Content-Disposition": named}
    response = client.get(f"{MIDI}?bpm=112.02")

    assert (200, b"MThd") == (response.status_code, response.data)
    assert "/beats/house-1/midi?bpm=112.02" == beat.asked[0][0]
    assert ("audio/midi", named) == (
        response.content_type,
        response.headers["Content-Disposition"],
    )


def test_a_part_of_the_sound(client: FlaskClient, beat: FakeService) -> None:
    """A range and a copy at hand are the beat service's business."""
    beat.sound_status, beat.sound = 206, b"IFF"
    beat.sound_headers = {"Content-Range": "bytes 1-3/10", "Accept-Ranges": "bytes"}
    response = client.get(SOUND, headers={"Range": "bytes=1-3", "If-None-Match": '"a"'})

    assert (206, b"IFF") == (response.status_code, response.data)
    assert "bytes 1-3/10" == response.headers["Content-Range"]
    asked = beat.asked[0][1]
    assert ("bytes=1-3", '"a"') == (asked["Range"], asked["If-None-Match"])


def test_the_copy_at_hand_is_right(client: FlaskClient, beat: FakeService) -> None:
    """Not modified is passed on."""
    beat.sound_status, beat.sound = 304, b""

    assert 304 == client.get(SOUND).status_code


def test_the_sound_is_not_held_in_memory(client: FlaskClient, beat: FakeService) -> None:
    """A recording larger than any JSON answer may be passes all the same."""
    beat.sound = bytes(6_000_000)

    assert beat.sound == client.get(SOUND).data


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/beats/House/audio", 404, "unknown_beat"),
        ("/api/beats/-x/audio", 404, "unknown_beat"),
        (f"/api/beats/{'x' * 81}/audio", 404, "unknown_beat"),
        ("/api/beats/..%2freadyz/audio", 404, "not_found"),
        ("/api/beats/House/midi", 404, "unknown_beat"),
        (f"{MIDI}?bpm=nan", 400, "malformed_beat_query"),
        (f"{SOUND}?bpm=", 400, "malformed_beat_query"),
        (f"{SOUND}?bpm=nan", 400, "malformed_beat_query"),
        (f"{SOUND}?bpm=1e2", 400, "malformed_beat_query"),
        (f"{SOUND}?bpm=104%26x", 400, "malformed_beat_query"),
        (f"{SOUND}?bpm=१०४", 400, "malformed_beat_query"),
    ],
)
def test_what_cannot_be_a_beat(
    client: FlaskClient, beat: FakeService, path: str, status: int, code: str
) -> None:
    """A name or tempo that cannot be is refused before the beat service is asked."""
    response = client.get(path)

    assert (status, code) == (response.status_code, response.get_json()["code"])
    assert [] == beat.asked


def test_problem_of_a_sound(client: FlaskClient, beat: FakeService) -> None:
    """A problem of the beat service is passed on; anything else is a bad answer."""
    beat.sound_status, beat.sound = 404, json.dumps(problem("unknown_beat", 404)).encode()
    assert (404, "unknown_beat") == (
        (response := client.get(SOUND)).status_code,
        response.get_json()["code"],
    )
    beat.sound = b"<h1>404</h1>"
    assert (502, "bad_answer") == (
        (response := client.get(SOUND)).status_code,
        response.get_json()["code"],
    )


def test_nobody_plays(make_client: MakeClient) -> None:
    """A beat service that is down is not ready; one that says nothing sensible is a bad answer."""
    gone = make_client(beat_url=f"http://127.0.0.1:{free_port()}").get(SOUND)
    assert (503, "not_ready") == (gone.status_code, gone.get_json()["code"])
    with talking_socket(b"SSH-2.0-OpenSSH_9.2\r\n") as url:
        other = make_client(beat_url=url).get(SOUND)
    assert (502, "bad_answer") == (other.status_code, other.get_json()["code"])
