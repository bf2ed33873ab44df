"""Which songs of a library are alike, and which follow one another well.

Alike is what the SVM's learnt network hears alike: the cosine of two embeddings, from which the
library's mean is taken, because all music has much in common. Following well is that, a tempo that
a fader reaches, and a key that mixes (Camelot's wheel).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontend.page.camelot_wheel import code_to_fitting
from genre_cli.library.songs import song_to_embedding
from genre_cli.library.tables import Song

ENOUGH_FOR_A_MEAN: Final = 20  # songs
TEMPO_WEIGHT: Final = 2.0  # of an octave, in cosine; 8 % faster costs 0.22
HALF_OR_DOUBLE: Final = 0.15  # what mixing at half or double tempo costs
KEY_COST: Final = 0.2  # of two keys that do not mix
UNKNOWN_COST: Final = 0.1  # of a tempo or a key that nobody knows

NO_MUSIC: Final = frozenset({"not_music", "silence"})  # outcomes


@dataclass(frozen=True)
class Alike:
    """A song and how alike it is to the one asked about, −1 … 1."""

    song: Song
    likeness: float


class Likenesses:
    """Songs that have an embedding, with the comparison to each other."""

    def __init__(self, songs: Sequence[Song]) -> None:
        rows = [(song, song_to_embedding(song)) for song in songs]
        self.songs = [song for song, row in rows if row is not None]
        embeddings = np.array([row for _, row in rows if row is not None], np.float32)
        is_enough = len(self.songs) >= ENOUGH_FOR_A_MEAN
        self._mean = embeddings.mean(axis=0) if is_enough else np.float32(0)
        self._rows = to_unit(embeddings - self._mean)

    def to(self, song: Song) -> NDArray[np.float32]:
        """Compare all with a song, float32 `(n_songs,)`, −1 … 1; zeros where it is silent."""
        embedding = song_to_embedding(song)
        if embedding is None or not self.songs:
            return np.zeros(len(self.songs), np.float32)
        likenesses: NDArray[np.float32] = self._rows @ to_unit((embedding - self._mean)[None])[0]
        return likenesses

    def alike(self, song: Song, most: int) -> list[Alike]:
        """List the songs that are most alike, without the song and its copies."""
        found = [
            Alike(other, float(likeness))
            for other, likeness in zip(self.songs, self.to(song), strict=True)
            if other.sha256 != song.sha256
        ]
        return sorted(found, key=lambda one: (-one.likeness, one.song.path))[:most]

    def playlist(self, first: Song, longest_s: float) -> list[Song]:
        """Chain songs like the first, each following the last well, as long as they fit [s].

        What is heard to be no music is left out, unless a person gave it a genre.
        """
        likenesses = self.to(first)
        left = {
            n
            for n, song in enumerate(self.songs)
            if song.sha256 != first.sha256 and (song.outcome not in NO_MUSIC or song.genre)
        }
        chain, used = [first], first.duration_s or 0.0
        while True:
            fitting = [n for n in left if used + (self.songs[n].duration_s or 0.0) <= longest_s]
            if not fitting:
                return chain
            costs = {
                n: follow_cost(chain[-1], self.songs[n]) - float(likenesses[n]) for n in fitting
            }
            best = min(fitting, key=lambda n: (costs[n], self.songs[n].path))
            chosen = self.songs[best]
            chain.append(chosen)
            used += chosen.duration_s or 0.0
            left -= {n for n in left if self.songs[n].sha256 == chosen.sha256}


def to_unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to length 1; zeros stay."""
    if not rows.size:
        return rows
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def follow_cost(before: Song, after: Song) -> float:
    """Tell how badly a song follows another, 0 for the same tempo and a key that mixes."""
    return tempo_cost(before.bpm, after.bpm) + key_cost(before.camelot, after.camelot)


def tempo_cost(before: float | None, after: float | None) -> float:
    """Tell how far two tempi are apart; half and double are near [BPM]."""
    if before is None or after is None:
        return UNKNOWN_COST
    octaves = math.log2(after / before)
    apart = [(abs(octaves), 0.0), (abs(abs(octaves) - 1), HALF_OR_DOUBLE)]
    return min(TEMPO_WEIGHT * distance + cost for distance, cost in apart)


def key_cost(before: str | None, after: str | None) -> float:
    """Tell whether two keys mix, by their Camelot codes."""
    if before is None or after is None:
        return UNKNOWN_COST
    return 0.0 if after in {before, *code_to_fitting(before)} else KEY_COST
