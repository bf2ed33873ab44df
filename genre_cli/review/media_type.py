"""What a browser is told a file is: by its content, whatever it is called."""

from pathlib import Path
from typing import Final

from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.errors import NotAudioError

HEAD_BYTES: Final = 1 << 20  # a tag with a picture may stand before the sound
MEDIA_TYPES: Final = {
    "WAV": "audio/wav",
    "FLAC": "audio/flac",
    "OGG": "audio/ogg",
    "AIFF": "audio/aiff",
    "MP3": "audio/mpeg",
    "MP4": "audio/mp4",
    "MATROSKA": "audio/x-matroska",
    "WEBM": "audio/webm",
    "AAC": "audio/aac",
}
UNKNOWN: Final = "application/octet-stream"  # nothing that a browser would open as a page


def file_to_media_type(path: Path) -> str:
    """Name the media type of an audio file. Raises `OSError`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        container, _ = bytes_to_container(head)
    except NotAudioError:  # it may begin behind a tag that is longer than the head
        return UNKNOWN
    return MEDIA_TYPES.get(container.name, UNKNOWN)
