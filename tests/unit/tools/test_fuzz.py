"""Damaged files: made alike by the same seed, and no worker fails at a few of each container."""

from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.decoding.workers import Workers
from music_genre.audio.errors import DecoderCrashedError
from tools import fuzz
from tools.encoders import WRITERS


def test_damage_is_repeatable() -> None:
    """The same seed makes the same files, none of them like the original."""
    encoded = bytes(range(256)) * 4
    first, second = (
        [fuzz.damaged(encoded, np.random.default_rng(seed)) for seed in range(30)] for _ in range(2)
    )

    assert first == second
    assert encoded not in first


def test_no_worker_fails() -> None:
    """A few damaged files of each container are answered or refused."""
    ends = fuzz.fuzz([*WRITERS], 3, seed=1)

    assert WRITERS.keys() == ends.keys()
    assert {"answered", "refused"} >= {end for counts in ends.values() for end in counts}


def test_failure_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file at which a worker ends is kept, to be looked at."""

    def crash(*_: object) -> None:
        raise DecoderCrashedError

    monkeypatch.setattr(Workers, "decode", crash)
    monkeypatch.setattr(fuzz, "FOLDER", tmp_path)

    assert "decoder_crashed" == fuzz.file_to_end(Workers(), "WAV", b"file")
    assert [b"file"] == [path.read_bytes() for path in tmp_path.iterdir()]
