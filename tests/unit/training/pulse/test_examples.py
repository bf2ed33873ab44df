"""Examples of the pulse: beats and bars where they are played, whatever plays them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from unit.training.made_performances import backbeat

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.drum_bank import BankKit, Strokes
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.pulse import examples
from training.pulse.examples import (
    PARTS,
    Banks,
    PulseExample,
    examples_to_file,
    file_to_examples,
    learnt_from,
    levels_to_bytes,
    number_to_example,
    with_drift,
)

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)
NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}
CLICK = np.exp(-np.arange(800) / 100).astype(np.float32)
PLAYED = backbeat(64)
BANKS = Banks(Path("drums.npz"), {str(part): Path("notes.npz") for part in PARTS})


@pytest.fixture(autouse=True)
def banks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play clicks and tones instead of what fonts have."""
    from beat_service.drums.pattern import Voice

    strokes: Strokes = {voice: [CLICK] for voice in Voice}
    kits = tuple(BankKit(f"clicks-{part}", part, False, strokes) for part in PARTS)
    monkeypatch.setattr(examples, "file_to_bank", lambda _: kits)
    monkeypatch.setattr(examples, "file_to_notes", lambda _: NOTES)


@pytest.mark.parametrize("number", range(6))
def test_an_example_has_its_beats(number: int) -> None:
    """Beats lie inside of the sound, half a second apart or drifting, and bars are of four."""
    one = number_to_example(number, PLAYED, BANKS)

    assert np.uint8 == one.levels.dtype
    assert 48 == len(one.levels)
    assert 0 <= one.beats_s[0] < 1
    assert one.beats_s[-1] < one.levels.shape[1] * 256 / SAMPLE_RATE_HZ
    assert 0.5 == pytest.approx(np.diff(one.beats_s).mean(), rel=0.06)
    assert {4} == set(np.diff(np.flatnonzero(one.is_first)).tolist())


def test_an_example_is_the_same_again() -> None:
    """A number says all that is left to chance; another number is another example."""
    one, same, other = (number_to_example(number, PLAYED, BANKS) for number in (3, 3, 5))

    np.testing.assert_array_equal(one.levels, same.levels)
    assert one.levels.shape != other.levels.shape


def test_music_without_drums_has_beats_too() -> None:
    """Bars are of two, three or four beats, and rising."""
    made = [number_to_example(number, None, BANKS) for number in range(8)]

    for one in made:
        assert (np.diff(one.beats_s) > 0.1).all()
    sizes = {int(size) for one in made for size in np.diff(np.flatnonzero(one.is_first))}
    assert sizes <= {2, 3, 4}
    assert len(sizes) > 1


def test_drift_moves_strokes_with_their_beats() -> None:
    """Each stroke stays on its beat, while beats come sooner and later."""
    played, beats_s = with_drift(PLAYED, np.random.default_rng(0))

    strokes_s = np.array([hit.beat for hit in played.hits]) * 60 / played.bpm
    np.testing.assert_allclose(beats_s[:64], strokes_s, atol=1e-6)
    steps_s = np.diff(beats_s)
    assert steps_s.max() > 1.01 * steps_s.min()
    assert played.n_beats * 60 / played.bpm >= strokes_s[-1]


def test_levels_in_bytes() -> None:
    """From −80 dB to 0 there are 255 steps."""
    levels = np.array([[-80, -40, 0]], np.float32)

    assert [[0, 128, 255]] == levels_to_bytes(levels).tolist()


def test_examples_are_kept(tmp_path: Path) -> None:
    """What comes back from a file is what went in, in the same order."""
    made = [
        PulseExample(np.full((48, 5), number, np.uint8), np.arange(3.0), np.arange(3) == 0)
        for number in range(12)
    ]
    examples_to_file(made, tmp_path / "kept.npz")

    back = file_to_examples(tmp_path / "kept.npz")

    assert list(range(12)) == [int(one.levels[0, 0]) for one in back]
    assert [True, False, False] == back[3].is_first.tolist()
    assert ["kept.npz"] == [path.name for path in tmp_path.iterdir()]


def test_each_fifth_performance_is_left_out() -> None:
    """What is not in four is neither learnt from nor counted."""
    waltz = replace(backbeat(4, "waltz"), is_in_four=False)
    played = [waltz, *(backbeat(4, str(number)) for number in range(7))]

    assert ["1", "2", "3", "4", "6"] == [one.name for one in learnt_from(played)]
