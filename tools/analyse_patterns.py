"""`make hear-beats`: what the analysis hears in each of our patterns → `patterns/heard.json`.

The service could hear them at its first start, but that would take seconds. The tempo and the first
beat are known here, so no mistake of theirs gets into the catalogue.
"""

import json

import numpy as np
import soxr
from tqdm import tqdm

from beat_service.analysis.analysed_patterns import ANALYSED, Facts
from beat_service.analysis.energy import waveform_to_energy
from beat_service.analysis.onsets import ONSET_RATE_HZ, waveform_to_onsets
from beat_service.analysis.rhythm import bars_to_onset_pattern, beats_to_onset_pattern
from beat_service.catalogue.analysis import traits_to_facts
from beat_service.drums.meter import FOUR_FOUR
from beat_service.drums.pattern import BEATS_PER_BAR, Pattern
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.drums.synth import LOOP_BARS, pattern_to_waveform
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ


def main() -> None:
    """Hear every pattern and write what was heard."""
    patterns = [pattern for style in folders_to_repertoire() for pattern in style.patterns]
    heard = {
        pattern.id: pattern_to_facts(pattern, pattern.bpm)
        for pattern in tqdm(patterns, unit="beat")
    }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(facts)}" for name, facts in heard.items())
    ANALYSED.write_text(f"{{\n{lines}\n}}\n", "utf-8")


def pattern_to_facts(pattern: Pattern, bpm: float) -> Facts:
    """Compute energy and mean bar of a pattern, played twice round by its own kit."""
    loop = np.tile(pattern_to_waveform(pattern, bpm), 2)
    waveform = soxr.resample(loop, BEAT_RATE_HZ, SAMPLE_RATE_HZ)
    onsets = waveform_to_onsets(waveform)
    energy = waveform_to_energy(waveform, onsets, 1)
    if pattern.time_signature != FOUR_FOUR:
        # The second time round, because nothing rises at the very beginning.
        bars = onsets[:, onsets.shape[1] // 2 :]
        n_steps = pattern.time_signature.steps_per_bar()
        return traits_to_facts(energy, bars_to_onset_pattern(bars, bpm, n_steps))
    beats = np.arange(2 * LOOP_BARS * BEATS_PER_BAR) * 60 / bpm * ONSET_RATE_HZ
    downbeats = np.arange(0, len(beats), BEATS_PER_BAR)
    return traits_to_facts(energy, beats_to_onset_pattern(onsets, beats, downbeats))


if __name__ == "__main__":
    main()
