"""Songs → files that other programs read: CSV, JSON, M3U8, rekordbox' XML, and two by others.

Rekordbox: its documented `xml_format_list`; locations are `file://localhost/` with every byte that
is no letter escaped.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote
from xml.etree import ElementTree as ET

from genre_cli.library.parquet import songs_to_parquet
from genre_cli.library.rows import FACTS, song_to_facts, song_to_musical_key
from genre_cli.library.tables import Song
from genre_cli.library.traktor import songs_to_nml
from genre_cli.library.xml_text import to_xml_text

Format = Literal["csv", "json", "m3u8", "rekordbox", "traktor", "parquet"]

LINE_BREAKS: Final = re.compile(r"[\r\n]+")


def songs_to_csv(songs: Sequence[Song]) -> str:
    """Write a table with a head, commas between, a row for each song."""
    text = io.StringIO()
    table = csv.DictWriter(text, ("path", *FACTS))
    table.writeheader()
    for song in songs:
        table.writerow({"path": song.path, **song_to_facts(song)})
    return text.getvalue()


def songs_to_json(songs: Sequence[Song]) -> str:
    """Write a list of objects."""
    facts = [{"path": song.path, **song_to_facts(song)} for song in songs]
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def songs_to_m3u8(songs: Sequence[Song]) -> str:
    """Write a playlist; a name with a line break cannot stand in one, and is left out."""
    lines = ["#EXTM3U"]
    for song in songs:
        if LINE_BREAKS.search(song.path):
            continue
        lines += [f"#EXTINF:{song.duration_s or -1:.0f},{Path(song.path).stem}", song.path]
    return "\n".join(lines) + "\n"


def songs_to_rekordbox(songs: Sequence[Song]) -> str:
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


def song_to_track(song: Song, number: int) -> dict[str, str]:
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


TEXT_WRITERS: Final[dict[str, Callable[[Sequence[Song]], str]]] = {
    "csv": songs_to_csv,
    "json": songs_to_json,
    "m3u8": songs_to_m3u8,
    "rekordbox": songs_to_rekordbox,
    "traktor": songs_to_nml,
}


def songs_to_file(songs: Sequence[Song], kind: Format) -> bytes:
    """Write songs in a format, text as UTF-8. Raises as `songs_to_parquet`."""
    if kind == "parquet":
        return songs_to_parquet(songs)
    return TEXT_WRITERS[kind](songs).encode()
