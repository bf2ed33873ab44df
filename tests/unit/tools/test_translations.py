"""The catalogues are whole, compiled, and kept when the English changes."""

import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from music_genre.translations import catalogues
from tools import translations
from tools.translations import (
    TABLES,
    begun,
    catalogue_to_mo,
    catalogue_to_po,
    english_texts,
    entries,
    file_to_catalogue,
    is_done,
    renewed,
)

ROOT = Path(__file__).parents[3]
FILES = sorted(catalogues.FOLDER.glob("*.po"))
KEY = "page.cancel"

each_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def blanks(text: str) -> Counter[str]:
    """Count what a text has to be filled in with, and how a number is written."""
    fields = string.Formatter().parse(text)
    return Counter(f"{name}:{spec}" for _, name, spec, _ in fields if name is not None)


def entry(catalogue: Catalog, key: str = KEY) -> Message:
    """Find the entry of a key."""
    (found,) = [message for message in entries(catalogue) if message.context == key]
    return found


@each_file
def test_every_text_is_translated(path: Path) -> None:
    """No text of the code is missing, doubtful or of another English; none is left from before."""
    catalogue = file_to_catalogue(path)

    assert english_texts() == {message.context: message.id for message in entries(catalogue)}
    assert [] == [message.context for message in entries(catalogue) if not is_done(message)]


@each_file
def test_blanks_are_the_same(path: Path) -> None:
    """A translation has each `{…}` of the English as often, and no other."""
    for message in entries(file_to_catalogue(path)):
        assert blanks(str(message.id)) == blanks(str(message.string)), message.context


@each_file
def test_files_are_as_made(path: Path) -> None:
    """The `.po` is as `make translations` writes it, and the `.mo` is compiled of it."""
    catalogue = renewed(file_to_catalogue(path))

    assert catalogue_to_po(catalogue).decode() == path.read_text(encoding="utf-8")
    assert catalogue_to_mo(catalogue) == path.with_suffix(".mo").read_bytes()


def test_a_language_has_a_name_of_its_own() -> None:
    """The switch of languages calls it as its speakers do."""
    names = [entry(file_to_catalogue(file), "page.language_name").string for file in FILES]

    assert len(FILES) == len({*names} - {"English"})


def test_every_table_is_there() -> None:
    """Whatever is made for every language is brought into the catalogues, under its own name."""
    rooms = ("music_genre", "frontend", "genre_cli")
    sources = [path.read_text() for room in rooms for path in (ROOT / room).rglob("*.py")]
    made = re.findall(r"= InEveryLanguage\(\s*\"(\w+)\"", "\n".join(sources))

    assert sorted(made) == sorted(table.name for table in TABLES)
    assert len(made) == len(set(made))


def test_a_new_language_has_everything_to_do() -> None:
    """A catalogue that is begun has every text, and none of them is done."""
    new = renewed(begun("es"))

    assert english_texts().keys() == {message.context for message in entries(new)}
    assert not any(is_done(message) for message in entries(new))
    assert catalogue_to_po(new).decode().startswith("# es: ")
    assert len(catalogue_to_mo(new)) < 1000


def test_what_was_translated_stays() -> None:
    """Translations and their comments outlive an update."""
    old = begun("es")
    old.add("Cancel", "Cancelar", context=KEY, user_comments=["a button"])

    kept = entry(renewed(old))

    assert ("Cancelar", ["a button"], True) == (kept.string, kept.user_comments, is_done(kept))


def test_a_text_that_changed_waits_for_somebody() -> None:
    """Its translation is kept beside the English that it was made of, and not used."""
    old = begun("es")
    old.add("Stop", "Parar", context=KEY)
    new = renewed(old)

    waiting = entry(new)
    assert ("Cancel", "Parar", False) == (waiting.id, waiting.string, is_done(waiting))
    assert '#| msgid "Stop"' in catalogue_to_po(new).decode()
    assert b"Parar" not in catalogue_to_mo(new)


def test_a_text_that_went_goes() -> None:
    """No entry is left of what the code does not say any more."""
    old = begun("es")
    old.add("Stop", "Parar", context="page.gone")

    assert "page.gone" not in {message.context for message in entries(renewed(old))}


def test_main_begins_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language that is named gets its two files, and the report lists what is to do."""
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["translations", "es"])

    translations.main()

    n = len(english_texts())
    said = capsys.readouterr().out
    assert f"es.po: {n} texts, {n} to be translated" in said
    assert KEY in said
    assert ["es.mo", "es.po"] == sorted(path.name for path in tmp_path.iterdir())
    assert "es" in catalogues.folder_to_catalogues(tmp_path)
