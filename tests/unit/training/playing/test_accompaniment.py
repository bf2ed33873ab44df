"""What other instruments play to a beat, and songs made of both."""

import numpy as np
import pytest
from unit.training.made_performances import backbeat

from beat_service.drums.pattern import folder_to_styles
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.accompaniment import (
    ANY,
    STYLE_TO_BAND,
    beats_to_accompaniment,
    rhythm_to_notes,
)
from training.playing.note_bank import BASSES, OTHERS, Notes, pitch_to_note
from training.playing.soft_music import SCALES, Frame

N_SAMPLES = SAMPLE_RATE_HZ

NOTE = (
    np.sin(np.arange(N_SAMPLES) * 2 * np.pi * 220 / SAMPLE_RATE_HZ) * np.linspace(1, 0, N_SAMPLES)
).astype(np.float32)

NOTES: Notes = {program: {57: NOTE} for program in (*BASSES, *OTHERS)}

FRAME = Frame(120.0, 4, 2, 16, 0, SCALES[0], np.zeros(4, np.intp), 4.0)

LONG = backbeat(400, "drummer/1", late=0.01)


def test_every_style_has_a_band() -> None:
    """Each style of the catalogue is accompanied by instruments that the bank has."""
    assert {style.name for style in folder_to_styles()} == set(STYLE_TO_BAND)
    for band in STYLE_TO_BAND.values():
        assert {*band.bass, *band.programs} <= set(NOTES)


@pytest.mark.parametrize("seed", range(6))
def test_accompaniment_lasts_as_long_as_the_beats(seed: int) -> None:
    """Whatever is drawn, it is finite, audible and of the beats' length."""
    random = np.random.default_rng(seed)
    music = beats_to_accompaniment("Reggae", 100.0, 24, NOTES, random)

    assert round(24 * 60 / 100 * SAMPLE_RATE_HZ) == len(music)
    assert pytest.approx(1) == np.abs(music).max()
    assert np.isfinite(music).all()


@pytest.mark.parametrize("rhythm", sorted({*ANY.bass_rhythms, *ANY.rhythms, "voice"}))
def test_every_rhythm_has_notes(rhythm: str) -> None:
    """Notes begin after the start, at pitches of MIDI."""
    for low in (True, False):
        notes = rhythm_to_notes(rhythm, FRAME, np.random.default_rng(1), low=low)
        assert notes
        assert all(beat >= 0 and 0 <= pitch < 128 for beat, _, pitch in notes)


def test_offbeats_are_between_the_beats() -> None:
    """A skank has a chord half a beat after each beat and nothing on it."""
    notes = rhythm_to_notes("offbeats", FRAME, np.random.default_rng(2), low=False)

    assert {0.5} == {beat % 1 for beat, _, _ in notes}
    assert 3 * FRAME.n_beats == len(notes)


def test_a_note_is_tuned() -> None:
    """An octave higher, the string swings twice as often and the note is half as long."""
    higher = pitch_to_note({57: NOTE}, 69, N_SAMPLES)
    crossings = [np.count_nonzero(np.diff(np.sign(note[:2000])) > 0) for note in (NOTE, higher)]

    assert len(higher) == pytest.approx(len(NOTE) / 2, abs=2)
    assert crossings[1] == pytest.approx(2 * crossings[0], abs=1)
