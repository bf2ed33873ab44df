"""The routes of the catalogue, over HTTP."""

import io

import pytest
import soundfile
from fastapi.testclient import TestClient
from midi_files import BACKBEAT
from sqlalchemy.exc import OperationalError
from unit.beat_service.catalogue.beat_client import (
    FIELDS,
    LOOP,
    MAX_UPLOAD_BYTES,
    ONE_BEAT,
    assert_problem,
    upload,
)

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.drums.midi import bytes_to_midi_beat
from music_genre.webapi.intake.limits import AROUND_BYTES
from tools.signals import song, to_file


def test_a_meter_asks_for_beats(client: TestClient) -> None:
    """A list of one meter has no other; what is no meter is refused."""
    listed = client.get("/beats", params={"meter": "7/8"}).json()["beats"]

    assert {"7/8"} == {beat["meter"] for beat in listed}
    assert_problem(client.get("/beats", params={"meter": "4/3"}), "malformed_beat_query")


def test_a_beat_as_midi(client: TestClient) -> None:
    """A beat's address names its MIDI file, which has its tempo inside and in its name."""
    body = client.get(ONE_BEAT).json()
    own, faster = (client.get(body["midi_url"] + query) for query in ("", "?bpm=126.5"))

    assert "audio/midi" == own.headers["content-type"]
    assert 'inline; filename="house-jack-122bpm.mid"' == own.headers["content-disposition"]
    assert 'inline; filename="house-jack-126.5bpm.mid"' == faster.headers["content-disposition"]
    assert (122.0, 126.5) == tuple(
        bytes_to_midi_beat(answer.content).bpm for answer in (own, faster)
    )


def test_a_recording_is_no_midi(client: TestClient) -> None:
    """A recording says no address of a MIDI file, and asking for one is refused."""
    body = upload(client).json()

    assert body["midi_url"] is None
    assert_problem(client.get(body["url"] + "/midi"), "beat_without_midi")


def test_the_list_and_one_beat(client: TestClient) -> None:
    """A list has the bodies that each beat's own address has, and all styles."""
    listed = client.get("/beats", params={"style": "house", "bpm": "123"}).json()
    (jack,) = [beat for beat in listed["beats"] if beat["id"] == "house-jack"]

    assert client.get(ONE_BEAT).json() == jack
    assert {"Afro", "House", "Trap"} <= set(listed["styles"])
    assert "9... 9... 9... 9..." == jack["pattern"]["steps"]["kick"]


@pytest.mark.parametrize("bpm", [40, 97.5, 122, 240])
def test_the_sound_is_at_the_tempo_asked_for(client: TestClient, bpm: float) -> None:
    """Four bars last what the tempo says."""
    played = client.get(f"{ONE_BEAT}/audio", params={"bpm": str(bpm)})

    assert "audio/wav" == played.headers["content-type"]
    assert pytest.approx(960 / bpm, abs=1e-3) == soundfile.info(io.BytesIO(played.content)).duration


def test_parts_of_the_sound(client: TestClient) -> None:
    """First bytes, last bytes and a middle are parts of the whole; a stale part is the whole."""
    whole = client.get(f"{ONE_BEAT}/audio")
    size, etag = len(whole.content), whole.headers["etag"]
    for asked, first, last in (
        ("bytes=0-99", 0, 99),
        ("bytes=-100", size - 100, size - 1),
        ("bytes=100-", 100, size - 1),
        (f"bytes={size - 1}-{size + 5}", size - 1, size - 1),
    ):
        ranged = client.get(f"{ONE_BEAT}/audio", headers={"Range": asked, "If-Range": etag})
        assert (206, whole.content[first : last + 1]) == (ranged.status_code, ranged.content)
        assert f"bytes {first}-{last}/{size}" == ranged.headers["content-range"]
    stale = {"Range": "bytes=0-99", "If-Range": '"old"'}
    assert size == len(client.get(f"{ONE_BEAT}/audio", headers=stale).content)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_parts_that_the_sound_has_not(client: TestClient, asked: str) -> None:
    """A range past the end or backwards is refused with the size."""
    assert_problem(
        client.get(f"{ONE_BEAT}/audio", headers={"Range": asked}), "range_not_satisfiable"
    )


def test_a_player_that_has_the_sound_gets_nothing(client: TestClient) -> None:
    """The same tag is answered with "not modified"; another tempo has another tag."""
    etag = client.get(f"{ONE_BEAT}/audio").headers["etag"]
    for header in (etag, f'"other", W/{etag}', "*"):
        again = client.get(f"{ONE_BEAT}/audio", headers={"If-None-Match": header})
        assert (304, b"") == (again.status_code, again.content)

    faster = client.get(f"{ONE_BEAT}/audio?bpm=130", headers={"If-None-Match": etag})
    assert 200 == faster.status_code


@pytest.mark.parametrize(("encoded", "kind"), [(LOOP, "audio"), (BACKBEAT, "midi")])
def test_adding_and_deleting(client: TestClient, encoded: bytes, kind: str) -> None:
    """A beat that is added plays, and is gone once deleted."""
    added = upload(client, encoded)
    url = added.headers["location"]

    assert (201, kind, "Me") == (added.status_code, added.json()["kind"], added.json()["author"])
    assert added.json() == client.get(url).json()
    assert client.get(f"{url}/audio").content.startswith(b"RIFF")
    assert 204 == client.delete(url).status_code
    assert_problem(client.get(url), "unknown_beat")


def test_a_tempo_that_is_known_counts(client: TestClient) -> None:
    """The person's tempo stands instead of the analysis."""
    assert 60.0 == upload(client, LOOP, {"bpm": "60"}).json()["bpm"]


def test_a_tempo_left_empty_is_found(client: TestClient) -> None:
    """A form whose tempo is empty is one without it."""
    added = upload(client, LOOP, {"bpm": ""})

    assert 201 == added.status_code
    assert pytest.approx(added.json()["bpm"]) == 120


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, "", "   ", "x" * 121, "two\nlines", "nul\x00"])
def test_incomplete_descriptions(client: TestClient, field: str, value: str | None) -> None:
    """A field that is missing, empty, too long or not one line is refused."""
    assert_problem(upload(client, LOOP, {field: value}), "malformed_beat")


@pytest.mark.parametrize("bpm", ["39.9", "240.1", "nan", "fast", "1_20", "1e2", "１２０", "+99"])
def test_impossible_tempi(client: TestClient, bpm: str) -> None:
    """Tempi outside 40 to 240 are refused, in the form and in the address."""
    assert_problem(upload(client, LOOP, {"bpm": bpm}), "malformed_beat")
    assert_problem(client.get("/beats", params={"bpm": bpm}), "malformed_beat_query")
    assert_problem(client.get(f"{ONE_BEAT}/audio", params={"bpm": bpm}), "malformed_beat_query")


@pytest.mark.parametrize(
    ("encoded", "code"),
    [
        (b"", "no_audio"),
        (b"plain text", "not_audio"),
        (LOOP[:60], "audio_too_short"),
        (to_file(song(0.9)), "audio_too_short"),
        (BACKBEAT[:30], "undecodable_midi"),
        (bytes(MAX_UPLOAD_BYTES + 1), "too_large"),
        (bytes(MAX_UPLOAD_BYTES + AROUND_BYTES + 1), "too_large"),
    ],
)
def test_bad_files(client: TestClient, encoded: bytes, code: str) -> None:
    """What cannot be a beat is refused by its code, and nothing is added."""
    before = client.get("/beats").json()
    assert_problem(upload(client, encoded), code)

    assert before == client.get("/beats").json()


def test_the_largest_file_is_read(client: TestClient) -> None:
    """A file of exactly the limit is looked at."""
    assert_problem(upload(client, bytes(MAX_UPLOAD_BYTES)), "not_audio")


def test_a_body_without_a_length_ends_at_the_limit(client: TestClient) -> None:
    """A client that does not say how much it sends is stopped at the limit all the same."""
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = iter([start, *[bytes(500_000)] * 6, b"\r\n--x--\r\n"])

    assert_problem(client.post("/beats", content=body, headers=form), "too_large")


def test_a_large_file_stays_in_memory(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more than a megabyte is not written to a disk on its way."""
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", pytest.fail)

    assert_problem(upload(client, bytes(1_500_000)), "not_audio")


def test_a_request_that_is_no_form(client: TestClient) -> None:
    """Another body has no file; a form that makes no sense is malformed."""
    assert_problem(client.post("/beats", json={}), "no_audio")
    broken = {"Content-Type": "multipart/form-data"}
    assert_problem(client.post("/beats", content=b"?", headers=broken), "no_boundary")


def test_the_same_beat_twice(client: TestClient) -> None:
    """The second one is a conflict."""
    upload(client)
    assert_problem(upload(client), "beat_exists")


def test_errors_in_english(client: TestClient) -> None:
    """An English reader gets English."""
    asked = client.get("/beats/nothing", headers={"Accept-Language": "en"})

    assert "Unknown beat" == asked.json()["error"]


def test_a_database_that_is_down(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service says that it is not ready, and not why."""

    def down(*_: object) -> None:
        raise OperationalError("SELECT 1", None, RuntimeError("secret address"))

    monkeypatch.setattr(BeatCatalogue, "beats", down)
    answer = client.get("/beats")

    assert_problem(answer, "not_ready")
    assert "secret" not in answer.text


def test_unreadable_names_of_beats(client: TestClient) -> None:
    """Odd ids are unknown or refused, never a fault of ours."""
    assert_problem(client.get("/beats/..%5C..%5Cetc"), "unknown_beat")
    assert_problem(client.get("/beats/a%00b"), "malformed_beat_query")
    assert_problem(client.get("/beats/" + "x" * 81), "malformed_beat_query")
