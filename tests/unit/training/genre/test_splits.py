"""Folds drawn anew, excerpts, and both models together."""

import numpy as np
import pytest

from training.data.dataset import Clip
from training.evaluation.folds import FoldsError, HeldOut
from training.evaluation.measures import expected_calibration_error
from training.genre import svm
from training.genre.durations import clip_to_excerpt, held_out_to_row, held_out_to_temperatures
from training.genre.ensemble import held_out_to_ensemble
from training.genre.recipes import Recipe
from training.genre.splits import AT_RANDOM, BY_ARTIST, clips_to_drawn, recipes_to_report

GENRES = ("jazz", "rock")
FOLDS = np.array(["1", "2", "3"] * 60)


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


def made_held_out(seed: int, noise: float) -> HeldOut:
    """Make scores of 180 clips of two genres, right more often the less noise there is."""
    random = np.random.default_rng(seed)
    labels = np.arange(180) // 3 % 2
    scores = random.normal(0, noise, (180, 2)).astype(np.float32)
    scores[np.arange(180), labels] += 1
    return HeldOut(scores, labels, FOLDS)


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
        svm.clips_to_features,
    )

    with pytest.raises(FoldsError, match="artist"):
        recipes_to_report([recipe], clips)


def test_excerpt_is_the_middle() -> None:
    """Ten seconds of thirty begin at ten; a clip that is shorter stays whole."""
    log_mel = np.tile(np.arange(387, dtype=np.float32), (128, 1))
    clip = Clip("made", "jazz", "all", "1", log_mel)

    excerpt = clip_to_excerpt(clip, 10).log_mel

    assert 129 == excerpt.shape[1]
    assert (129, 257) == (excerpt[0, 0], excerpt[0, -1])
    assert 387 == clip_to_excerpt(clip, 60).log_mel.shape[1]


def test_each_duration_has_its_temperature() -> None:
    """Scores that are twice as large at the same accuracy want twice the temperature."""
    held = made_held_out(0, 0.8)
    doubled = HeldOut(2 * held.scores, held.labels, held.folds)

    temperatures = held_out_to_temperatures({30.0: held, 3.0: doubled})
    row = held_out_to_row(doubled, temperatures[30.0])

    assert [3.0, 30.0] == list(temperatures)
    assert 2 * temperatures[30.0] == pytest.approx(temperatures[3.0], rel=0.02)
    assert row["confidence_uncorrected"] > row["confidence"] + 0.03


def test_mean_of_two_models_is_calibrated() -> None:
    """The better model counts more, and the temperature makes the mean as sure as it is right."""
    good, poor = made_held_out(1, 0.8), made_held_out(2, 1.6)

    settings, together = held_out_to_ensemble({"svm": poor, "vgg19": good})

    assert settings.weights["vgg19"] > 0.5
    assert 1 == pytest.approx(sum(settings.weights.values()))
    assert settings.temperature < 1  # a mean of calibrated answers is not sure enough
    assert together.hits.mean() >= good.hits.mean() - 0.02
    assert expected_calibration_error(together.probabilities, together.labels) < 0.1


def test_model_alone_has_all_the_weight() -> None:
    """One model is its own ensemble."""
    held = made_held_out(1, 0.8)

    settings, together = held_out_to_ensemble({"svm": held})

    assert {"svm": 1} == settings.weights
    assert 1 == pytest.approx(settings.temperature, rel=0.15)
    np.testing.assert_array_equal(held.hits, together.hits)
