"""Train the tempo and key networks: `python -m training.tempo_key.train`.

First they are measured on artist-disjoint folds, which also gives the temperatures; then the
networks that are served are trained on everything.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from beat_service.analysis.analysis_model import (
    KEY_FILE,
    MANIFEST_FORMAT,
    NAME,
    TEMPO_FILE,
    AnalysisCalibration,
    AnalysisManifest,
    Scorer,
)
from beat_service.analysis.known_answers import scorers_to_known_answers
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.model_bundle import SignalConstants, bytes_to_sha256
from training.bundle import (
    installed_libraries,
    write_bundle,
    write_json,
)
from training.data.dataset import DatasetError
from training.playing.soft_music import soft_music
from training.settings import TrainingSettings
from training.tempo_key.calibration import held_out_to_calibration
from training.tempo_key.candidate_features import folder_to_beat_clips
from training.tempo_key.evaluate import (
    BEATS_REPORT,
    held_out_to_report,
    report_to_text,
)
from training.tempo_key.held_out import Networks, clips_to_candidate_features, clips_to_held_out

VERSION: Final = "2"
CARD_TEXT: Final = """# Tempo and key networks

Two small networks that score candidates by rows of evidence: `tempo.onnx` 185 tempi from 36 to
300 bpm, `key.onnx` twelve tonics, major and minor. Three networks with other seeds are averaged in
each graph.

## Training data
GTZAN, {n_tempo} clips with a tempo (GTZAN-Rhythm, Marchand and Peeters 2015) and {n_key} with a key
(Lerch), as log-mel spectrograms. GTZAN's audio comes without a licence and is not part of this.
For the tempo also {n_soft} pieces with soft onsets, made up by `training/playing/soft_music.py`
and played by Debian's General MIDI sound fonts.

## Figures (`make evaluate-beats`)
Real audio of 15 s or more, and spectrograms of all clips with a fold, by networks that were trained
without their artists:

```
{figures}
```

## Limits
Solo instruments with free time, as in classical music, have the least certain tempo. Music that
changes key gets one of its keys or none. Tempi over 300 and under 36 bpm do not exist here.
"""


def write_analysis(
    folder: Path,
    networks: Networks,
    calibration: AnalysisCalibration,
    scores: dict[str, Any],
    card: str,
) -> None:
    """Replace the networks in `folder` by these, which were measured on held-out clips."""
    graphs = {TEMPO_FILE: networks.tempo, KEY_FILE: networks.key}
    manifest = AnalysisManifest(
        format=MANIFEST_FORMAT,
        name=NAME,
        version=VERSION,
        sha256={name: bytes_to_sha256(graph) for name, graph in graphs.items()},
        signal=SignalConstants(),
        calibration=calibration,
        trained_on="GTZAN, train and valid parts of the fault-filtered split; music made up here",
        seed=0,
        libraries=installed_libraries(),
        known_answers=_graphs_to_known(graphs, calibration),
        scores=scores,
    )
    write_bundle(folder, graphs, manifest, card)


def _graphs_to_known(
    graphs: dict[str, bytes], calibration: AnalysisCalibration
) -> dict[str, tuple[float, ...]]:
    """Predict the known window in exact arithmetic."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, graph in graphs.items():
            Path(scratch, name).write_bytes(graph)
        tempo, key = (Scorer(Path(scratch, name), "exact") for name in (TEMPO_FILE, KEY_FILE))
        return answers_to_known(scorers_to_known_answers(tempo, key, calibration))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, train on everything, write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.tempo_key.train", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, help="folder laid out like gtzan/")
    parser.add_argument("--out", type=Path, default=ANALYSIS_DIR, help="where the networks go")
    options = parser.parse_args(arguments)
    clips = folder_to_beat_clips(options.data or TrainingSettings().gtzan_dir)
    pieces = soft_music(TrainingSettings().build_dir)
    rows = clips_to_candidate_features(clips, pieces)
    held_out = clips_to_held_out(clips, rows)
    report = held_out_to_report(held_out)
    figures = report_to_text(report)
    print(figures)
    card = CARD_TEXT.format(
        n_tempo=len(rows.tempo_clips),
        n_key=len(rows.key_clips),
        n_soft=len(pieces),
        figures=figures,
    )
    write_analysis(
        options.out,
        rows.train(None),
        held_out_to_calibration(held_out),
        {"tempo": report["tempo"]["ours"], "key": report["key"]["ours"]},
        card,
    )
    if options.out == ANALYSIS_DIR:
        write_json(BEATS_REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
