"""Traktor's collection."""

from xml.etree import ElementTree as ET

import pytest

from genre_cli.library.tables import Song
from genre_cli.library.traktor import key_to_number, path_to_location, songs_to_nml

JAZZ = Song(
    place='/Users/dj/Music/a, "b" & é.mp3'.encode(),
    size_bytes=3_000_000,
    nearest="jazz",
    outcome="confident",
    bpm=128.4,
    tonic="A",
    mode="minor",
    open_key="1m",
    duration_s=61.4,
)
UNKNOWN = Song(place=b"/music/odd\n.wav", size_bytes=10)


def test_it_has_the_structure_that_traktor_writes() -> None:
    """Version, head, entries with place, facts, tempo and key, and a playlist of all of them."""
    text = songs_to_nml([JAZZ, UNKNOWN])
    root = ET.fromstring(text)  # noqa: S314  # our own

    assert text.startswith('<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n<NML')
    assert ("NML", "19") == (root.tag, root.get("VERSION"))
    assert ["HEAD", "MUSICFOLDERS", "COLLECTION", "PLAYLISTS"] == [one.tag for one in root]
    collection = root.find("COLLECTION")
    assert collection is not None
    assert "2" == collection.get("ENTRIES")
    first, second = collection
    assert ["LOCATION", "INFO", "TEMPO", "MUSICAL_KEY"] == [one.tag for one in first]
    location, info, tempo, key = (one.attrib for one in first)
    assert ("/:Users/:dj/:Music/:", 'a, "b" & é.mp3') == (location["DIR"], location["FILE"])
    assert {
        "GENRE": "jazz",
        "KEY": "1m",
        "PLAYTIME": "61",
        "PLAYTIME_FLOAT": "61.400000",
        "FILESIZE": "2929",
    } == info
    assert {"BPM": "128.400000", "BPM_QUALITY": "100.000000"} == tempo
    assert {"VALUE": "21"} == key
    assert ["LOCATION", "INFO"] == [one.tag for one in second]


def test_its_playlist_names_each_song_by_its_place() -> None:
    """The key of a song is its volume, folders and name; the same list has the same number."""
    text = songs_to_nml([JAZZ, UNKNOWN])
    root = ET.fromstring(text)  # noqa: S314  # our own

    playlist = root.find("PLAYLISTS/NODE/SUBNODES/NODE/PLAYLIST")
    assert playlist is not None
    assert ("LIST", "2") == (playlist.get("TYPE"), playlist.get("ENTRIES"))
    keys = [one.get("KEY") for one in playlist.findall("ENTRY/PRIMARYKEY")]
    assert 'Macintosh HD/:Users/:dj/:Music/:a, "b" & é.mp3' == keys[0]
    assert text == songs_to_nml([JAZZ, UNKNOWN])


@pytest.mark.parametrize("name", [b"\x07odd.wav", b"\xff.wav"])
def test_a_path_that_xml_cannot_hold(name: bytes) -> None:
    """No other path stands in its place: the song is left out."""
    odd = Song(place=b"/music/" + name, size_bytes=10)

    assert songs_to_nml([JAZZ]) == songs_to_nml([odd, JAZZ])


@pytest.mark.parametrize(
    ("path", "volume", "folder"),
    [
        ("/Users/dj/a.mp3", "Macintosh HD", "/:Users/:dj/:"),
        ("/a.mp3", "Macintosh HD", "/:"),
        ("/Volumes/STICK/House/a.mp3", "STICK", "/:House/:"),
        ("/Volumes/STICK/a.mp3", "STICK", "/:"),
        ("C:/Music/a.mp3", "C:", "/:Music/:"),
    ],
)
def test_places(path: str, volume: str, folder: str) -> None:
    """A Mac's disks by their name, a drive of Windows by its letter."""
    location = path_to_location(path)

    assert (volume, folder, "a.mp3") == (location["VOLUME"], location["DIR"], location["FILE"])


@pytest.mark.parametrize(
    ("tonic", "mode", "number"),
    [("C", "major", 0), ("Db", "major", 1), ("B", "major", 11), ("C#", "minor", 13)],
)
def test_keys(tonic: str, mode: str, number: int) -> None:
    """Twelve of major, then twelve of minor."""
    assert number == key_to_number(tonic, mode)
