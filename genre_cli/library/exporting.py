"""Songs → files that other programs read: CSV, JSON, M3U8, rekordbox' XML, and two by others.

Each path is exact. One that a format cannot hold is a `file:` URI there, which any format can; in
Traktor's, where there are none, such a song is left out. `songs_to_odd` names them.

Rekordbox: its documented `xml_format_list`; locations are `file://localhost/` with every byte that
is no letter escaped.
"""

import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote
from xml.etree import ElementTree as ET

from genre_cli.library.parquet import songs_to_parquet
from genre_cli.library.rows import FACTS, song_to_facts, song_to_musical_key, song_to_path
from genre_cli.library.traktor import songs_to_nml
from genre_cli.library.xml_text import is_xml_text, to_xml_text
from genre_cli.telling.names import UNPRINTABLE, is_line, is_text, name_to_uri

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

Format = Literal["csv", "json", "m3u8", "rekordbox", "traktor", "parquet"]


def songs_to_csv(songs: "Sequence[Song]") -> str:
    """Write a table with a head, commas between, a row for each song."""
    text = io.StringIO()
    table = csv.DictWriter(text, ("path", *FACTS))
    table.writeheader()
    for song in songs:
        table.writerow({"path": song_to_path(song), **song_to_facts(song)})
    return text.getvalue()


def songs_to_json(songs: "Sequence[Song]") -> str:
    """Write a list of objects."""
    facts = [{"path": song_to_path(song), **song_to_facts(song)} for song in songs]
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def songs_to_m3u8(songs: "Sequence[Song]") -> str:
    """Write a playlist; a name that is no line of text stands as its `file:` URI."""
    lines = ["#EXTM3U"]
    for song in songs:
        title = UNPRINTABLE.sub(" ", Path(song.path).stem)
        place = song.file if is_line(song.file) else name_to_uri(song.file)
        lines += [f"#EXTINF:{song.duration_s or -1:.0f},{title}", place]
    return "\n".join(lines) + "\n"


def songs_to_rekordbox(songs: "Sequence[Song]") -> str:
    """Write a collection that rekordbox imports, with a playlist of all of it."""
    root = ET.Element("DJ_PLAYLISTS", Version="1.0.0")
    ET.SubElement(root, "PRODUCT", Name="genre", Version="1", Company="")
    collection = ET.SubElement(root, "COLLECTION", Entries=str(len(songs)))
    folder = ET.SubElement(ET.SubElement(root, "PLAYLISTS"), "NODE", Type="0", Name="ROOT")
    playlist = ET.SubElement(folder, "NODE", Type="1", Name="genre", KeyType="0")
    for number, song in enumerate(songs, start=1):
        ET.SubElement(collection, "TRACK", song_to_track(song, number))
        ET.SubElement(playlist, "TRACK", Key=str(number))
    folder.set("Count", "1")
    playlist.set("Entries", str(len(songs)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def song_to_track(song: "Song", number: int) -> dict[str, str]:
    """List a song's attributes in rekordbox' terms; what is unknown is left out."""
    place = song.place.replace(os.fsencode(os.sep), b"/").lstrip(b"/")
    told = {
        "TrackID": str(number),
        "Name": to_xml_text(Path(song.path).stem),
        "Genre": None if song.genre is None else to_xml_text(song.genre),
        "TotalTime": None if song.duration_s is None else f"{song.duration_s:.0f}",
        "AverageBpm": None if song.bpm is None else f"{song.bpm:.2f}",
        "Tonality": song_to_musical_key(song),
        "Location": f"file://localhost/{quote(place, safe='/:')}",
    }
    return {name: said for name, said in told.items() if said is not None}


TEXT_WRITERS: Final[dict[str, Callable[["Sequence[Song]"], str]]] = {
    "csv": songs_to_csv,
    "json": songs_to_json,
    "m3u8": songs_to_m3u8,
    "rekordbox": songs_to_rekordbox,
    "traktor": songs_to_nml,
}


FITS: Final[dict[Format, Callable[[str], bool]]] = {
    "csv": is_text,
    "json": is_text,
    "m3u8": is_line,
    "rekordbox": lambda _: True,
    "traktor": is_xml_text,
    "parquet": is_text,
}


def songs_to_odd(songs: "Sequence[Song]", kind: Format) -> "list[Song]":
    """List the songs whose path a format cannot hold as it is."""
    return [song for song in songs if not FITS[kind](song.file)]


def songs_to_file(songs: "Sequence[Song]", kind: Format) -> bytes:
    """Write songs in a format, text as UTF-8. Raises as `songs_to_parquet`."""
    if kind == "parquet":
        return songs_to_parquet(songs)
    return TEXT_WRITERS[kind](songs).encode()
