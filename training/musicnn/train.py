"""`make train-sounds`: musicnn's network with our heads, into the SVM's model folder.

`MUSICNN_WHEEL` is the file that `pip download --no-deps musicnn==0.1.0` fetches. Sounds come from
packages of Debian (`training.musicnn.sounds.PACKAGES`); GTZAN's audio is the music that must stay
music. After it, `make train` makes the SVM anew, which stands on this network.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio.evidence import KINDS, SOUNDS
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import NETWORK_NAME
from svm_service.patches import musicnn_mel_to_patches, waveform_to_musicnn_mel
from training.bundle import replace_file, write_json
from training.data.dataset import DatasetError, folder_to_clips
from training.musicnn.checkpoint import wheel_to_weights
from training.musicnn.graph import SOUND_FEATURES, Linear, weights_to_graph, with_heads
from training.musicnn.noises import made_up
from training.musicnn.packages import effects, music_of_strangers, package_files
from training.musicnn.sound_heads import (
    FOREIGN_INVERSE_PENALTY,
    GTZAN_LOST,
    KINDS_INVERSE_PENALTY,
    MUSIC_LOST,
    SoundTable,
    features_to_linear,
    held_out_probabilities,
)
from training.musicnn.sounds import OF_THE_GENRES, LabelledSound, at_any_level
from training.musicnn.speech import spoken_by_people, spoken_by_programs
from training.settings import NETWORK, SOUNDS_REPORT, TrainingSettings

ALL_CORES: Final = 0
SEED: Final = 9

Floats = NDArray[np.float32]


def all_sounds() -> Iterator[LabelledSound]:
    """Make and read all that is not GTZAN's."""
    yield from spoken_by_programs()
    yield from spoken_by_people()
    yield from made_up()
    files = package_files()
    yield from music_of_strangers(files)
    yield from effects(files)


def mel_to_sound_features(musicnn_mel: Floats, graph: OnnxGraph) -> Floats:
    """Compute the features of a sound, float32 `(538,)`."""
    (features,) = graph.run([SOUND_FEATURES], musicnn_mel_to_patches(musicnn_mel))
    return np.asarray(features[0])


def sounds_to_table(graph: OnnxGraph, settings: TrainingSettings) -> SoundTable:
    """Compute the features of all sounds and of GTZAN's clips with audio. Raises `DatasetError`."""
    features, kinds, sources = [], [], []
    for sound in tqdm(at_any_level(all_sounds(), SEED), desc="sounds", unit="sound", delay=5):
        features.append(mel_to_sound_features(waveform_to_musicnn_mel(sound.samples), graph))
        kinds.append(SOUNDS.index(sound.kind))
        sources.append(sound.source)
    n_others = len(features)
    for clip in folder_to_clips(settings.gtzan_dir):
        if clip.musicnn_mel is not None:
            features.append(mel_to_sound_features(clip.musicnn_mel, graph))
            kinds.append(SOUNDS.index("music"))
            sources.append(f"GTZAN, fold {clip.fold or 'none'}")
    return SoundTable(
        np.stack(features), np.array(kinds), sources, np.arange(len(features)) >= n_others
    )


def table_to_heads(table: SoundTable) -> tuple[Linear, Linear, dict[str, Any]]:
    """Fit both heads on everything; the report has what held-out sources say of them."""
    groups = table.groups()
    kinds = held_out_probabilities(table.features, table.kinds, groups, KINDS_INVERSE_PENALTY)
    music = table.is_music & ~np.isin(table.sources, [*OF_THE_GENRES])
    is_foreign = (~table.is_gtzan[music]).astype(np.intp)
    strangers = table.is_music & ~table.is_gtzan
    foreign = held_out_probabilities(
        table.features[music], is_foreign, groups[music], FOREIGN_INVERSE_PENALTY
    )[:, 1]
    music_from = float(np.quantile(kinds[table.is_gtzan, 0], MUSIC_LOST))
    foreign_from = float(np.quantile(foreign[is_foreign == 0], 1 - GTZAN_LOST))
    report = {
        "n_sounds": dict(Counter(SOUNDS[kind] for kind in table.kinds)),
        "music_from": music_from,
        "foreign_from": foreign_from,
        "gtzan_lost": float((kinds[table.is_gtzan, 0] < music_from).mean()),
        "foreign_music_lost": float((kinds[strangers, 0] < music_from).mean()),
        "recognised": {
            kind: float((kinds[table.kinds == number, 0] < music_from).mean())
            for number, kind in enumerate(SOUNDS)
            if number
        },
        "kind_right": {
            kind: float((kinds[table.kinds == number, 1:].argmax(axis=1) + 1 == number).mean())
            for number, kind in enumerate(SOUNDS)
            if number
        },
        "gtzan_called_foreign": float((foreign[is_foreign == 0] >= foreign_from).mean()),
        "foreign_called_foreign": _by_source(table, music, foreign, foreign_from),
    }
    of_kinds = features_to_linear(table.features, table.kinds, KINDS_INVERSE_PENALTY)
    pair = features_to_linear(table.features[music], is_foreign, FOREIGN_INVERSE_PENALTY)
    # Of two classes, the difference of the scores is the logarithm of the odds.
    of_foreign = Linear(pair.weights[:, 1:] - pair.weights[:, :1], pair.bias[1:] - pair.bias[:1])
    return of_kinds, of_foreign, report


def _by_source(
    table: SoundTable, music: NDArray[np.bool_], foreign: NDArray[np.float64], least: float
) -> dict[str, float]:
    sources = np.array(table.sources)[music]
    return {
        str(source): float((foreign[sources == source] >= least).mean())
        for source in sorted(set(sources))
        if not str(source).startswith("GTZAN")
    }


def main() -> int:
    """Convert, measure, write; 1 with a sentence where the wheel or the data are missing."""
    settings = TrainingSettings()
    try:
        weights = wheel_to_weights(settings.musicnn_wheel, NETWORK_NAME)
    except OSError as error:
        print(f"cannot go on: {error}; `pip download --no-deps musicnn==0.1.0`, then MUSICNN_WHEEL")
        return 1
    network = weights_to_graph(weights)
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    path: Path = settings.build_dir / "musicnn.onnx"
    onnx.save(network, path)
    try:
        table = sounds_to_table(OnnxGraph(path, ALL_CORES), settings)
    except DatasetError as refusal:
        print(f"cannot go on: {refusal}")
        return 1
    missing = set(KINDS) - {SOUNDS[kind] for kind in table.kinds}
    if missing:
        print(f"cannot go on: no sounds of {', '.join(sorted(missing))}; install the packages")
        return 1
    of_kinds, of_foreign, report = table_to_heads(table)
    replace_file(NETWORK, with_heads(network, of_kinds, of_foreign).SerializeToString())
    write_json(SOUNDS_REPORT, report)
    for name, figure in report.items():
        print(f"{name}: {figure}")
    print("now `make train`: the SVM stands on this network")
    return 0


if __name__ == "__main__":
    sys.exit(main())
