"""What may be changed of a beat, and what is said of anything else."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from midi_files import BACKBEAT, meter, raw_midi, strokes, tempo
from unit.beat_service.catalogue.beat_client import LOOP, ONE_BEAT, assert_problem, upload
from unit.beat_service.conftest import fixed_traits

from beat_service.catalogue.changes import (
    BeatChanges,
    changes_to_description,
    changes_to_openapi,
    json_to_changes,
    said_meter,
)
from beat_service.catalogue.description import Description
from beat_service.catalogue.tables import LICENCE_LENGTH, NAME_LENGTH
from beat_service.catalogue.upload import bytes_to_beat
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM
from music_genre.webapi.intake.limits import AROUND_BYTES
from music_genre.webapi.problems import ApiError

MINE = Description(title="Mine", style="House", licence="CC-BY-4.0", author="Me")
BACKBEAT_BAR = [(0.0, 36), (1.0, 38)]
# Two bars of 4/4, one of 3/4.
MIXED = raw_midi(
    [tempo(100), *strokes(BACKBEAT_BAR, 2, 4), meter(3, 4, 8), (8 * 480, b"\x99\x24\x5a")]
)


def test_changes_are_read() -> None:
    """Texts without the blanks around them, a number, a meter and nulls."""
    sent = {"title": " New ", "style": "Gqom", "bpm": 97.5, "meter": None}

    assert sent | {"title": "New"} == json_to_changes(json.dumps(sent).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * NAME_LENGTH),
        ("licence", "x" * LICENCE_LENGTH),
        ("bpm", SLOWEST_BPM),
        ("bpm", FASTEST_BPM),
        ("bpm", None),
        ("meter", "12/8"),
    ],
)
def test_limits_are_those_of_an_upload(field: str, value: Any) -> None:
    """What is just within them is taken."""
    assert {field: value} == json_to_changes(json.dumps({field: value}).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"title": null}',
        b'{"title": ""}',
        b'{"style": "two\\nlines"}',
        json.dumps({"author": "x" * (NAME_LENGTH + 1)}).encode(),
        json.dumps({"licence": "x" * (LICENCE_LENGTH + 1)}).encode(),
        b'{"bpm": 39.9}',
        b'{"bpm": 240.1}',
        b'{"bpm": NaN}',
        b'{"bpm": true}',
        b'{"meter": "4/3"}',
        b'{"title": "New", "tags": ["warm"]}',
        b'{"id": "house-jack"}',
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    """No change, what is past a limit, and what a beat does not have."""
    with pytest.raises(ApiError, match="malformed_beat_changes"):
        json_to_changes(body)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "New"}, {"title": "New", "bpm": 120.0, "meter": "4/4"}),
        ({"bpm": None}, {"title": "Mine", "bpm": None, "meter": "4/4"}),
        ({"bpm": 90.0, "meter": None}, {"bpm": 90.0, "meter": None}),
    ],
)
def test_what_is_left_out_stays(changes: BeatChanges, expected: dict[str, Any]) -> None:
    """What is null is left to the analysis, as in an upload that says none."""
    described = changes_to_description(bytes_to_beat(LOOP, MINE, fixed_traits), changes)

    assert expected == {name: getattr(described, name) for name in expected}
    assert ("House", "CC-BY-4.0", "Me") == (described.style, described.licence, described.author)


@pytest.mark.parametrize(
    ("encoded", "meter_of_upload", "expected"),
    [
        (LOOP, None, "4/4"),
        (LOOP, "7/8", "7/8"),
        (BACKBEAT, None, None),
        (BACKBEAT, "3/4", "3/4"),
        (MIXED, None, None),
    ],
)
def test_who_says_the_meter(
    encoded: bytes, meter_of_upload: str | None, expected: str | None
) -> None:
    """A MIDI file says its own, with all its changes, unless a person said another."""
    described = MINE.model_copy(update={"meter": meter_of_upload})

    assert expected == said_meter(bytes_to_beat(encoded, described, fixed_traits))


def test_a_mixed_file_keeps_its_bars() -> None:
    """Another tempo of a file with a bar of 3/4 leaves that bar as it is."""
    beat = bytes_to_beat(MIXED, MINE, fixed_traits)
    assert ("4/4", 3, 11.0) == (beat.meter, beat.bars, beat.beats)
    again = bytes_to_beat(MIXED, changes_to_description(beat, {"bpm": 90.0}), fixed_traits)

    assert ("4/4", 3, 11.0, 90.0) == (again.meter, again.bars, again.beats, again.bpm)


def test_the_document_names_every_field() -> None:
    """At least one of six, no others; a tempo and a meter may be null, a title may not."""
    content = changes_to_openapi()["requestBody"]["content"]
    assert {"application/json", "application/merge-patch+json"} == content.keys()
    schema = content["application/json"]["schema"]

    assert {"title", "style", "licence", "author", "bpm", "meter"} == schema["properties"].keys()
    assert (False, 1) == (schema["additionalProperties"], schema["minProperties"])
    assert "required" not in schema
    assert "anyOf" in schema["properties"]["bpm"]
    assert "string" == schema["properties"]["title"]["type"]


def test_changing(client: TestClient) -> None:
    """A changed beat is answered whole and stays at its address; `+json` of a kind is JSON too."""
    url = upload(client).headers["location"]
    changed = client.patch(url, json={"title": "New", "bpm": 60})
    merge = {"Content-Type": "application/merge-patch+json"}
    again = client.patch(url, content=b'{"style": "Gqom"}', headers=merge)

    assert (200, url, "New", 60.0) == (
        changed.status_code,
        (body := changed.json())["url"],
        body["title"],
        body["bpm"],
    )
    assert ("New", "Gqom") == (again.json()["title"], again.json()["style"])
    assert again.json() == client.get(url).json()


def test_changes_that_are_refused(client: TestClient) -> None:
    """Each fault has its code, and the beat is as it was."""
    url = upload(client).headers["location"]
    before = client.get(url).json()
    for body, code in (
        (b'{"bpm": 300}', "malformed_beat_changes"),
        (b"{", "malformed_beat_changes"),
        (b'{"title": "Jack the Groove"}', "beat_exists"),
        (b" " * (AROUND_BYTES + 1), "too_large"),
    ):
        sent = client.patch(url, content=body, headers={"Content-Type": "application/json"})
        assert_problem(sent, code)
    assert_problem(client.patch(url, data={"title": "New"}), "unsupported_content_type")
    assert_problem(client.patch(ONE_BEAT, json={"title": "New"}), "built_in_beat")
    assert_problem(client.patch("/beats/nothing", json={"title": "New"}), "unknown_beat")
    assert before == client.get(url).json()
