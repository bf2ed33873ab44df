"""`python -m training.styles.train`: train the style model of beats, measure it, write both down.

Needs `$GROOVE_DIR`; FluidSynth and sound fonts make it better and measure it harder (see
`training/playing/drum_bank.py` and `training/playing/sound_fonts.py`).
Examples are kept in the build folder.
"""

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from beat_service.styles.style_model import (
    MODEL_DIR,
    NAME,
    STYLES_FORMAT,
    StyleManifest,
    StyleModel,
    graph_to_known_styles,
)
from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.model_bundle import (
    MODEL_FILE,
    SignalConstants,
    bytes_to_sha256,
)
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.scores import scores_to_probabilities
from music_genre.audio.track import Calibration
from training.bundle import (
    installed_libraries,
    write_json,
    write_measured_bundle,
)
from training.evaluation.measures import (
    expected_calibration_error,
    probabilities_to_threshold,
    scores_to_temperature,
)
from training.playing.drum_bank import N_PARTS
from training.playing.note_bank import HELD_OUT
from training.settings import PICTURES, REPORTS, TrainingSettings
from training.styles.accompanied import (
    MusicWeights,
    graph_with_music,
    vectors_to_music_weights,
)
from training.styles.card import report_to_card
from training.styles.evaluation import measure, measured_sets, names_to_indices
from training.styles.examples import (
    Examples,
    folder_to_bank_file,
    together,
    training_patterns,
    training_performances,
)
from training.styles.mixed_examples import folder_to_note_files, training_mixes
from training.styles.network import (
    NO_INDEX,
    TrainingSet,
    fit_networks,
    save_network,
    with_similarities,
)
from training.styles.pictures import embeddings_to_picture
from training.styles.real_songs import folder_to_songs, songs_to_measures
from training.styles.sources import installed_fonts, sources_to_digest

VERSION: Final = "3"
SEED: Final = 1
CONFIDENT_PRECISION: Final = 0.9
SAID_AT_LEAST: Final = 0.25  # [share of drums alone] that must be called sure, or none is
NEVER: Final = 1.01  # a threshold that no probability reaches
REPORT: Final = REPORTS / "beat_styles.json"
PICTURE: Final = PICTURES / "styles.png"


def main() -> None:
    """Make examples, model, calibration, bundle, report and picture."""
    settings = TrainingSettings()
    folder = settings.build_dir / f"beats-{sources_to_digest()}"
    notes = folder_to_note_files(folder)
    patterns, performances, *mixes = _training_sets(folder, settings.groove_dir, notes)
    examples = together(patterns, performances, *mixes)
    styles = tuple(sorted(set(patterns.styles)))
    pattern_ids = tuple(sorted(set(patterns.names)))
    training_set = examples_to_training_set(examples, styles, pattern_ids)
    calibration, temperature, threshold = _calibrated(training_set, examples)
    network = fit_networks(training_set, SEED)
    prototypes = _prototypes(network, training_set)
    network = with_similarities(network, prototypes)
    music = vectors_to_music_weights(examples.vectors, examples.is_mixed)
    graph, manifest = _network_to_graph(network, music, styles, pattern_ids, temperature, threshold)
    training = calibration | {
        "examples": len(training_set.styles),
        "n_patterns": len(pattern_ids),
        "n_mixed": int((examples.is_mixed & (training_set.styles != NO_INDEX)).sum()),
        "n_without_drums": int((training_set.styles == NO_INDEX).sum()),
        "n_performances": len(set(performances.names)),
        "fonts": installed_fonts(),
    }
    unheard = _unheard(folder, settings.groove_dir, notes)
    report: dict[str, Any] = {}

    def measured(bundle: Path) -> tuple[dict[str, Any], str]:
        model = StyleModel(bundle)
        report.update(measure(model, unheard))
        if songs := folder_to_songs(settings.gtzan_dir):
            report["songs"] = songs_to_measures(model, songs)
        report["training"] = training
        return report, report_to_card(report)

    write_measured_bundle(MODEL_DIR, {MODEL_FILE: graph}, manifest, measured)
    write_json(REPORT, report)
    embeddings_to_picture(prototypes, _styles_of(patterns, pattern_ids), PICTURE)
    print(report_to_card(report))


def _network_to_graph(
    network: Any,
    music: MusicWeights,
    styles: tuple[str, ...],
    pattern_ids: tuple[str, ...],
    temperature: float,
    threshold: float,
) -> tuple[bytes, StyleManifest]:
    """Export the ONNX graph; write the manifest that describes it, without figures yet."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / MODEL_FILE
        save_network(network, pattern_ids, path)
        path.write_bytes(graph_with_music(path.read_bytes(), music))
        exact = OnnxGraph(path, n_threads=1, arithmetic="exact")
        serving = Calibration(((WINDOW_S, temperature),), threshold)
        known = answers_to_known(graph_to_known_styles(exact, serving))
        graph = path.read_bytes()
    return graph, StyleManifest(
        format=STYLES_FORMAT,
        name=NAME,
        version=VERSION,
        sha256=bytes_to_sha256(graph),
        genres=styles,
        signal=SignalConstants(),
        temperatures=serving.temperatures,
        confident_from=threshold,
        trained_on="own patterns and Groove MIDI Dataset 1.0.0 (train)",
        trained_splits=("train",),
        seed=SEED,
        libraries=installed_libraries(),
        known_answers=known,
        scores={},
    )


def _training_sets(folder: Path, groove: Path, notes: dict[str, Path]) -> list[Examples]:
    """Patterns, performances and, with sound fonts, mixes, made once for the same code and data."""
    bank = folder_to_bank_file(folder, SEED)
    makers = {
        "patterns": partial(training_patterns, bank, SEED),
        "performances": partial(training_performances, groove, bank, SEED),
    }
    if set(notes) - {HELD_OUT}:
        makers["mixes"] = partial(training_mixes, groove, bank, notes, SEED)
    return [_kept(folder / f"{name}.npz", make) for name, make in makers.items()]


def _unheard(folder: Path, groove: Path, notes: dict[str, Path]) -> dict[str, Examples]:
    """Play what training did not have."""
    sets = measured_sets(groove, notes=notes.get(HELD_OUT))
    return {name: _kept(folder / f"unheard_{name}.npz", make) for name, make in sets.items()}


def _kept(path: Path, make: Callable[[], Examples]) -> Examples:
    """Examples from the file, made and written if it is missing."""
    if not path.exists():
        print(f"making {path.stem}", flush=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, **asdict(make()))
        part.replace(path)
    with np.load(path) as kept:
        return Examples(**{name: kept[name] for name in kept.files})


def examples_to_training_set(
    examples: Examples, styles: tuple[str, ...], patterns: tuple[str, ...]
) -> TrainingSet:
    """Turn the names of styles and patterns into indices."""
    known = {name: index for index, name in enumerate(patterns)}
    of_pattern = np.array([known.get(name, NO_INDEX) for name in examples.names], np.intp)
    of_style = names_to_indices(examples.styles, styles)
    return TrainingSet(examples.vectors, of_style, of_pattern, len(styles), len(patterns))


def _calibrated(
    training_set: TrainingSet, examples: Examples
) -> tuple[dict[str, Any], float, float]:
    """Figures, temperature and threshold on Groove, alone and among instruments.

    The networks had neither the performance nor any kit and instrument of the part of the banks
    that played it. To be sure of a style where nobody drums counts as wrong.
    """
    scores, is_scored = _held_out_scores(training_set, examples)
    scores, labels, mixed = (
        scores[is_scored],
        training_set.styles[is_scored],
        examples.is_mixed[is_scored],
    )
    drums = labels != NO_INDEX
    temperature = scores_to_temperature(scores[drums], labels[drums])
    probabilities = scores_to_probabilities(scores, temperature)
    right = probabilities.argmax(axis=1) == labels
    figures = {
        "held_out": int(drums.sum()),
        "held_out_without_drums": int((~drums).sum()),
        "top1_held_out": float(right[drums].mean()),
        "top1_held_out_alone": float(right[~mixed].mean()),
        "top1_held_out_mixed": float(right[drums & mixed].mean()) if mixed.any() else None,
        "ece_held_out": expected_calibration_error(probabilities[drums], labels[drums]),
    }
    return (
        figures,
        temperature,
        probabilities_to_certainty(probabilities, labels, ~mixed),
    )


def probabilities_to_certainty(
    probabilities: NDArray[np.float64], labels: NDArray[np.intp], is_alone: NDArray[np.bool_]
) -> float:
    """Find from where on a style is called sure: right nine times in ten, and often enough.

    A certainty that is hardly ever said helps nobody, and how right it is cannot be measured: then
    it is never said.
    """
    threshold = probabilities_to_threshold(probabilities, labels, CONFIDENT_PRECISION)
    said = probabilities[is_alone].max(axis=1) >= threshold
    return threshold if said.size and said.mean() >= SAID_AT_LEAST else NEVER


def _held_out_scores(
    training_set: TrainingSet, examples: Examples
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Scores `(n, n_styles)`, and which rows have them: a third of Groove's."""
    groove = training_set.patterns == NO_INDEX
    scores = np.zeros((len(groove), training_set.n_styles), np.float32)
    is_scored = np.zeros(len(groove), bool)
    folds = GroupKFold(N_PARTS).split(examples.names, groups=examples.names)
    for part, (_, left) in enumerate(folds):
        out = np.isin(np.arange(len(groove)), left) & groove
        network = fit_networks(
            training_set.part((examples.parts != part) & ~out), SEED, n_networks=1
        )
        tested = out & (examples.parts == part)
        scores[tested] = network.predict(training_set.vectors[tested], verbose=0)[0]
        is_scored |= tested
    return scores, is_scored


def _prototypes(network: Any, training_set: TrainingSet) -> NDArray[np.float32]:
    """Mean embedding of each pattern as training heard it, `(n_patterns, n)`."""
    embeddings = network.predict(training_set.vectors, verbose=0)[1]
    rows = [
        embeddings[training_set.patterns == at].mean(axis=0)
        for at in range(training_set.n_patterns)
    ]
    return np.asarray(rows, np.float32)


def _styles_of(patterns: Examples, ids: tuple[str, ...]) -> list[str]:
    """Name the style of each pattern."""
    style = dict(zip(patterns.names.tolist(), patterns.styles.tolist(), strict=True))
    return [style[name] for name in ids]


if __name__ == "__main__":
    main()
