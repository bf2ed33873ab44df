"""Bring the catalogues of translations up to date, for `make translations`.

Every English text of the code gets its entry in every `.po` of `music_genre/translations`, in the
code's order. What was translated stays. Where the English of a key has changed, the translation
stays as `fuzzy`, with the English that it was made of: it is not used until somebody has looked.
Entries without a text in the code go. Then each catalogue is compiled to the `.mo` that is read.

A new language: `python -m tools.translations es` makes `es.po`, without a translation yet.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from frontend.texts.about import ABOUT_STRINGS
from frontend.texts.beat import BEAT_STRINGS
from frontend.texts.music import MUSIC_STRINGS
from frontend.texts.page import GENRE_LABELS, STRINGS
from frontend.texts.queue import QUEUE_STRINGS
from frontend.texts.scripts import SCRIPT_STRINGS
from frontend.texts.status import STATUS_STRINGS
from frontend.texts.verdict import TAG_LABELS, VERDICT_STRINGS
from genre_cli.telling.problems import FILE_PROBLEMS
from genre_cli.telling.review_texts import REVIEW_TEXTS
from genre_cli.telling.stats_texts import STATS_TEXTS
from genre_cli.telling.texts import TEXTS
from genre_cli.telling.usage_texts import USAGE_TEXTS
from music_genre.translations.catalogues import FOLDER
from music_genre.translations.texts import InEveryLanguage, texts_to_changed
from music_genre.webapi.beat_sentence import SENTENCES
from music_genre.webapi.messages import PROBLEMS_BY_LANGUAGE
from music_genre.webapi.texts.not_audio import NOT_AUDIO

TABLES: Final[tuple[InEveryLanguage[Any], ...]] = (
    *(STRINGS, GENRE_LABELS, VERDICT_STRINGS, TAG_LABELS, SENTENCES, BEAT_STRINGS, MUSIC_STRINGS),
    *(
        SCRIPT_STRINGS,
        QUEUE_STRINGS,
        ABOUT_STRINGS,
        STATUS_STRINGS,
        PROBLEMS_BY_LANGUAGE,
        NOT_AUDIO,
        TEXTS,
        REVIEW_TEXTS,
        STATS_TEXTS,
        USAGE_TEXTS,
        FILE_PROBLEMS,
    ),
)
LINE_WIDTH: Final = 100


class Translation(Catalog):
    """A catalogue whose header says what a reader needs: no dates, and not which tool wrote it."""

    @property  # type: ignore[misc]  # Babel's can be set
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return the lines of the header."""
        return [
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def main() -> None:
    """Renew every catalogue, and begin one for each language that is named."""
    names = {path.stem for path in FOLDER.glob("*.po")} | set(sys.argv[1:])
    for name in sorted(names):
        path = FOLDER / f"{name}.po"
        catalogue = renewed(file_to_catalogue(path) if path.exists() else begun(name))
        path.write_bytes(catalogue_to_po(catalogue))
        path.with_suffix(".mo").write_bytes(catalogue_to_mo(catalogue))
        missing = [message.context for message in entries(catalogue) if not is_done(message)]
        print(f"{path.name}: {len(catalogue)} texts, {len(missing)} to be translated")
        for key in missing:
            print(f"  {key}")


def english_texts() -> dict[str, str]:
    """List every English text of the code by its key, in the order of the code."""
    found: dict[str, str] = {}

    def keep(key: str, text: str) -> str:
        found[key] = text
        return text

    for table in TABLES:
        texts_to_changed(table.english, table.name, keep)
    return found


def file_to_catalogue(path: Path) -> Catalog:
    """Read what people write, a `.po`. Raises `PoFileError` where it is none."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def begun(language: str) -> Catalog:
    """Make a catalogue without entries, whose first lines say how to go on."""
    return Catalog(header_comment=f"# {language}: translate each msgid, then `make translations`.")


def renewed(old: Catalog) -> Catalog:
    """Make a catalogue of the code's texts, with the translations and comments of an older one."""
    known = {message.context: message for message in entries(old)}
    new = Translation(header_comment=old.header_comment, fuzzy=False)
    for key, english in english_texts().items():
        was = known.get(key)
        if was is None:
            new.add(english, "", context=key)
            continue
        is_other = was.id != english and bool(was.string)
        new.add(
            english,
            was.string,
            context=key,
            flags=was.flags | ({"fuzzy"} if is_other else set()),
            user_comments=was.user_comments,
            previous_id=was.id if is_other else was.previous_id,
        )
    return new


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Yield the entries without the header."""
    return (message for message in catalogue if message.id)


def is_done(message: Message) -> bool:
    """Tell whether an entry is translated, by somebody who had its present English before them."""
    return bool(message.string) and not message.fuzzy


def catalogue_to_po(catalogue: Catalog) -> bytes:
    """Write what people read and change."""
    file = BytesIO()
    write_po(file, catalogue, width=LINE_WIDTH, include_previous=True)
    return file.getvalue()


def catalogue_to_mo(catalogue: Catalog) -> bytes:
    """Compile what is read at run time: entries that are done."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


if __name__ == "__main__":
    main()
