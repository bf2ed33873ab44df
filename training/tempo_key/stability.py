"""Music that is quieter, compressed, in stereo or begins later → how far energy and rhythm move.

Each clip is heard as it is and changed in one way, by the served networks; a number's change is
relative to what it was, a step's is in its own 0–1.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import soundfile
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.traits import Traits, waveform_to_traits
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform
from training.markdown import rows_to_markdown

QUANTILES: Final = (0.5, 0.95)
LONGEST_S: Final = 40.0

Floats = NDArray[np.float32]


def _mp3(waveform: Floats) -> Floats:
    """Encode as MP3 of libsndfile's usual quality, decode as the service does."""
    encoded = io.BytesIO()
    soundfile.write(encoded, waveform, SAMPLE_RATE_HZ, format="MP3")
    return bytes_to_waveform(encoded.getvalue(), LONGEST_S).waveform


def _stereo(waveform: Floats) -> Floats:
    """Write the same into both channels, decode as the service does."""
    encoded = io.BytesIO()
    soundfile.write(encoded, np.stack([waveform, waveform], 1), SAMPLE_RATE_HZ, format="FLAC")
    return bytes_to_waveform(encoded.getvalue(), LONGEST_S).waveform


CHANGES: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "6 dB quieter": lambda waveform: 0.5 * waveform,
    "both channels alike": _stereo,
    "MP3": _mp3,
    "begins 10 ms later": lambda waveform: waveform[SAMPLE_RATE_HZ // 100 :],
    "begins 0.5 s later": lambda waveform: waveform[SAMPLE_RATE_HZ // 2 :],
}


def waveforms_to_stability(waveforms: Sequence[Floats], model: AnalysisModel) -> dict[str, Any]:
    """Measure median and 95th percentile of each number's change, of waveforms at 22 050 Hz."""
    moved: dict[str, list[dict[str, float]]] = {name: [] for name in CHANGES}
    for waveform in tqdm(waveforms, "stability", mininterval=30):
        before = waveform_to_traits(waveform, 1.0, model)
        for name, change in CHANGES.items():
            after = waveform_to_traits(np.asarray(change(waveform), np.float32), 1.0, model)
            if before and after:
                moved[name].append(traits_to_moves(before, after))
    return {
        name: {
            number: [float(q) for q in np.quantile(known, QUANTILES)]
            for number in ("onsets", "brightness", "energy", "swing", "tempo", "steps")
            if (known := [move[number] for move in moves if number in move])
        }
        for name, moves in moved.items()
    }


def traits_to_moves(before: Traits, after: Traits) -> dict[str, float]:
    """Compare each number of both: relative to the first, but of the steps the largest change."""
    pairs = {
        "onsets": (before.energy.onset_rate_hz.measured, after.energy.onset_rate_hz.measured),
        "brightness": (before.energy.brightness_hz.measured, after.energy.brightness_hz.measured),
        "energy": (before.energy.energy, after.energy.energy),
        "tempo": (before.tempo.bpm, after.tempo.bpm),
    }
    if before.rhythm.swing_ratio and after.rhythm.swing_ratio:
        pairs["swing"] = (before.rhythm.swing_ratio, after.rhythm.swing_ratio)
    moves = {name: abs(now / was - 1) for name, (was, now) in pairs.items() if was}
    bars = before.rhythm.onset_pattern, after.rhythm.onset_pattern
    if bars[0] is not None and bars[1] is not None:
        moves["steps"] = float(np.abs(bars[0] - bars[1]).max())
    return moves


def stability_to_table(stability: Mapping[str, Any]) -> str:
    """Write a row for each change: median and 95th percentile of every number."""
    header = ("change", "onsets per second", "brightness", "energy", "swing", "tempo", "steps, 0–1")
    rows = []
    for name, numbers in stability.items():
        cells = [
            ", ".join(f"{value:.1%}" for value in numbers[number]) if number in numbers else "–"
            for number in ("onsets", "brightness", "energy", "swing", "tempo")
        ]
        steps = (
            ", ".join(f"{value:.2f}" for value in numbers["steps"]) if "steps" in numbers else "–"
        )
        rows.append((name, *cells, steps))
    return rows_to_markdown(header, rows)
