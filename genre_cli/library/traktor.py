"""Songs → Traktor's collection.nml, version 19, as Traktor 3 writes and imports it.

The format is not published; these are the elements that its own files and other programs' have. In
a LOCATION every folder ends with `/:`; the volume is a drive on Windows, a disk's name on a Mac.
"""

import os
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from genre_cli.library.xml_text import is_xml_text, to_xml_text

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

VERSION: Final = "19"
SEPARATOR: Final = "/:"
BOOT_VOLUME: Final = "Macintosh HD"  # what a Mac's first disk is called
DRIVE: Final = re.compile(r"[A-Za-z]:")
VOLUMES: Final = "Volumes"  # where a Mac has its other disks
KILOBYTE: Final = 1024
SURE: Final = "100.000000"  # of a tempo, in per cent
PLAYLIST: Final = "genre"


def songs_to_nml(songs: "Sequence[Song]") -> str:
    """Write a collection that Traktor imports, with a playlist of all of it.

    A song whose path XML cannot hold is left out: Traktor would look for another one.
    """
    songs = [song for song in songs if is_xml_text(song.file)]
    root = ET.Element("NML", VERSION=VERSION)
    ET.SubElement(root, "HEAD", COMPANY="www.native-instruments.com", PROGRAM="Traktor")
    ET.SubElement(root, "MUSICFOLDERS")
    collection = ET.SubElement(root, "COLLECTION", ENTRIES=str(len(songs)))
    top = ET.SubElement(ET.SubElement(root, "PLAYLISTS"), "NODE", TYPE="FOLDER", NAME="$ROOT")
    nodes = ET.SubElement(top, "SUBNODES", COUNT="1")
    node = ET.SubElement(nodes, "NODE", TYPE="PLAYLIST", NAME=PLAYLIST)
    known = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(song.file for song in songs)).hex
    playlist = ET.SubElement(node, "PLAYLIST", ENTRIES=str(len(songs)), TYPE="LIST", UUID=known)
    for song in songs:
        location = path_to_location(song.file)
        add_entry(collection, song, location)
        key = location["VOLUME"] + location["DIR"] + location["FILE"]
        ET.SubElement(ET.SubElement(playlist, "ENTRY"), "PRIMARYKEY", TYPE="TRACK", KEY=key)
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    return head + ET.tostring(root, "unicode", short_empty_elements=False) + "\n"


def add_entry(collection: ET.Element, song: "Song", location: dict[str, str]) -> None:
    """Add a song; what is unknown is left out."""
    entry = ET.SubElement(collection, "ENTRY", TITLE=to_xml_text(Path(song.file).stem))
    ET.SubElement(entry, "LOCATION", location)
    told = {
        "GENRE": None if song.genre is None else to_xml_text(song.genre),
        "KEY": song.open_key,
        "PLAYTIME": None if song.duration_s is None else f"{song.duration_s:.0f}",
        "PLAYTIME_FLOAT": None if song.duration_s is None else f"{song.duration_s:.6f}",
        "FILESIZE": str(song.size_bytes // KILOBYTE),
    }
    ET.SubElement(entry, "INFO", {name: said for name, said in told.items() if said is not None})
    if song.bpm is not None:
        ET.SubElement(entry, "TEMPO", BPM=f"{song.bpm:.6f}", BPM_QUALITY=SURE)
    if song.tonic is not None and song.mode is not None:
        ET.SubElement(entry, "MUSICAL_KEY", VALUE=str(key_to_number(song.tonic, song.mode)))


def key_to_number(tonic: str, mode: str) -> int:
    """Find a key's number in Traktor: 0 is C major, 12 C minor, 23 B minor."""
    from beat_service.analysis.key import MODES, TONICS

    keys = [f"{one} {name}" for name in MODES for one in TONICS[name]]
    return keys.index(f"{tonic} {mode}")


def path_to_location(path: str) -> dict[str, str]:
    """Write where a file is in Traktor's way: volume, folders, name."""
    volume, *folders = [part for part in path.replace(os.sep, "/").split("/") if part]
    if not DRIVE.fullmatch(volume):
        folders, volume = [volume, *folders], BOOT_VOLUME
        if folders[0] == VOLUMES and len(folders) > len((VOLUMES, "name")):
            volume, folders = folders[1], folders[2:]
    *folders, name = map(to_xml_text, folders)
    folder = SEPARATOR + "".join(one + SEPARATOR for one in folders)
    volume = to_xml_text(volume)
    return {"DIR": folder, "FILE": name, "VOLUME": volume, "VOLUMEID": volume}
