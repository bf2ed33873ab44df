"""An Ogg file that is a chain of streams is heard to its end, whatever they are."""

import numpy as np
import pytest

from music_genre.audio.decoding.links import MOST_LINKS, LinkedFile, bytes_to_links
from music_genre.audio.errors import TooLongAudioError, UndecodableAudioError
from tools.encoders import samples_to_encoded
from tools.signals import channels, song, to_file


def link(kind: str, rate_hz: int = 48_000, n_channels: int = 1) -> bytes:
    """Write two seconds of a song in Ogg."""
    samples = channels(song(2, rate_hz), n_channels) if n_channels > 1 else song(2, rate_hz)
    if kind == "FLAC":
        return samples_to_encoded(np.asarray(samples), rate_hz, "OGG_FLAC")
    return to_file(samples, rate_hz, "OGG", kind)


def heard_s(encoded: bytes) -> tuple[float, bool]:
    """Decode: the seconds there were, and whether it ended badly."""
    file = LinkedFile(encoded, 60)
    duration_s = sum(block.samples.shape[1] / block.rate_hz for block in file.blocks())
    assert duration_s == file.duration_s
    return duration_s, file.ended_badly


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("VORBIS", 48_000, 2), ("VORBIS", 32_000, 2)),
        (("VORBIS", 48_000, 2), ("VORBIS", 48_000, 1)),
        (("OPUS", 48_000, 1), ("OPUS", 48_000, 2)),
        (("OPUS", 48_000, 2), ("VORBIS", 44_100, 2)),
        (("VORBIS", 44_100, 1), ("OPUS", 48_000, 1)),
        (("FLAC", 48_000, 2), ("FLAC", 24_000, 1)),
        (("FLAC", 44_100, 1), ("VORBIS", 44_100, 1)),
    ],
    ids=lambda settings: "-".join(map(str, settings)),
)
def test_links_that_differ_are_heard(
    first: tuple[str, int, int], second: tuple[str, int, int]
) -> None:
    """Both links are there, and nothing is said to be missing."""
    chain = link(*first) + link(*second)

    assert [0, len(link(*first))] == bytes_to_links(chain, 0)
    duration_s, ended_badly = heard_s(chain)
    assert 4 == pytest.approx(duration_s, abs=0.05)
    assert not ended_badly


@pytest.mark.parametrize("kind", ["VORBIS", "OPUS", "FLAC"])
def test_links_that_are_alike_stay_together(kind: str) -> None:
    """FFmpeg reads a chain of the same kind as one stream."""
    chain = link(kind) * 3

    assert [0] == bytes_to_links(chain, 0)
    duration_s, ended_badly = heard_s(chain)
    assert 6 == pytest.approx(duration_s, abs=0.1)
    assert not ended_badly


def test_the_limit_is_that_of_all_links() -> None:
    """Links that are short enough alone are too long together."""
    chain = link("VORBIS") + link("OPUS")

    with pytest.raises(TooLongAudioError):
        list(LinkedFile(chain, 3).blocks())


def test_a_broken_link_leaves_the_others() -> None:
    """What cannot be opened in the middle is left out, and said to be."""
    broken = link("OPUS", n_channels=2)[:60]
    chain = link("VORBIS") + broken + link("VORBIS", 32_000)

    duration_s, ended_badly = heard_s(chain)

    assert pytest.approx(4, abs=0.1) == duration_s
    assert ended_badly


def test_a_broken_first_link_is_refused() -> None:
    """A file that begins with nothing to decode is refused as before."""
    with pytest.raises(UndecodableAudioError):
        heard_s(link("OPUS", n_channels=2)[:60] + link("VORBIS"))


def test_too_many_links_are_one() -> None:
    """A file made of nothing but beginnings is not taken apart."""
    beginnings = link("VORBIS")[:60] + link("OPUS")[:60]

    assert [0] == bytes_to_links(beginnings * MOST_LINKS, 0)


@pytest.mark.parametrize("n_bytes", [0, 4, 6, 26, 27, 40])
def test_stumps(n_bytes: int) -> None:
    """A page that ends anywhere has no settings, and raises nothing."""
    assert [0] == bytes_to_links(link("VORBIS")[:n_bytes], 0)
