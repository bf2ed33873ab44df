"""A file → the SHA-256 of its sound, coded as it is: tags do not change it.

FFmpeg takes the container apart; what is hashed is every packet of the sound, in order, and what
the decoder needs to begin.
"""

import hashlib
from pathlib import Path

import av
from av.error import FFmpegError

from genre_cli.telling.problems import FileProblemError


def file_to_stream_sha256(path: Path) -> str:
    """Hash the sound of a file. Raises `FileProblemError` (`tags_unreadable`), `OSError`."""
    with path.open("rb") as file:
        try:
            with av.open(file, "r") as container:
                stream = container.streams.audio[0]
                hashed = hashlib.sha256(f"{stream.codec_context.name}\n".encode())
                for packet in container.demux(stream):
                    hashed.update(bytes(packet))
        except (FFmpegError, IndexError) as error:
            raise FileProblemError("tags_unreadable") from error
    return hashed.hexdigest()
