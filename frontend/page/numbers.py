"""Numbers as people of a language write them."""

from frontend.texts.page import STRINGS
from music_genre.translations.catalogues import Language


def number_to_text(number: float, digits: int, language: Language) -> str:
    """Write a number with so many digits after its point or comma."""
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return sign + f"{abs(number):.{digits}f}".replace(".", STRINGS[language].decimal_sign)


def share_to_percent(share: float, language: Language) -> str:
    """Write a share 0–1 in whole per cents."""
    return STRINGS[language].percent.format(number=f"{share * 100:.0f}")
