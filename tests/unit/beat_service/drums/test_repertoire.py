"""The catalogue's patterns: enough, in several meters, no two alike, training data apart."""

from itertools import combinations
from pathlib import Path

import pytest
from pydantic import ValidationError

from beat_service.drums.hits import pattern_to_hits
from beat_service.drums.pattern import PATTERNS, Pattern, Style, folder_to_styles
from beat_service.drums.repertoire import MORE_PATTERNS, folders_to_repertoire

STYLES = folders_to_repertoire()
FEWEST_PATTERNS = 200
FEWEST_OF_A_STYLE = 6
LEARNT = 95  # what the style model was trained on; its figures hold for these alone
NEAREST = 0.25  # share of the strokes of two patterns together that one of them lacks
GRID = 24  # [1/beat] on which strokes are compared: swing and rolls count


def strokes(pattern: Pattern) -> set[tuple[int, str]]:
    """List time and voice of the strokes of four bars."""
    return {(round(hit.beat * GRID), hit.voice) for hit in pattern_to_hits(pattern, 4)}


def test_there_are_enough() -> None:
    """Two hundred patterns and more, six or more of every style, with names of their own."""
    patterns = [pattern for style in STYLES for pattern in style.patterns]

    assert len(patterns) >= FEWEST_PATTERNS
    assert min(len(style.patterns) for style in STYLES) >= FEWEST_OF_A_STYLE
    assert len(patterns) == len({pattern.id for pattern in patterns})
    assert all(
        len(style.patterns) == len({pattern.title for pattern in style.patterns})
        for style in STYLES
    )


def test_readme_says_how_many() -> None:
    """The number that README names is that of the patterns."""
    readme = (Path(__file__).parents[4] / "README.md").read_text(encoding="utf-8")

    n_patterns = sum(len(style.patterns) for style in STYLES)
    assert f"from a catalogue of {n_patterns} that plays at the song's tempo" in readme


def test_meters_and_lengths() -> None:
    """There are bars of three, five, six and seven, and patterns of one, two and four bars."""
    patterns = [pattern for style in STYLES for pattern in style.patterns]

    assert {"4/4", "3/4", "6/8", "5/4", "7/8"} == {pattern.meter for pattern in patterns}
    assert {1, 2, 4} == {pattern.bars for pattern in patterns}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_two_of_a_style_are_alike(style: Style) -> None:
    """Any two patterns of a style differ in a good part of their strokes, and in density."""
    played = {pattern.id: strokes(pattern) for pattern in style.patterns}
    near = {
        (first, second): len(played[first] ^ played[second]) / len(played[first] | played[second])
        for first, second in combinations(played, 2)
    }
    density = [len(played[pattern.id]) / pattern.beats_per_bar for pattern in style.patterns]

    assert not {pair: distance for pair, distance in near.items() if distance < NEAREST}
    assert max(density) > 1.25 * min(density)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_style_has_a_longer_phrase(style: Style) -> None:
    """Each style has a pattern whose bars are not all the same: a variation or a fill."""
    assert any(pattern.bars > 1 for pattern in style.patterns)


def test_what_was_learnt_stays_apart() -> None:
    """Training reads `patterns/` alone, and every pattern of it is in the catalogue unchanged."""
    learnt = [pattern for style in folder_to_styles() for pattern in style.patterns]
    played = [pattern for style in STYLES for pattern in style.patterns]

    assert LEARNT == len(learnt)
    assert all(pattern in played for pattern in learnt)
    assert [style.tempo_bpm for style in folder_to_styles()] == [s.tempo_bpm for s in STYLES]


def written(folder: Path, text: str) -> Path:
    """Write a file of further patterns into a folder."""
    (folder / "more.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "error", "reason"),
    [
        (('style = "Rock"', 'style = "Polka"'), ValueError, "Polka is no style of patterns/"),
        (("bpm = 118", "bpm = 230"), ValidationError, "230.0 BPM is not Rock's"),
        (("bpm = 118", 'bpm = 118\nsummary = "mine"'), ValidationError, "summary"),
    ],
)
def test_faults_are_named(
    tmp_path: Path, change: tuple[str, str], error: type[Exception], reason: str
) -> None:
    """A style that nobody described, a tempo that it lacks and a key too many are told."""
    text = (MORE_PATTERNS / "rock.toml").read_text("utf-8").replace(*change)
    with pytest.raises(error, match=reason):
        folders_to_repertoire(PATTERNS, written(tmp_path, text))
