"""`beats.json`: written for people, read again, and what is said of one that is broken."""

import json
from pathlib import Path

import pytest
from midi_files import BACKBEAT
from unit.beat_service.conftest import fixed_traits

from beat_service.beat_list import (
    LIST_NAME,
    BeatList,
    BeatListError,
    ListedBeat,
    folder_to_beat_list,
)
from beat_service.catalogue.description import Description
from beat_service.catalogue.upload import bytes_to_beat

MINE = Description(title="Été", style="House", licence="CC-BY-4.0", author="Me")
LISTED = ListedBeat.of(
    bytes_to_beat(BACKBEAT, MINE, fixed_traits), "House/a.mid", "House/a.wav", "House/a.mid"
)
LOOP = ListedBeat.model_validate(
    LISTED.model_dump()
    | {"file": "b-original.flac", "audio": "b.wav", "midi": None, "kind": "audio"}
)


def test_a_row_is_listed() -> None:
    """What a person would say of it, what was measured, and its files."""
    assert ("Été", "House", "midi", 96.0, "4/4") == (
        LISTED.title,
        LISTED.style,
        LISTED.kind,
        LISTED.bpm,
        LISTED.meter,
    )
    assert ("CC-BY-4.0", "Me", 2, 8.0, None) == (
        LISTED.licence,
        LISTED.author,
        LISTED.bars,
        LISTED.beats,
        LISTED.key,
    )


def test_the_list_is_read_again(tmp_path: Path) -> None:
    """As it was written, in letters that people can read; a folder without one has an empty one."""
    assert BeatList(beats=[]) == folder_to_beat_list(tmp_path)
    written = BeatList(beats=[LISTED, LOOP])
    (tmp_path / LIST_NAME).write_bytes(written.to_json())

    assert written == folder_to_beat_list(tmp_path)
    assert "Été" in (tmp_path / LIST_NAME).read_text("utf-8")


def test_files_and_their_copies() -> None:
    """A beat is added from one file; its other forms are no beats."""
    listed = BeatList(beats=[LISTED, LOOP])

    assert {"House/a.mid": LISTED, "b-original.flac": LOOP} == listed.by_file()
    assert {"House/a.wav", "b.wav"} == listed.copies()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "Invalid JSON"),
        (b"[]", "beats.json: Input should be an object;"),
        (b"{}", "beats: Field required"),
        (
            json.dumps({"beats": [LISTED.model_dump(exclude={"title"})]}).encode(),
            "beats.0.title: Field required",
        ),
        (b"\xff", LIST_NAME),
    ],
)
def test_a_broken_list(tmp_path: Path, content: bytes, reason: str) -> None:
    """The message says where it is broken, and what to do."""
    (tmp_path / LIST_NAME).write_bytes(content)
    with pytest.raises(BeatListError, match=reason) as refused:
        folder_to_beat_list(tmp_path)

    assert "mend it" in str(refused.value)


def test_a_list_that_is_a_folder(tmp_path: Path) -> None:
    """What cannot be opened is no empty list."""
    (tmp_path / LIST_NAME).mkdir()
    with pytest.raises(BeatListError, match="Is a directory"):
        folder_to_beat_list(tmp_path)
