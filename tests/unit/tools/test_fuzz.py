"""Damaged files: made alike by the same seed, and no reader fails at some of each container."""

from pathlib import Path

import pytest

from music_genre.audio.decoding.workers import Workers
from music_genre.audio.errors import DecoderCrashedError
from tools import fuzz
from tools.fuzzing import midi
from tools.fuzzing.originals import ORIGINALS

N_FILES = 20


def test_no_reader_fails() -> None:
    """Some damaged files of each container and of MIDI are answered, or refused within limits."""
    tallies = fuzz.fuzz([midi.NAME, *ORIGINALS], N_FILES, seed=1)

    assert {midi.NAME, *ORIGINALS} == tallies.keys()
    assert {N_FILES} == {tally.ends.total() for tally in tallies.values()}
    assert [0, 0] == [
        sum(tally.ends[end] for tally in tallies.values()) for end in ("timeout", "crash")
    ]
    assert all(tally.peak_bytes for tally in tallies.values())


@pytest.mark.parametrize("name", ["WAV", midi.NAME])
def test_files_are_repeatable(name: str) -> None:
    """The same seed makes the same files, however many are made, and another one others."""
    few = list(fuzz.seed_to_files(name, 5, 1))

    assert few == [*fuzz.seed_to_files(name, 8, 1)][:5]
    assert few != list(fuzz.seed_to_files(name, 5, 2))


def test_failure_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file at which a worker ends is kept by container, seed and number, and read again."""

    def crash(*_: object) -> None:
        raise DecoderCrashedError

    monkeypatch.setattr(Workers, "decode", crash)
    monkeypatch.setattr(fuzz, "FOLDER", tmp_path)

    tally = fuzz.fuzz_one("AMR", 1, 7, Workers())

    assert {"crash": 1} == tally.ends
    (kept,) = tmp_path.iterdir()
    assert "AMR-7-0-crash" == kept.name
    assert "crash" == fuzz.replay(kept)
