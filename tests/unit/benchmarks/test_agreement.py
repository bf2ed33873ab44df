"""Whether every way to run a graph gives one answer, on a made graph and made clips."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from unit.training.genre.made_recipes import GENRES, N_CLIPS, made_clips, write_mean_backbone

from benchmarks import agreement
from benchmarks.agreement import (
    EXACT,
    WAYS,
    exact_to_fitted,
    main,
    way_to_held_out,
    way_to_statistics,
)
from music_genre.audio.levels import log_mel_to_levels
from training.evaluation.folds import Features, Scores
from training.genre import vgg19
from training.genre.teacher import Targets
from training.settings import TrainingSettings

CLIPS = made_clips()
KNOWN = CLIPS[:-1]


@dataclass(frozen=True)
class NearestMean:
    """A head for one statistic: the genre whose mean is nearest."""

    means: Features  # (n_genres,)

    def scores(self, features: Features) -> Scores:
        """Compute how near each genre is, float32 `(n, n_genres)`."""
        return np.asarray(-np.abs(features - self.means), np.float32)


def fit_means(features: Features, targets: Targets, _seed: int) -> NearestMean:
    """Fit on one statistic each `(n, 1)` and targets `(n, n_genres)`."""
    labels = targets.argmax(axis=1)
    return NearestMean(np.stack([features[labels == label].mean() for label in np.unique(labels)]))


@pytest.fixture
def backbone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a graph whose one statistic is the mean level, under a head for that."""
    monkeypatch.setattr(vgg19, "fit", fit_means)
    return write_mean_backbone(tmp_path / "mean.onnx")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_statistics_are_the_graphs(backbone: Path, way: agreement.Way) -> None:
    """Each way gives each clip's statistics, and the median time of one."""
    statistics, median_ms = way_to_statistics(way, backbone, KNOWN[:4])

    means = [log_mel_to_levels(clip.log_mel).mean() for clip in KNOWN[:4]]
    assert (4, 1) == statistics.shape
    np.testing.assert_allclose(means, statistics[:, 0], rtol=1e-5)
    assert np.isfinite(median_ms)


def test_heads_have_not_seen_the_fold(backbone: Path, tmp_path: Path) -> None:
    """Every clip is answered by a head of the clips of the other two folds."""
    settings = TrainingSettings(build_dir=tmp_path / "build")
    fitted = exact_to_fitted(backbone, KNOWN, settings)

    held, _ = way_to_held_out(EXACT, backbone, KNOWN, fitted)

    assert {"1", "2", "3"} == fitted.keys()
    for row, clip in zip(held.scores, KNOWN, strict=True):
        others = [other for other in KNOWN if other.fold != clip.fold]
        means = [
            np.mean([log_mel_to_levels(c.log_mel).mean() for c in others if c.genre == genre])
            for genre in GENRES
        ]
        expected = -np.abs(log_mel_to_levels(clip.log_mel).mean() - means)
        np.testing.assert_allclose(expected, row, atol=1e-3)
    assert (N_CLIPS - 1, 2) == held.scores.shape
    assert [clip.fold for clip in KNOWN] == held.folds.tolist()


def test_command_prints_every_way(
    backbone: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line for each way, on every n-th clip with a fold; the exact one agrees with itself."""
    monkeypatch.setenv("BUILD_DIR", str(tmp_path / "build"))
    monkeypatch.setattr(agreement, "folder_to_clips", lambda _: CLIPS)

    main(["--backbone", str(backbone), "--every", "2"])

    printed = capsys.readouterr().out
    lines = [line for line in printed.splitlines() if line.startswith("| ")]
    assert "30 clips, mean.onnx" in printed
    assert 1 + len(WAYS) == len(lines)
    assert "| 100.0% | 0.0000 |" in lines[1]
    assert "(too far)" not in printed
