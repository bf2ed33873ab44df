"""A short, whole file of every container, to be damaged."""

from functools import cache
from typing import Final

from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import channels, song, to_file

SONG_S: Final = 1.5
AMR_HZ: Final = 8_000
HZ: Final = 48_000
ORIGINALS: Final = (*WRITERS, "OGG_VORBIS", "BW64")


@cache
def original(name: str) -> bytes:
    """Write a song in a container of `ORIGINALS`."""
    if name == "BW64":  # nobody writes it; it differs from RF64 by its first word
        return b"BW64" + original("RF64")[4:]
    if name == "OGG_VORBIS":
        return to_file(song(SONG_S, HZ), HZ, "OGG", "VORBIS")
    rate_hz = AMR_HZ if name == "AMR" else HZ
    samples = song(SONG_S, rate_hz)
    return samples_to_encoded(samples if name == "AMR" else channels(samples, 2), rate_hz, name)
