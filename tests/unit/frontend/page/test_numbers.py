"""Numbers in the languages."""

import pytest

from frontend.page.numbers import number_to_text, share_to_percent
from music_genre.translations.catalogues import Language


@pytest.mark.parametrize(
    ("number", "digits", "language", "text"),
    [
        (-11.34, 1, "en", "\N{MINUS SIGN}11.3"),
        (-11.34, 1, "fr", "\N{MINUS SIGN}11,3"),
        (2105.2, 0, "en", "2105"),
        (0.0, 2, "fr", "0,00"),
        (44.1, 1, "de", "44,1"),
    ],
)
def test_numbers(number: float, digits: int, language: Language, text: str) -> None:
    """French and German have a comma, and a minus is no hyphen."""
    assert text == number_to_text(number, digits, language)


@pytest.mark.parametrize(
    ("share", "language", "text"),
    [
        (0.125, "en", "12%"),
        (1.0, "en", "100%"),
        (0.5, "fr", "50\N{NO-BREAK SPACE}%"),
        (0.5, "de", "50\N{NO-BREAK SPACE}%"),
    ],
)
def test_shares(share: float, language: Language, text: str) -> None:
    """Whole per cents, with a space but in English."""
    assert text == share_to_percent(share, language)
