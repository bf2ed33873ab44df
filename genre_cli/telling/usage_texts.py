"""What is wrong with a command line, beside what Typer says itself, in every language."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class UsageTexts:
    """One language's words: what was wrong, and what is allowed."""

    fields_unknown: str
    no_own_name: str
    no_picture: str
    language_unknown: str
    no_text: str
    no_address: str


USAGE_TEXTS: Final = InEveryLanguage(
    "usage",
    UsageTexts(
        fields_unknown="There is no field {unknown}; the fields are {known}.",
        no_own_name="“{text}” gives a genre no name of your own; write genre=name, "
        "as rock=Rock/Indie.",
        no_picture="“{name}” is no name of a picture; it ends with {known}.",
        language_unknown="There is no language {unknown}; the languages are {known}.",
        no_text="Parquet is no text for a terminal; name a file.",
        no_address="“{url}” is no address such as http://localhost:5000.",
    ),
)
