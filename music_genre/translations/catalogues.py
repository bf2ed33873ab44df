"""The languages there are: English, and one gettext catalogue in this folder for each other.

`de.po` is what people write and `de.mo` what is read here; `make translations` makes the one of the
other. A catalogue is called by its BCP 47 tag, and adding a language is adding its file. English is
the source, and stands in the code. How an entry is found: `music_genre.translations.texts`.
"""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
SOURCE_LANGUAGE: Final = "en"
DEFAULT_LANGUAGE: Final = "fr"  # of whoever asks for none: the report's own

Language = str  # one of `LANGUAGES`


def folder_to_catalogues(folder: Path) -> dict[Language, NullTranslations]:
    """Read every compiled catalogue of a folder, by its language; English is one without entries.

    Raises `OSError` or `UnicodeDecodeError` where a file is no catalogue.
    """
    catalogues = {SOURCE_LANGUAGE: NullTranslations()}
    for path in sorted(folder.glob("*.mo")):
        with path.open("rb") as file:
            catalogues[path.stem] = GNUTranslations(file)
    return catalogues


CATALOGUES: Final[Mapping[Language, NullTranslations]] = folder_to_catalogues(FOLDER)
LANGUAGES: Final = tuple(CATALOGUES)


def header_to_language(accept_language: str | None) -> Language:
    """Choose the language of an `Accept-Language` header: the one wanted most, French for none.

    Of equals the first counts. `de-AT` is answered by `de` where there is no catalogue of its own.
    """
    best: Language = DEFAULT_LANGUAGE
    best_quality = 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameter = part.strip().partition(";")
        language, quality = tag_to_language(tag), _parameter_to_quality(parameter)
        if language and quality > best_quality:
            best, best_quality = language, quality
    return best


def tag_to_language(tag: str) -> Language | None:
    """Find the language of a tag, or of what is left without its last parts; None for none."""
    names = {language.lower(): language for language in LANGUAGES}
    parts = tag.strip().replace("_", "-").lower().split("-")
    shorter = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((names[name] for name in shorter if name in names), None)


def _parameter_to_quality(parameter: str) -> float:
    """Read `q=0.5` as 0.5; 1 where there is none, 0 where it is no number."""
    name, _, text = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(text) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
