"""What an interrupted run has computed is not computed again, and nothing stale is used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from code_walk import file_to_sources
from numpy.typing import NDArray

from tools.signals import song, to_file
from training.data import dataset, features_cache
from training.data.dataset import Clip, Spectrograms, file_to_spectrograms
from training.data.features_cache import (
    CLIPS_PER_FILE,
    LOG_MEL_SOURCES,
    cached_features,
    cached_spectrograms,
    clip_to_bytes,
)

Floats = NDArray[np.float32]

CLIPS = [
    Clip(f"{n}", "polka", "all", "", np.full((2, 2), n, np.float32))
    for n in range(CLIPS_PER_FILE + 1)
]

BEHIND_A_LOG_MEL = {
    "music_genre.audio.decoding.excerpts",  # of songs that are heard in part; clips are whole
    "music_genre.audio.decoding.playable",  # for ears, beside the way to a log-mel
    "music_genre.audio.errors",  # says why there is none
    "music_genre.audio.evidence",  # these come after the spectrograms
    "music_genre.audio.scores",
    "music_genre.job",  # says whether somebody still waits
}


class Counting:
    """Features that are the clips' levels; counts the clips and can break off."""

    def __init__(self, break_off_at: int = len(CLIPS)) -> None:
        self.seen = 0
        self.break_off_at = break_off_at

    def __call__(self, clips: list[Clip]) -> Floats:
        """Take the clips' levels."""
        if self.seen >= self.break_off_at:
            raise KeyboardInterrupt
        self.seen += len(clips)
        return np.array([clip.log_mel[0] for clip in clips])


def assert_same(one: Spectrograms, other: Spectrograms) -> None:
    """Compare both spectrograms, to the bit."""
    np.testing.assert_array_equal(one.log_mel, other.log_mel)
    np.testing.assert_array_equal(one.musicnn_mel, other.musicnn_mel)


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


def test_audio_makes_another_clip() -> None:
    """Features of a clip with audio are not taken for those of its stored log-mel alone."""
    with_audio = replace(CLIPS[0], musicnn_mel=np.zeros((3, 96), np.float32))

    assert clip_to_bytes(CLIPS[0]) != clip_to_bytes(with_audio)


def test_spectrograms_are_kept_by_content(tmp_path: Path) -> None:
    """A file under another name is not read again; another file under the same name is."""
    first, second, cache = tmp_path / "a.wav", tmp_path / "b.wav", tmp_path / "cache"
    first.write_bytes(to_file(song(2)))
    kept = cached_spectrograms(cache, first)
    second.write_bytes(first.read_bytes())
    first.write_bytes(to_file(song(2, bpm=70)))

    assert_same(kept, cached_spectrograms(cache, second))
    assert 1 == len(list(cache.iterdir()))
    assert_same(file_to_spectrograms(first), cached_spectrograms(cache, first))
    assert 2 == len(list(cache.iterdir()))


def test_spectrograms_depend_on_all_code_that_makes_them() -> None:
    """The key covers the file with `file_to_spectrograms` and every file that this one needs."""
    needed = file_to_sources(Path(dataset.__file__), BEHIND_A_LOG_MEL)

    assert len(needed) > 1
    assert needed == set(LOG_MEL_SOURCES)


@pytest.mark.parametrize("number", range(len(LOG_MEL_SOURCES)))
def test_changed_code_makes_spectrograms_afresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A spectrogram that other code has made is not used."""
    clip, cache = tmp_path / "a.wav", tmp_path / "cache"
    clip.write_bytes(b"the same bytes")
    made = (Spectrograms(row, -row) for row in np.arange(3, dtype=np.float32)[:, None])
    monkeypatch.setattr(features_cache, "file_to_spectrograms", lambda _: next(made))
    first = [cached_spectrograms(cache, clip) for _ in range(2)]
    changed = tmp_path / "changed.py"
    changed.write_bytes(LOG_MEL_SOURCES[number].read_bytes() + b"# changed")
    sources = [*LOG_MEL_SOURCES[:number], changed, *LOG_MEL_SOURCES[number + 1 :]]
    monkeypatch.setattr(features_cache, "LOG_MEL_SOURCES", sources)

    assert [0.0, 0.0] == [float(kept.log_mel[0]) for kept in first]
    assert 1.0 == float(cached_spectrograms(cache, clip).log_mel[0])


def test_missing_source_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that was renamed is not left out of the key in silence."""
    clip, gone = tmp_path / "a.wav", tmp_path / "gtzan.py"
    clip.write_bytes(to_file(song(2)))
    monkeypatch.setattr(features_cache, "LOG_MEL_SOURCES", [*LOG_MEL_SOURCES, gone])

    with pytest.raises(FileNotFoundError, match="gtzan"):
        cached_spectrograms(tmp_path / "cache", clip)
    with pytest.raises(FileNotFoundError, match="gtzan"):
        cached_features(tmp_path / "cache", CLIPS, [gone], Counting(), "made")
