"""Sounds of single strokes: on the grid, without an end that clicks, the same every time."""

import numpy as np
import pytest
from numpy.typing import NDArray

from beat_service.drums.kits import KITS, Kit
from beat_service.drums.pattern import PITCHED, Voice
from beat_service.drums.voices import voice_to_stroke
from music_genre.audio.constants import BEAT_RATE_HZ

STUDIO = KITS["studio"]


def pitch_hz(stroke: NDArray[np.float32]) -> float:
    """Find the loudest frequency between 50 and 250 ms, after the attack."""
    tail = stroke[round(0.05 * BEAT_RATE_HZ) : round(0.25 * BEAT_RATE_HZ)]
    spectrum = np.abs(np.fft.rfft(tail * np.hanning(len(tail)), 8 * len(tail)))
    return float(spectrum.argmax() * BEAT_RATE_HZ / (8 * len(tail)))


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
@pytest.mark.parametrize("voice", Voice)
def test_a_stroke_begins_at_once_and_ends_in_silence(kit: Kit, voice: Voice) -> None:
    """Half of a stroke's loudness is there within 10 ms; it ends at zero; no sound is constant."""
    stroke = voice_to_stroke(kit, voice)

    assert np.abs(stroke[: round(0.01 * BEAT_RATE_HZ)]).max() > 0.4 * np.abs(stroke).max()
    assert abs(stroke[-1]) < 1e-3
    assert abs(stroke.mean()) < 0.05 * np.abs(stroke).max()


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
@pytest.mark.parametrize("voice", Voice)
def test_a_stroke_is_within_full_scale(kit: Kit, voice: Voice) -> None:
    """Its peak is the voice's level in the mix, the same in every kit, 1 at most."""
    stroke = voice_to_stroke(kit, voice)

    assert np.float32 == stroke.dtype
    assert 1 == stroke.ndim
    assert np.isfinite(stroke).all()
    assert 0.2 < np.abs(stroke).max() <= 1
    assert np.abs(voice_to_stroke(STUDIO, voice)).max() == pytest.approx(np.abs(stroke).max())


@pytest.mark.parametrize("voice", Voice)
def test_a_stroke_is_the_same_every_time(voice: Voice) -> None:
    """Synthesised again, it has the same samples: the noise has a seed."""
    first = voice_to_stroke(STUDIO, voice)
    voice_to_stroke.cache_clear()

    assert np.array_equal(first, voice_to_stroke(STUDIO, voice))


def test_a_kept_stroke_cannot_be_changed() -> None:
    """Loops add strokes up and share them, so nobody may write into one."""
    with pytest.raises(ValueError, match="read-only"):
        voice_to_stroke(STUDIO, Voice.KICK)[0] = 1.0


@pytest.mark.parametrize("voice", sorted(PITCHED - {Voice.COWBELL}))  # that one has two pitches
def test_twelve_semitones_are_an_octave(voice: Voice) -> None:
    """Pitched voices play their notes, within half a semitone."""
    low, high = (pitch_hz(voice_to_stroke(STUDIO, voice, semitones)) for semitones in (0, 12))

    assert 12 == pytest.approx(12 * np.log2(high / low), abs=0.5)


def test_notes_are_of_pitched_voices() -> None:
    """A cowbell is another one at another note, a snare is the same."""
    bell, higher = (voice_to_stroke(STUDIO, Voice.COWBELL, semitones) for semitones in (0, 7))

    assert not np.array_equal(bell, higher)
    assert np.array_equal(
        voice_to_stroke(STUDIO, Voice.SNARE), voice_to_stroke(STUDIO, Voice.SNARE, 7)
    )


def test_an_open_hat_rings_longer() -> None:
    """Closed, by the foot and open are three lengths."""
    lengths = [
        len(voice_to_stroke(STUDIO, v)) for v in (Voice.PEDAL_HAT, Voice.HAT, Voice.OPEN_HAT)
    ]

    assert sorted(lengths) == lengths
    assert lengths[2] > 2 * lengths[1]


def test_toms_rise() -> None:
    """Low, middle and high tom rise in pitch."""
    pitches = [
        pitch_hz(voice_to_stroke(STUDIO, v)) for v in (Voice.TOM_LOW, Voice.TOM_MID, Voice.TOM_HIGH)
    ]

    assert sorted(pitches) == pitches
