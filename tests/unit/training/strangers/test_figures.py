"""Figures of renderings: windows are averaged, performances and drummers are drawn whole."""

from pathlib import Path

import mido
import numpy as np
import pytest
from needs import needs_sound_font

from training.data.labelled_midi import LabelledMidi
from training.playing.sound_fonts import TRAINING_FONT
from training.strangers.figures import (
    MUSIC,
    STRAIGHT,
    VARIED,
    Heard,
    files_to_heard,
    heard_to_probabilities,
    heard_to_report,
    hits_to_interval,
)

STYLES = ("Rock", "Funk")


def heard() -> Heard:
    """Make four renderings of two performances; the first has two windows."""
    return Heard(
        vectors=np.array([[1.0], [0.4], [0.2], [0.9], [0.6]], np.float32),
        of=np.array([0, 0, 1, 2, 3]),
        names=np.array(["a", "b", "a", "b"]),
        styles=np.array(["Rock", "Funk", "Rock", "Funk"]),
        players=np.array(["x", "x", "x", "x"]),
        fonts=np.array(["f", "f", "f", "f"]),
        ways=np.array([STRAIGHT, STRAIGHT, VARIED, MUSIC]),
    )


def model(vectors: np.ndarray) -> np.ndarray:
    """Take the value for Rock's probability."""
    return np.hstack([vectors, 1 - vectors]).astype(float)


def test_windows_of_a_rendering_are_averaged() -> None:
    """Two windows of 1 and 0.4 are 0.7 together."""
    rows = heard_to_probabilities(heard(), model)

    assert [0.7, 0.2, 0.9, 0.6] == pytest.approx(rows[:, 0].tolist())
    assert [1.0] * 4 == pytest.approx(rows.sum(axis=1).tolist())


def test_report() -> None:
    """Drums alone and under music are told apart, and what is certain is counted."""
    rows = heard_to_probabilities(heard(), model)
    report = heard_to_report(heard(), rows, STYLES, 0.75)

    assert (3, 1.0) == (report["alone"]["n_renderings"], report["alone"]["top1"])
    assert (1, 0.0) == (report["music"]["n_renderings"], report["music"]["top1"])
    assert (2, 2) == (report["alone"]["n_certain"], report["alone"]["n_certain_right"])
    assert {STRAIGHT, VARIED} == set(report["ways"])
    assert {"Rock": {"Rock": 2}, "Funk": {"Funk": 1}} == report["confusion"]


def test_intervals_draw_whole_groups() -> None:
    """Ten renderings of each of two performances are no more evidence than one of each."""
    hits = np.repeat([True, False], 10)
    groups = np.repeat(["a", "b"], 10)

    assert [0.0, 1.0] == hits_to_interval(hits, groups)
    low, high = hits_to_interval(hits, np.arange(20).astype(str))
    assert 0.2 < low < 0.5 < high < 0.8


@needs_sound_font
def test_files_are_rendered(tmp_path: Path) -> None:
    """Each file has a rendering in each way that the font can play."""
    file = mido.MidiFile()
    track = mido.MidiTrack()
    file.tracks.append(track)
    for note in (36, 38) * 8:
        track.append(mido.Message("note_on", channel=9, note=note, velocity=90, time=480))
    file.save(tmp_path / "a.mid")
    files = [LabelledMidi("a", tmp_path / "a.mid", "Rock", "x", None)]
    made = files_to_heard(files, {TRAINING_FONT: None}, seed=1)

    assert [STRAIGHT, VARIED] == made.ways.tolist()
    assert [0, 1] == made.of.tolist()
    assert np.isfinite(made.vectors).all()
