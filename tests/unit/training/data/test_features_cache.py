"""What an interrupted run has computed is not computed again, and nothing stale is used."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from signals import song, to_file

from training.data.dataset import Clip, file_to_log_mel
from training.data.features_cache import CLIPS_PER_FILE, cached_features, cached_log_mel

Floats = NDArray[np.float32]
CLIPS = [
    Clip(f"{n}", "polka", "all", "", np.full((2, 2), n, np.float32))
    for n in range(CLIPS_PER_FILE + 1)
]


class Counting:
    """Features that are the clips' levels; counts the clips and can break off."""

    def __init__(self, break_off_at: int = len(CLIPS)) -> None:
        self.seen = 0
        self.break_off_at = break_off_at

    def __call__(self, clips: list[Clip]) -> Floats:
        """The levels."""
        if self.seen >= self.break_off_at:
            raise KeyboardInterrupt
        self.seen += len(clips)
        return np.array([clip.log_mel[0] for clip in clips])


def test_interrupted_run_goes_on(tmp_path: Path) -> None:
    """Only what the interrupted run had not reached is computed, in the clips' order."""
    with pytest.raises(KeyboardInterrupt):
        cached_features(tmp_path, CLIPS, [], Counting(CLIPS_PER_FILE), "made")
    rest = Counting()

    features = cached_features(tmp_path, CLIPS, [], rest, "made")

    assert 1 == rest.seen
    np.testing.assert_array_equal(np.arange(len(CLIPS)), features[:, 0])


def test_changed_code_starts_afresh(tmp_path: Path) -> None:
    """When a source or the title changes, everything is computed again."""
    source = tmp_path / "code.py"
    for text, title in (("1", ""), ("2", ""), ("2", "int8")):
        source.write_text(text)
        counting = Counting()
        cached_features(tmp_path, CLIPS, [source], counting, title)
        assert len(CLIPS) == counting.seen


def test_log_mels_are_kept_by_content(tmp_path: Path) -> None:
    """A file under another name is not read again; another file under the same name is."""
    first, second, cache = tmp_path / "a.wav", tmp_path / "b.wav", tmp_path / "cache"
    first.write_bytes(to_file(song(2)))
    log_mel = cached_log_mel(cache, first)
    second.write_bytes(first.read_bytes())
    first.write_bytes(to_file(song(2, bpm=70)))

    np.testing.assert_array_equal(log_mel, cached_log_mel(cache, second))
    assert 1 == len(list(cache.iterdir()))
    np.testing.assert_array_equal(file_to_log_mel(first), cached_log_mel(cache, first))
    assert 2 == len(list(cache.iterdir()))
