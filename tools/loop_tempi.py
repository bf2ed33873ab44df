"""`python -m tools.loop_tempi`: how often a loop of whole bars gets its tempo, by its sound alone.

Every pattern of ours is played at its own tempo and cut to 1, 2, 4 and 8 bars; no style is named.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.upload import Analyse, Known
from beat_service.drums.pattern import Pattern, folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ

BARS: Final = (1, 2, 4, 8)
SAME: Final = 0.005  # ratio of tempi that count as the same
OCTAVES: Final = (0.25, 0.5, 1, 2, 4)


def main() -> None:
    """Measure all patterns, and print the shares for each number of bars."""
    analyse = model_to_analyse(folder_to_analysis_model(ANALYSIS_DIR), StyleModel())
    patterns = [pattern for style in folder_to_styles() for pattern in style.patterns]
    for bars in BARS:
        found = list(patterns_to_ratios(patterns, bars, analyse))
        right, octave = ratios_to_shares(found)
        print(f"{bars} bars: {right:.1%} right, {octave:.1%} but for the octave ({len(found)})")


def patterns_to_ratios(patterns: Iterable[Pattern], bars: int, analyse: Analyse) -> Iterator[float]:
    """Measure the tempo of each pattern of 4/4 as a loop, in its own."""
    for pattern in patterns:
        if pattern.beats_per_bar == 4:  # noqa: PLR2004  # 4/4, or an uploaded loop would say
            bpm = analyse(pattern_to_loop(pattern, bars), Known("")).bpm
            yield bpm / pattern.bpm


def pattern_to_loop(pattern: Pattern, bars: int) -> NDArray[np.float32]:
    """Play whole bars of a pattern, float32 `(n_samples,)` at 22 050 Hz."""
    played = pattern_to_waveform(pattern, pattern.bpm, bars=bars)
    return np.asarray(soxr.resample(played, BEAT_RATE_HZ, SAMPLE_RATE_HZ), np.float32)


def ratios_to_shares(ratios: Iterable[float]) -> tuple[float, float]:
    """Tell the share [0–1] of measured tempi that are right, and that are but for the octave."""
    measured = np.array(list(ratios))
    octaves = np.abs(np.divide.outer(measured, OCTAVES) - 1).min(axis=1)
    return float((np.abs(measured - 1) <= SAME).mean()), float((octaves <= SAME).mean())


if __name__ == "__main__":
    main()
