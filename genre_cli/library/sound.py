"""A file → the SHA-256 of its sound, coded as it is: tags do not change it.

FFmpeg takes the container apart; what is hashed is every packet of the sound, in order, and what
the decoder needs to begin.
"""

import hashlib
import io
from pathlib import Path
from typing import BinaryIO

from genre_cli.telling.problems import FileProblemError


def file_to_stream_sha256(path: Path) -> str:
    """Hash the sound of a file. Raises `FileProblemError` (`tags_unreadable`), `OSError`."""
    with path.open("rb") as file:
        return opened_to_stream_sha256(file)


def encoded_to_sound_sha256(encoded: bytes) -> str:
    """Hash the sound of a file's bytes, or all of them where FFmpeg cannot take them apart."""
    try:
        return opened_to_stream_sha256(io.BytesIO(encoded))
    except FileProblemError:
        return hashlib.sha256(encoded).hexdigest()


def opened_to_stream_sha256(file: BinaryIO) -> str:
    """Hash the sound of an open file. Raises `FileProblemError` (`tags_unreadable`), `OSError`."""
    import av
    from av.error import FFmpegError

    from music_genre.audio.decoding.sound_file import NOTHING_ELSE

    try:
        with av.open(file, "r", options=NOTHING_ELSE, metadata_errors="replace") as container:
            stream = container.streams.audio[0]
            if stream.codec_context is None:  # FFmpeg does not know the codec
                raise FileProblemError("tags_unreadable")
            hashed = hashlib.sha256(f"{stream.codec_context.name}\n".encode())
            for packet in container.demux(stream):
                hashed.update(bytes(packet))
    except (FFmpegError, IndexError) as error:
        raise FileProblemError("tags_unreadable") from error
    return hashed.hexdigest()
