"""Repeated cross-validation: artists stay together, seeds draw other folds."""

import numpy as np
import pytest

from training.data.dataset import Clip
from training.evaluation.folds import FoldsError
from training.genre.recipes import Recipe
from training.genre.splits import AT_RANDOM, BY_ARTIST, clips_to_drawn, recipes_to_report

GENRES = ("jazz", "rock")


def made_clips() -> list[Clip]:
    """Make twelve artists of each of two genres with five clips each, and a clip without a fold."""
    log_mel = np.zeros((128, 387), np.float32)
    clips = [
        Clip(f"{genre}.{artist}.{n}", genre, "all", "1", log_mel, f"{genre} {artist}")
        for genre in GENRES
        for artist in range(12)
        for n in range(5)
    ]
    return [*clips, Clip("jazz.unknown", "jazz", "all", "", log_mel)]


def test_artists_stay_together() -> None:
    """Drawn by artist, an artist is in one fold; drawn at random, in several."""
    for how, most in ((BY_ARTIST, 1), (AT_RANDOM, 3)):
        drawn = clips_to_drawn(made_clips(), how, seed=1)
        folds = [{c.fold for c in drawn if c.artist == a} for a in {c.artist for c in drawn} - {""}]
        assert most == max(map(len, folds))
        assert "" == drawn[-1].fold


def test_seeds_draw_other_folds() -> None:
    """Each seed gives another split, and the same seed the same one."""
    one, other, again = (clips_to_drawn(made_clips(), BY_ARTIST, seed) for seed in (0, 1, 0))

    assert [c.fold for c in one] != [c.fold for c in other]
    assert [c.fold for c in one] == [c.fold for c in again]


def test_unknown_artists_are_refused() -> None:
    """Without artists nothing can be drawn fairly."""
    clips = [Clip("jazz.0", "jazz", "all", "1", np.zeros((128, 387), np.float32))]
    recipe = Recipe(
        "svm",
        np.zeros((1, 3), np.float32),
        lambda *_, **__: pytest.fail("fitted"),
        lambda _: pytest.fail("computed"),
    )

    with pytest.raises(FoldsError, match="artist"):
        recipes_to_report([recipe], clips)
