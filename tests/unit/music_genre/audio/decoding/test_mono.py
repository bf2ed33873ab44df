"""A whole file becomes mono in pieces, and it is told what was heard."""

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decoding.mono import Heard, bytes_to_mono
from music_genre.audio.errors import (
    NotFiniteAudioError,
    TooLongAudioError,
    TooShortAudioError,
    UndecodableAudioError,
)
from tools.signals import channels, song, to_file


def heard(encoded: bytes, max_audio_s: float = 60) -> tuple[NDArray[np.float32], Heard]:
    """Decode, and join the pieces."""
    pieces: list[NDArray[np.float32]] = []
    facts = bytes_to_mono(encoded, max_audio_s, pieces.append)
    return np.concatenate(pieces), facts


def test_what_was_heard() -> None:
    """The facts of a file are those of what was decoded."""
    waveform, facts = heard(to_file(channels(song(2, 44_100), 2), 44_100, "FLAC"))

    assert 2 * SAMPLE_RATE_HZ == len(waveform)
    assert (
        Heard(
            duration_s=2,
            sample_rate_hz=44_100,
            channels=2,
            format="FLAC",
            truncated=False,
            down_mix="mean",
            channels_power=facts.channels_power,
        )
        == facts
    )


def test_pieces_are_small() -> None:
    """No piece is longer than what a second of the file becomes, and a little from before."""
    pieces: list[int] = []
    bytes_to_mono(to_file(song(5, 96_000), 96_000), 60, lambda piece: pieces.append(len(piece)))

    assert 5 * SAMPLE_RATE_HZ == sum(pieces)
    assert max(pieces) < 1.1 * SAMPLE_RATE_HZ


def test_pieces_can_be_kept() -> None:
    """What was given out stays as it was, though a file at our rate passes without a change."""
    samples = song(3).astype(np.float32)

    waveform, _ = heard(to_file(samples.astype(np.float64), subtype="FLOAT"))

    assert samples.tolist() == waveform.tolist()


def test_rates_that_change_are_joined() -> None:
    """Every part of a file is brought to our rate by its own."""
    joined = to_file(song(2, 44_100), 44_100, "MP3") + to_file(song(3, 22_050), 22_050, "MP3")

    waveform, facts = heard(joined)

    assert 5 == pytest.approx(facts.duration_s, abs=0.2)
    assert facts.duration_s == pytest.approx(len(waveform) / SAMPLE_RATE_HZ, abs=0.01)


def test_too_long_is_noticed_while_decoding() -> None:
    """Nothing is kept of what is past the limit."""
    kept: list[int] = []
    with pytest.raises(TooLongAudioError):
        bytes_to_mono(to_file(song(9)), 3, lambda piece: kept.append(len(piece)))
    assert 3 * SAMPLE_RATE_HZ == sum(kept)


def test_nothing_to_hear() -> None:
    """A header alone is too short; a stump of one cannot be decoded."""
    with pytest.raises(TooShortAudioError):
        heard(to_file(song(2))[:44])
    with pytest.raises(UndecodableAudioError):
        heard(to_file(song(2, 44_100), 44_100, "MP3")[:100])


def test_samples_must_be_numbers() -> None:
    """NaN is refused where it stands."""
    samples = song(2)
    samples[1000] = np.nan
    with pytest.raises(NotFiniteAudioError):
        heard(to_file(samples, subtype="FLOAT"))
