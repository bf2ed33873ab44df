"""Styles by rhythm and by genre: a whole table, and a genre that leans but does not rule."""

import pytest

from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.genre_styles import FLOOR, STYLES, genres_to_fit, styles_with_genres

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
    fused = styles_with_genres({"Reggae": 0.9, "Rock": 0.1}, {"metal": 1.0})

    assert "Reggae" == max(fused, key=fused.__getitem__)
    assert FLOOR * 0.9 / (FLOOR * 0.9 + 0.1) == pytest.approx(fused["Reggae"])


@pytest.mark.parametrize("genre", ["classical", "gqom"])
def test_a_genre_that_is_not_in_the_table_says_nothing(genre: str) -> None:
    """Music without drums, and genres of somebody's own model, leave the rhythm's answer alone."""
    assert pytest.approx(OPEN) == styles_with_genres(OPEN, {genre: 1.0})


def test_fit_is_the_mean_over_genres() -> None:
    """Half a genre that plays the style and half one that does not."""
    assert pytest.approx((1 + FLOOR) / 2) == genres_to_fit({"metal": 0.5, "disco": 0.5}, "Metal")
