"""Songs in the formats of others."""

import csv
import io
import json
import os
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from genre_cli.library.exporting import (
    Format,
    songs_to_csv,
    songs_to_file,
    songs_to_json,
    songs_to_m3u8,
    songs_to_odd,
    songs_to_rekordbox,
)
from genre_cli.library.tables import Song

JAZZ = Song(
    path='/music/a, "b" & é.mp3',
    place='/music/a, "b" & é.mp3'.encode(),
    nearest="jazz",
    outcome="confident",
    bpm=128.4,
    tonic="A",
    mode="minor",
    camelot="8A",
    duration_s=61.4,
)
UNKNOWN = Song(path="/music/\x07odd\n\ufffd.wav", place=b"/music/\x07odd\n\xff.wav")
URI = "file:///music/%07odd%0A%FF.wav"


def test_csv_can_be_read() -> None:
    """Whatever a file is called."""
    first, second = csv.DictReader(io.StringIO(songs_to_csv([JAZZ, UNKNOWN])))

    assert (JAZZ.path, "jazz", "128.4") == (first["path"], first["genre"], first["bpm"])
    assert (URI, "") == (second["path"], second["bpm"])


def test_json_can_be_read() -> None:
    """What is unknown is null."""
    first, second = json.loads(songs_to_json([JAZZ, UNKNOWN]))

    assert (JAZZ.path, "8A") == (first["path"], first["camelot"])
    assert URI == second["path"]
    assert second["genre"] is None


def test_a_playlist() -> None:
    """With duration and name; a path that is no line stands as a URI, on one line."""
    assert [
        "#EXTM3U",
        '#EXTINF:61,a, "b" & é',
        JAZZ.path,
        "#EXTINF:-1, odd \ufffd",
        URI,
    ] == songs_to_m3u8([JAZZ, UNKNOWN]).splitlines()


def test_rekordbox() -> None:
    """It is XML whatever a file is called, with tempo, key, and every byte of the place."""
    root = ET.fromstring(songs_to_rekordbox([JAZZ, UNKNOWN]))  # noqa: S314  # our own

    first, second = root.findall("COLLECTION/TRACK")
    assert ("jazz", "128.40", "Am", "61") == tuple(
        first.get(name) for name in ("Genre", "AverageBpm", "Tonality", "TotalTime")
    )
    assert "file://localhost/music/a%2C%20%22b%22%20%26%20%C3%A9.mp3" == first.get("Location")
    assert "file://localhost/music/%07odd%0A%FF.wav" == second.get("Location")
    assert second.get("Genre") is None
    assert ["1", "2"] == [one.get("Key") for one in root.findall("PLAYLISTS/NODE/NODE/TRACK")]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("a\\b é.mp3", set()),
        ("a\nb.mp3", {"m3u8"}),
        ("a.mp3 ", {"m3u8"}),
        ("a\x1b[2J.mp3", {"m3u8", "traktor"}),
        ("a\udce9.mp3", {"csv", "json", "m3u8", "parquet", "traktor"}),
    ],
)
def test_what_a_format_cannot_hold(name: str, kinds: set[Format]) -> None:
    """It is known, whichever format it is; a URI holds everything."""
    song = Song(place=os.fsencode(f"/music/{name}"))

    assert kinds == {kind for kind in get_args(Format) if songs_to_odd([song], kind)}


def test_text_is_utf_8() -> None:
    """Whatever the system's own encoding and line ends are."""
    content = songs_to_file([JAZZ], "m3u8")

    assert songs_to_m3u8([JAZZ]).encode() == content
    assert b"\xc3\xa9" in content
