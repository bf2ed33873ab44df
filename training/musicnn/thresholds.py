"""From where on the SVM says `not_music` and `none_of_these`.

For the project's own model both were measured on held-out sounds (`training.musicnn.train`). Music
of somebody's own may sound to the network like none that it was taught; his model must not call it
that. So what it says of his own clips lowers the threshold, and how foreign music is to GTZAN's
clips says nothing there.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio import constants, onnx_graph
from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service import learnt, patches
from svm_service.learnt import patches_to_learnt
from svm_service.patches import musicnn_mel_to_patches
from training.data.dataset import Clip
from training.data.features_cache import cached_features
from training.data.sources import modules_to_sources
from training.musicnn.sound_heads import MUSIC_LOST
from training.settings import NETWORK, SOUNDS_REPORT, TrainingSettings

NEVER: Final = 2.0  # [probability] a threshold that nothing reaches
ALWAYS_MUSIC: Final = 0.0  # [probability] a threshold that everything reaches
SURE: Final = 1e-7  # [probability] nearer to 0 than this counts as 0
ALL_CORES: Final = 0
TITLE: Final = "kinds of sound"
SOURCES: Final = modules_to_sources(constants, onnx_graph, patches, learnt)

Floats = NDArray[np.float32]


def report_to_thresholds(path: Path = SOUNDS_REPORT) -> SoundThresholds:
    """Take the thresholds that `make train-sounds` has found. Raises `OSError`."""
    report = json.loads(path.read_text(encoding="utf-8"))
    return SoundThresholds(report["music_from"], report["foreign_from"])


def clips_to_thresholds(clips: list[Clip], settings: TrainingSettings) -> SoundThresholds:
    """Choose the thresholds of a model of somebody's own clips, and say if they are unusual."""
    music = cached_features(
        settings.build_dir, clips, [NETWORK, *SOURCES], clips_to_music, title=TITLE
    )
    by_genre: dict[str, list[float]] = {}
    for clip, probability in zip(clips, music.tolist(), strict=True):
        by_genre.setdefault(clip.genre, []).append(probability)
    default = report_to_thresholds().music_from
    music_from = music_to_threshold(by_genre, default)
    if music_from < default:
        print(
            "some of these clips sound little like music to the network; so that they stay music, "
            f"not_music is said under a probability of {music_from:.2g} instead of {default:.2g}, "
            "and fewer other sounds are found"
        )
    return SoundThresholds(music_from, NEVER)


def clips_to_music(clips: Sequence[Clip], network: Path = NETWORK) -> Floats:
    """Compute how probable each clip is music, as the service does, float32 `(n_clips,)`, 0–1.

    What a clip without audio sounds like is not known: NaN.
    """
    graph = OnnxGraph(network, ALL_CORES)
    return np.array(
        [
            np.nan
            if clip.musicnn_mel is None
            else patches_to_learnt(
                musicnn_mel_to_patches(clip.musicnn_mel, PATCHES_PER_WINDOW), graph
            ).sound.kinds[0]
            for clip in clips
        ],
        np.float32,
    )


def music_to_threshold(by_genre: Mapping[str, Sequence[float]], default: float) -> float:
    """Choose from which probability of music on a track is music: `default`, or less.

    Of no genre's clips more than one in a hundred is lost. A genre of which nothing is known makes
    everything music.
    """
    return min(_genre_to_threshold(np.array(music), default) for music in by_genre.values())


def _genre_to_threshold(music: NDArray[np.float64], default: float) -> float:
    """Choose the threshold of one genre by its clips' probabilities `(n,)`.

    Of fewer than a hundred clips none may be lost, and the next one may be less like music than
    the least of them; so the threshold is below it by their deviation, in logarithms of odds. What
    is over `default` is music enough: how far over it says nothing of the least.
    """
    known = np.sort(np.clip(music[~np.isnan(music)], SURE, default))
    if not len(known):
        return ALWAYS_MUSIC
    threshold = float(known[int(len(known) * MUSIC_LOST)])
    if len(known) * MUSIC_LOST < 1 and threshold < default:
        odds = np.log(known / (1 - known))
        threshold = float(1 / (1 + np.exp(odds.std() - odds[0])))
    return threshold if threshold > SURE else ALWAYS_MUSIC
