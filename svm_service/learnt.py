"""Window → what musicnn's network has learnt to hear in it: an embedding, tags, the kind of sound.

The network (MSD_musicnn, Pons and Serra 2019, arXiv:1909.06654, ISC licence) was trained on the
Million Song Dataset, which may share artists with GTZAN. Its last layers here are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import PATCHES_PER_WINDOW
from music_genre.audio.evidence import Sound
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.windows import Window
from svm_service.patches import musicnn_mel_to_patches, waveform_to_musicnn_mel

NETWORK_NAME: Final = "MSD_musicnn"
LEARNT_FILE: Final = "learnt.onnx"
EMBEDDING: Final = "embedding"
TAGS: Final = "tags"
KINDS: Final = "kinds"
FOREIGN: Final = "foreign"
OUTPUTS: Final = (EMBEDDING, TAGS, KINDS, FOREIGN)
N_EMBEDDING: Final = 1706  # 200 of the last hidden layer, then 2 · 753 of the pooled features
# Words of the Million Song Dataset's listeners (last.fm), in the order of the network.
TAG_NAMES: Final = (
    *("rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s"),
    *("alternative rock", "jazz", "beautiful", "metal", "chillout", "male vocalists"),
    *("classic rock", "soul", "indie rock", "mellow", "electronica", "80s", "folk", "90s", "chill"),
    *("instrumental", "punk", "oldies", "blues", "hard rock", "ambient", "acoustic"),
    *("experimental", "female vocalist", "guitar", "hip-hop", "70s", "party", "country"),
    *("easy listening", "sexy", "catchy", "funk", "electro", "heavy metal", "progressive rock"),
    *("60s", "rnb", "indie pop", "sad", "house", "happy"),
)

# What GTZAN has no genre for.
FOREIGN_WORDS: Final = frozenset(
    {"ambient", "chill", "chillout", "dance", "electro", "electronic", "electronica"}
    | {"experimental", "house"}
)


@dataclass(frozen=True)
class Learnt:
    """What the network finds in a window: embedding, float32 `(1706,)`, and kind of sound."""

    embedding: NDArray[np.float32]
    sound: Sound


def window_to_learnt(
    window: Window, graph: OnnxGraph, n_patches: int = PATCHES_PER_WINDOW
) -> Learnt:
    """Run the network on so many patches, spread over a window that is not silent."""
    mel = waveform_to_musicnn_mel(window.samples)
    return patches_to_learnt(musicnn_mel_to_patches(mel, n_patches), graph)


def patches_to_learnt(patches: NDArray[np.float32], graph: OnnxGraph) -> Learnt:
    """Run the network on patches, float32 `(n, 187, 96)`, and take their mean."""
    embedding, tags, kinds, foreign = graph.run(OUTPUTS, patches)
    sound = Sound(kinds[0].astype(np.float64), float(foreign[0, 0]), tags[0].astype(np.float64))
    return Learnt(embedding[0], sound)


def windows_to_embedding(windows: Sequence[Window], graph: OnnxGraph) -> NDArray[np.float32]:
    """Average the embeddings of windows that are not silent, by duration, float32 `(1706,)`."""
    embeddings = [window_to_learnt(window, graph).embedding for window in windows]
    durations_s = [window.duration_s for window in windows]
    return np.average(embeddings, axis=0, weights=durations_s).astype(np.float32)
