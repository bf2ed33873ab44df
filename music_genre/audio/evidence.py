"""What a model finds in one window, and how the windows of a track add up.

Genres are scores to be calibrated. A model that also knows what kind of sound it hears says how
probable each kind is, how foreign the music is to its genres, and which words fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Outcome = Literal["confident", "ambiguous", "none_of_these", "not_music", "silence"]
Kind = Literal["speech", "noise", "tone", "other"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SOUNDS: Final = ("music", *KINDS)  # in the order of `Sound.kinds`
# [0–1] Of GTZAN's clips with audio 3 % have a foreign word first with so much (a test holds it).
WORD_FROM: Final = 0.3


@dataclass(frozen=True)
class Sound:
    """What kind of sound a window is.

    `kinds` is float64 `(5,)`, sum 1, in the order of `SOUNDS`; `foreign` is how probable it is that
    the music is of none of the genres, 0–1; `tags` float64 `(n_tags,)`, 0–1 each.
    """

    kinds: NDArray[np.float64]
    foreign: float
    tags: NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """Uncalibrated scores of a window, float32 `(n_genres,)`, and what kind of sound it is."""

    scores: NDArray[np.float32]
    sound: Sound | None = None


@dataclass(frozen=True)
class SoundThresholds:
    """From where on an outcome is said; from the model's manifest, measured on held-out sounds."""

    music_from: float  # probability of music, 0–1
    foreign_from: float  # probability of music of none of the genres, 0–1
    foreign_words: frozenset[str] = frozenset()  # words for music of none of the genres


def sounds_to_track(sounds: Sequence[Sound], durations_s: Sequence[float]) -> Sound:
    """Join the windows' sounds by duration; how foreign they are and their words by music too.

    Applause at the end says nothing about the music before it.
    """
    kinds = np.stack([sound.kinds for sound in sounds])
    weights = np.asarray(durations_s) * np.maximum(kinds[:, 0], np.finfo(float).tiny)
    return Sound(
        np.average(kinds, axis=0, weights=durations_s),
        float(np.average([sound.foreign for sound in sounds], weights=weights)),
        np.average([sound.tags for sound in sounds], axis=0, weights=weights),
    )


def sound_to_kind(sound: Sound, thresholds: SoundThresholds) -> Kind | None:
    """Name what is heard instead of music; None for music."""
    if sound.kinds[0] >= thresholds.music_from:
        return None
    return KINDS[int(sound.kinds[1:].argmax())]


def is_foreign(sound: Sound, tag_names: Sequence[str], thresholds: SoundThresholds) -> bool:
    """Tell whether music is of none of the genres, by its sound or by the first of its words.

    House is “dance, electronic”, which is none of ten genres, however like disco it sounds.
    """
    if sound.foreign >= thresholds.foreign_from:
        return True
    if not tag_names:
        return False
    first = int(sound.tags.argmax())
    return tag_names[first] in thresholds.foreign_words and bool(sound.tags[first] >= WORD_FROM)


def tags_to_named(names: Sequence[str], sound: Sound | None) -> Mapping[str, float] | None:
    """Give the tags their names; None stays None."""
    return None if sound is None else dict(zip(names, sound.tags.tolist(), strict=True))
