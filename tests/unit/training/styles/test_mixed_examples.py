"""Examples among the instruments of a sound font, and music without drums."""

from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.styles import mixed_examples
from training.styles.examples import UNHEARD
from training.styles.mixed_examples import (
    NO_STYLE,
    music_alone,
    no_drums,
)

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)

NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}


def test_nobody_drums_without_a_style() -> None:
    """Music without drums has a name of its own, no strokes and no style."""
    one, other = no_drums(1), no_drums(2)

    assert one.name != other.name
    assert ((), NO_STYLE) == (one.hits, one.style)


def test_music_alone_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece has a vector, no style and no part of the bank, and is among instruments."""
    monkeypatch.setattr(mixed_examples, "file_to_notes", lambda _: NOTES)
    monkeypatch.setattr(mixed_examples, "N_WITHOUT_DRUMS_MEASURED", 2)

    made = music_alone(tmp_path / "notes.npz", seed=1)

    assert [NO_STYLE] * 2 == made.styles.tolist()
    assert 2 == len(set(made.names.tolist()))
    assert {UNHEARD} == set(made.parts.tolist())
    assert made.is_mixed.all()
    assert np.isfinite(made.vectors).all()
    assert not np.array_equal(made.vectors[0], made.vectors[1])
