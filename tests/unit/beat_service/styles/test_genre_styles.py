"""Styles by rhythm and by genre: a whole table, and a genre that leans but does not rule."""

import pytest

from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.genre_styles import (
    FLOOR,
    STYLES,
    WEIGHT,
    WORDS,
    genres_to_fit,
    styles_with_genres,
    styles_with_words,
    words_to_genres,
)

OPEN = {"Reggae": 0.3, "Rock": 0.4, "Metal": 0.3}


def test_every_style_goes_with_a_genre() -> None:
    """The table names each style of ours and no other, so that none is always spoken against."""
    assert {style.name for style in folder_to_styles()} == set().union(*STYLES.values())


def test_a_genre_decides_what_rhythm_leaves_open() -> None:
    """Reggae lifts Reggae over the first guess; probabilities still add up to 1."""
    fused = styles_with_genres(OPEN, {"reggae": 0.8, "rock": 0.2})

    assert "Reggae" == max(fused, key=fused.__getitem__)
    assert 1 == pytest.approx(sum(fused.values()))


def test_a_clear_rhythm_wins_over_a_genre() -> None:
    """A genre that is certain takes away a factor, not the style."""
    fused = styles_with_genres({"Reggae": 0.99, "Rock": 0.01}, {"metal": 1.0})
    floor = FLOOR**WEIGHT

    assert "Reggae" == max(fused, key=fused.__getitem__)
    assert floor * 0.99 / (floor * 0.99 + 0.01) == pytest.approx(fused["Reggae"])


def test_words_lean_where_no_genre_fits() -> None:
    """Electronic music is no rock; words that say nothing of drums, and weak ones, are left out."""
    words = words_to_genres({"electronic": 0.6, "house": 0.2, "beautiful": 0.9, "rock": 0.1})
    fused = styles_with_words({"Rock": 0.6, "House": 0.4}, words)

    assert {"electronic": 0.75, "house": 0.25} == pytest.approx(words)
    assert "House" == max(fused, key=fused.__getitem__)
    assert 1 == pytest.approx(sum(fused.values()))


def test_every_word_goes_with_known_styles() -> None:
    """No word names a style that is not ours."""
    assert set().union(*WORDS.values()) <= set().union(*STYLES.values())


@pytest.mark.parametrize("genre", ["classical", "gqom"])
def test_a_genre_that_is_not_in_the_table_says_nothing(genre: str) -> None:
    """Music without drums, and genres of somebody's own model, leave the rhythm's answer alone."""
    assert pytest.approx(OPEN) == styles_with_genres(OPEN, {genre: 1.0})


def test_fit_is_the_mean_over_genres() -> None:
    """Half a genre that plays the style and half one that does not."""
    assert pytest.approx((1 + FLOOR) / 2) == genres_to_fit({"metal": 0.5, "disco": 0.5}, "Metal")
