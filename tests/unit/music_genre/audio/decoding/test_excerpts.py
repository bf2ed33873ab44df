"""Stretches of a file lie where they should; where they are not to be had, all of it is taken."""

import struct

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.decoding.excerpts import (
    EXCERPT_SAMPLES,
    N_EXCERPTS,
    WORTH_S,
    HeardInParts,
    bytes_to_excerpts,
)
from music_genre.audio.decoding.mono import bytes_to_mono
from music_genre.audio.errors import NotAudioError, NotFiniteAudioError, TooLongAudioError
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import to_file

Floats = NDArray[np.float32]

LONG_S = 150.0
LOWEST_HZ, HZ_PER_S = 300.0, 8.0
LISTENED_S = 0.25
RATES_HZ = {
    "AMR": 8_000,
    "AC3": 32_000,
    "EAC3": 32_000,
    "OGG": 48_000,
    "MATROSKA": 48_000,
    "WEBM": 48_000,
}
DECODED_WHOLE = frozenset({"AAC", "MATROSKA", "WEBM"})


def sweep(duration_s: float = LONG_S, rate_hz: int = 22_050) -> NDArray[np.float64]:
    """Make a tone that rises, so that its pitch tells the time."""
    times_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    return 0.5 * np.sin(2 * np.pi * (LOWEST_HZ * times_s + HZ_PER_S / 2 * times_s**2))


def time_of(samples: Floats) -> float:
    """Hear from the pitch when samples begin [s]."""
    heard = samples[: round(LISTENED_S * SAMPLE_RATE_HZ)]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 1 << 17))
    pitch_hz = int(spectrum.argmax()) * SAMPLE_RATE_HZ / (1 << 17)
    return (pitch_hz - LOWEST_HZ) / HZ_PER_S - LISTENED_S / 2


def parts_of(file: bytes, max_audio_s: float = 900) -> tuple[list[Floats], HeardInParts]:
    """Decode, and part the samples again."""
    pieces: list[Floats] = []
    told = bytes_to_excerpts(file, max_audio_s, pieces.append)
    return np.split(np.concatenate(pieces), np.cumsum(told.n_samples)[:-1]), told


@pytest.mark.parametrize("container", WRITERS)
def test_parts_lie_where_they_are_said_to(container: str) -> None:
    """Three of half a minute, spread evenly; of a container without a length all is decoded."""
    rate_hz = RATES_HZ.get(container, 22_050)
    file = samples_to_encoded(sweep(rate_hz=rate_hz).astype(np.float32), rate_hz, container)

    parts, told = parts_of(file)

    assert LONG_S == pytest.approx(told.heard.duration_s, abs=0.2)
    for start_s, part in zip(told.starts_s, parts, strict=True):
        assert start_s == pytest.approx(time_of(part), abs=0.1)
    if container in DECODED_WHOLE:
        assert (0.0,) == told.starts_s
    else:
        assert [10, 60, 110] == pytest.approx(told.starts_s, abs=0.1)
        assert (EXCERPT_SAMPLES,) * N_EXCERPTS == told.n_samples


def test_facts_are_those_of_the_whole() -> None:
    """Length, rate, channels and format are told as they are of a file that is decoded whole."""
    file = to_file(np.stack([sweep(), sweep() / 2], axis=1))
    whole = bytes_to_mono(file, 900, len)

    _, told = parts_of(file)

    assert whole.channels_power == pytest.approx(told.heard.channels_power, rel=1e-3)
    for fact in ("duration_s", "sample_rate_hz", "channels", "format", "truncated", "down_mix"):
        assert getattr(whole, fact) == getattr(told.heard, fact)


def test_short_files_are_decoded_whole() -> None:
    """Where the stretches would be nearly all of it."""
    parts, told = parts_of(to_file(sweep(WORTH_S - 1)))

    assert (0.0,) == told.starts_s
    assert round((WORTH_S - 1) * SAMPLE_RATE_HZ) == len(parts[0])


def test_a_length_that_is_not_there_is_not_believed() -> None:
    """A file that was cut off is decoded whole, and said to be cut off."""
    file = to_file(sweep())
    cut = file[: len(file) // 2]

    parts, told = parts_of(cut)

    assert 1 == len(parts)
    assert told.heard.truncated
    assert LONG_S / 2 == pytest.approx(told.heard.duration_s, abs=0.1)


def test_a_length_that_is_too_small_is_believed() -> None:
    """The header of a WAV that names half of the samples has only those heard, as in a player."""
    file = bytearray(to_file(sweep()))
    at = file.index(b"data") + 4
    struct.pack_into("<I", file, at, (len(file) - at - 4) // 2 // 2 * 2)

    _, told = parts_of(bytes(file))

    assert told.heard.duration_s <= LONG_S


def test_a_file_that_is_too_long_is_refused() -> None:
    """As it is when it is decoded whole."""
    with pytest.raises(TooLongAudioError):
        parts_of(to_file(sweep()), max_audio_s=LONG_S - 1)


def test_what_is_no_audio_is_refused() -> None:
    """By the same error as when it is decoded whole."""
    with pytest.raises(NotAudioError):
        parts_of(b"words and words and words" * 100)


def test_samples_that_are_no_numbers_are_refused() -> None:
    """In a stretch that is heard."""
    samples = sweep().astype(np.float32)
    samples[round(75 * SAMPLE_RATE_HZ)] = np.nan

    with pytest.raises(NotFiniteAudioError):
        parts_of(to_file(samples.astype(np.float64), subtype="FLOAT"))


def test_a_stretch_is_a_window() -> None:
    """It has as many samples as the longest window that the models see."""
    assert round(WINDOW_S * SAMPLE_RATE_HZ) == EXCERPT_SAMPLES
