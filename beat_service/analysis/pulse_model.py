"""Levels → how likely a beat falls, and a bar begins, at every moment: a pulse.

A small temporal convolutional network hears levels of 48 mel bands, each without its mean, so that
neither gain nor tone matters. It has learnt from performances whose beats are known
(`training/pulse`). Its folder is checked as every model's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.onsets import waveform_to_levels
from music_genre.audio.arithmetic import ArithmeticCheck, graphs_to_checked
from music_genre.audio.known_song import known_window
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    BundleManifest,
    folder_to_checked_manifest,
)
from music_genre.audio.onnx_graph import OnnxGraph

NAME: Final = "pulse"
PULSE_FORMAT: Final = 1
PULSE_FILE: Final = "pulse.onnx"  # its name beside the files of the other networks
PULSE_DIR: Final = Path(__file__).parent / "pulse"
PULSE_STRIDE: Final = 2  # frames of levels in one of the network's answers
PULSE_INPUT: Final = "levels"
PULSE_OUTPUT: Final = "logits"
PULSE_ANSWER: Final = "pulse"  # name of its row among the manifest's known answers
KNOWN_EVERY: Final = 32  # frames of the known window, of which one is kept
LEVELS_UNIT_DB: Final = 20.0  # what the network calls 1

Floats = NDArray[np.float32]
Shares = NDArray[np.float64]


class PulseManifest(BundleManifest):
    """The manifest of a bundle with the pulse network."""

    FORMAT: ClassVar[int] = PULSE_FORMAT
    TARGET: ClassVar[str] = "train-pulse"
    SETTING: ClassVar[str] = "PULSE_DIR"

    sha256: str

    @property
    def checksums(self) -> Mapping[str, str]:
        """Name the SHA-256 of the one graph."""
        return {MODEL_FILE: self.sha256}


@dataclass(frozen=True)
class Pulse:
    """Probabilities of a beat and of a bar's beginning, float64 `(n_frames,)`, as the onsets."""

    beat: Shares
    bar: Shares


class PulseModel:
    """A checked network that runs. Raises `ModelBundleError` when it cannot be served."""

    def __init__(self, folder: Path = PULSE_DIR) -> None:
        self.manifest = folder_to_checked_manifest(folder, PulseManifest, NAME)
        self.graph = OnnxGraph(folder / MODEL_FILE, 1)

    def levels_to_pulse(self, levels_db: Floats) -> Pulse:
        """Hear the pulse of levels, float32 `(48, n_frames)` in dB at `ONSET_RATE_HZ`."""
        return levels_to_pulse(levels_db, self.graph)

    def check_arithmetic(self) -> ArithmeticCheck:
        """Hold the network to its known answer. Raises `ModelBundleError`."""
        return graphs_to_checked(
            NAME,
            [self.graph],
            self.manifest.known_answers,
            lambda: graph_to_known_pulse(self.graph),
        )


def levels_to_pulse(levels_db: Floats, graph: OnnxGraph) -> Pulse:
    """Hear the pulse of levels, float32 `(48, n_frames)`, by the network; lines between its frames.

    Distances of beats in frames of 12 ms are less uneven than in its own, of 23 ms.
    """
    (logits,) = graph.run([PULSE_OUTPUT], levels_to_input(levels_db)[np.newaxis])
    heard = 1 / (1 + np.exp(-np.asarray(logits[0].T, np.float64)))
    frames, own = np.arange(levels_db.shape[1]), PULSE_STRIDE * np.arange(heard.shape[1])
    beat, bar = (np.interp(frames, own, curve) for curve in heard)
    return Pulse(beat, bar)


def graph_to_known_pulse(graph: OnnxGraph) -> dict[str, Shares]:
    """Hear some moments of the known window: probabilities of beats, float64 `(n,)`."""
    pulse = levels_to_pulse(waveform_to_levels(known_window().samples), graph)
    return {PULSE_ANSWER: pulse.beat[::KNOWN_EVERY]}


def levels_to_input(levels_db: Floats) -> Floats:
    """Take each band's mean away: `(48, n_frames)` in dB → float32 `(n_frames, 48)` in 20 dB."""
    scaled = levels_db / np.float32(LEVELS_UNIT_DB)
    return np.ascontiguousarray((scaled - scaled.mean(axis=1, keepdims=True)).T)
