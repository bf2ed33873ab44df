"""Recipes on made-up clips, for tests of what is measured with them."""

from typing import Final

import numpy as np

from training.data.dataset import Clip
from training.evaluation.folds import Features
from training.genre import svm
from training.genre.recipes import Recipe

GENRES: Final = ("jazz", "rock")
N_CLIPS: Final = 60


def made_clips() -> list[Clip]:
    """Make clips of two genres that differ in their lower half; the last one has no fold."""
    random = np.random.default_rng(3)
    clips = []
    for number in range(N_CLIPS):
        genre = GENRES[number % 2]
        log_mel = random.normal(-50, 10, (128, 387)).astype(np.float32)
        log_mel[:64] += 8 * (number % 2)
        fold = "" if number == N_CLIPS - 1 else "123"[number // 2 % 3]
        split = "train" if number < N_CLIPS // 2 else "valid"
        clips.append(Clip(f"{genre}.{number}", genre, split, fold, log_mel, f"artist {number}"))
    return clips


def clips_to_means(clips: list[Clip]) -> Features:
    """Compute the mean of eight groups of bands, float32 `(n_clips, 8)`."""
    return np.stack([c.log_mel.reshape(8, 16, -1).mean(axis=(1, 2)) for c in clips])


def made_recipe(clips: list[Clip], name: str = svm.NAME) -> Recipe:
    """Make a recipe with few features and the SVM."""
    return Recipe(name, clips_to_means(clips), svm.fit, clips_to_means)
