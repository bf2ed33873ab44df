"""Music made up for training has the tempo that it is said to have."""

from pathlib import Path

import numpy as np
import pytest
from needs import needs_sound_font

from beat_service.analysis.tempogram import candidate_tempi
from training.playing.soft_music import (
    TEMPO_LIMITS_BPM,
    TEXTURES,
    frame_to_beat_times,
    number_to_piece,
    random_to_frame,
    random_to_piece,
    soft_music,
    texture_to_notes,
    waveform_to_recording,
)
from training.playing.sound_fonts import TRAINING_FONT
from training.tempo_key.candidate_features import soft_music_to_features


@pytest.mark.parametrize("seed", range(5))
def test_beats_have_the_tempo(seed: int) -> None:
    """The beats of a piece rise, and their middle length is that of its tempo within a tenth."""
    random = np.random.default_rng(seed)
    frame = random_to_frame(random)
    lengths_s = np.diff(frame_to_beat_times(frame, random))

    assert TEMPO_LIMITS_BPM[0] <= frame.bpm <= TEMPO_LIMITS_BPM[1]
    assert lengths_s.min() > 0
    assert 60 / frame.bpm == pytest.approx(np.median(lengths_s), rel=0.1)


@pytest.mark.parametrize("texture", sorted(set(TEXTURES)))
def test_parts_have_notes(texture: str) -> None:
    """Every texture plays notes that MIDI has, through the whole piece."""
    random = np.random.default_rng(7)
    frame = random_to_frame(random)
    notes = texture_to_notes(texture, frame, random)

    assert all(0 <= pitch < 128 and length > 0 for _, length, pitch in notes)
    assert max(beat for beat, _, _ in notes) > frame.n_beats / 2


def test_a_number_is_a_piece() -> None:
    """The same number gives the same notes, another one others."""
    first, again, other = (random_to_piece(np.random.default_rng(n)) for n in (1, 1, 2))

    assert list(first[0].tracks[0]) == list(again[0].tracks[0])
    assert first[1] == again[1] != other[1]


def test_recording_has_noise() -> None:
    """A recording is as long as what was played, has peak 1 and is never quite silent."""
    waveform = np.zeros(22_050, np.float32)
    waveform[100:2000] = np.sin(np.arange(1900) / 10)
    recording = waveform_to_recording(waveform, np.random.default_rng(3))

    assert waveform.shape == recording.shape
    assert np.float32 == recording.dtype
    assert 1 == pytest.approx(np.abs(recording).max())
    assert recording[-1000:].std() > 0


@needs_sound_font
def test_piece_becomes_rows() -> None:
    """A rendered piece has levels like GTZAN's, and its target is at its tempo."""
    levels, bpm = number_to_piece(0, (TRAINING_FONT,))
    rows, targets = soft_music_to_features([(levels.astype(np.float32), bpm)])

    assert np.uint8 == levels.dtype
    assert 128 == levels.shape[0]
    assert (0, 255) == (levels.min(), levels.max())
    assert len(candidate_tempi()) == rows.shape[1]
    assert bpm == pytest.approx(candidate_tempi()[targets[0].argmax()], rel=0.01)


def test_without_fonts_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without FluidSynth training goes on without made-up music."""
    monkeypatch.setattr("training.playing.soft_music.installed", lambda _: False)

    assert soft_music(tmp_path) == []
