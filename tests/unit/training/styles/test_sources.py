"""Examples that were kept are made anew when what they are made of changes."""

from pathlib import Path

import pytest
from code_walk import file_to_sources

from training.styles import mixed_examples, sources
from training.styles.sources import SOURCES, installed_fonts, sources_to_digest

TEXTS = {"webapi", "texts", "translations"}  # what errors say makes no example


def test_kept_examples_depend_on_all_code_that_makes_them() -> None:
    """The key covers every file behind an example; soft music's spectrograms and words are none."""
    log_mels = {
        "music_genre.audio.grid",
        "music_genre.audio.levels",
        "music_genre.audio.stage_clock",
        "music_genre.audio.track",
        "music_genre.audio.windows",
        "training.data.dataset",
    }
    refusals = {"beat_service.errors", "music_genre.job"}
    needed = file_to_sources(Path(mixed_examples.__file__), log_mels | refusals)
    needed = {source for source in needed if source.parent.name not in TEXTS}

    assert needed == {source for source in SOURCES if source.suffix == ".py"}


def test_fonts_change_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with other sound fonts makes other examples; the same ones have the same key."""
    monkeypatch.setattr(sources, "installed", lambda path: path.name == "TimGM6mb.sf2")
    with_one, fonts = sources_to_digest(), installed_fonts()
    monkeypatch.setattr(sources, "installed", lambda _: False)

    assert [] == installed_fonts() != fonts
    assert sources_to_digest() == sources_to_digest() != with_one
