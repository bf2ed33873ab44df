"""Measure beats, bars and tempo on renderings: `python -m training.pulse.evaluate`.

Performances that no network learnt from, played by a font that none heard (`--font` takes another).
A beat is right within 40 ms, by mir_eval (Raffel et al. 2014), stricter than its usual 70 ms; a bar
is right where the first downbeat that is found is one; a tempo within 4 %.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mir_eval
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.analysis.traits import waveform_to_traits
from beat_service.settings import ANALYSIS_DIR
from training.bundle import write_json
from training.data.dataset import DatasetError
from training.data.groove import folder_to_performances
from training.evaluation.measures import hits_to_accuracy, scores_to_mean
from training.markdown import measures_to_cell
from training.playing.banks import UNHEARD_NOTES, folder_to_note_files
from training.playing.note_bank import file_to_notes
from training.playing.sound_fonts import HELD_OUT_FONT, TRAINING_FONT, installed
from training.pulse.renderings import Rendering, performances_to_renderings
from training.settings import REPORTS, TrainingSettings

PULSE_REPORT: Final = REPORTS / "pulse.json"
WITHIN_S: Final = 0.04  # [s] either way
TEMPO_WITHIN: Final = 0.04  # ratio

Times = NDArray[np.float64]


@dataclass(frozen=True)
class KeptStep:
    """What is right about a rendering: the beats' F-measure 0–1, the bar, the tempo.

    `is_downbeat_right` is None where no bar is heard.
    """

    kind: str
    f_measure: float
    is_downbeat_right: bool | None
    is_tempo_right: bool


def times_to_f_measure(found_s: Times, true_s: Times) -> float:
    """Score beats, `(n,)`, against the true ones, `(m,)`, both rising [s]: 0–1."""
    return float(mir_eval.beat.f_measure(true_s, found_s, f_measure_threshold=WITHIN_S))


def renderings_to_kept_steps(
    renderings: Iterable[Rendering], model: AnalysisModel
) -> Iterator[KeptStep]:
    """Find the beats of each as the service does; what is silent is left out."""
    for one in renderings:
        traits = waveform_to_traits(one.waveform, 1.0, model)
        if traits is None:
            continue
        rhythm = traits.rhythm
        bars_s = rhythm.beat_times_s[rhythm.downbeats]
        true_bars_s = one.beats_s[one.is_first]
        is_right = bool(len(bars_s)) and bool(np.abs(true_bars_s - bars_s[0]).min() <= WITHIN_S)
        yield KeptStep(
            one.kind,
            times_to_f_measure(rhythm.beat_times_s, one.beats_s),
            is_right if len(bars_s) else None,
            abs(traits.tempo.bpm / one.bpm - 1) <= TEMPO_WITHIN,
        )


def kept_steps_to_report(kept: Sequence[KeptStep]) -> dict[str, Any]:
    """Average over the renderings of each kind and over all, with 95 % intervals."""
    kinds = {one.kind: [other for other in kept if other.kind == one.kind] for one in kept}
    return {name: _to_measures(some) for name, some in {**kinds, "all": list(kept)}.items()}


def _to_measures(kept: Sequence[KeptStep]) -> dict[str, Any]:
    heard = [one.is_downbeat_right for one in kept if one.is_downbeat_right is not None]
    return {
        "f_measure": scores_to_mean([one.f_measure for one in kept]),
        "downbeat": hits_to_accuracy(sum(heard), len(heard)) if heard else None,
        "tempo": hits_to_accuracy(sum(one.is_tempo_right for one in kept), len(kept)),
    }


def report_to_lines(report: dict[str, Any]) -> list[str]:
    """Write a line for each kind of rendering."""
    lines = [f"{'renderings':<18}    n  beats, F (95 % interval)  {'first downbeat':<24}  tempo"]
    for name, measures in report.items():
        f_measure = measures["f_measure"]
        low, high = f_measure["mean_95"]
        bar = measures_to_cell(measures["downbeat"]) if measures["downbeat"] else "–"
        lines.append(
            f"{name:<18} {f_measure['n_clips']:4}  {f_measure['mean']:.3f} ({low:.3f} – {high:.3f})"
            f"     {bar:<24}  {measures_to_cell(measures['tempo'])}"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and, of the fonts that the docs name, write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.pulse.evaluate", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--font", type=Path, help="another sound font for the drums")
    options = parser.parse_args(arguments)
    fonts = [options.font] if options.font else [TRAINING_FONT, HELD_OUT_FONT]
    if missing := [font for font in fonts if not installed(font)]:
        raise DatasetError(f"FluidSynth or {missing[0]} is missing")
    reports = {font.stem: font_to_report(font, TrainingSettings()) for font in fonts}
    if not options.font:
        write_json(PULSE_REPORT, reports)


def font_to_report(font: Path, settings: TrainingSettings) -> dict[str, Any]:
    """Measure what a font plays, and print it."""
    notes = file_to_notes(folder_to_note_files(settings.build_dir)[UNHEARD_NOTES])
    played = list(folder_to_performances(settings.groove_dir, "validation"))
    renderings = performances_to_renderings(played, font, notes)
    model = folder_to_analysis_model(ANALYSIS_DIR)
    kept = renderings_to_kept_steps(tqdm(renderings, font.stem, 3 * len(played)), model)
    report = kept_steps_to_report(list(kept))
    print("\n".join([font.stem, *report_to_lines(report)]))
    return report


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
