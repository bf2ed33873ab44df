"""Which languages there are, and which of them a reader gets."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from music_genre.translations.catalogues import (
    DEFAULT_LANGUAGE,
    FOLDER,
    LANGUAGES,
    folder_to_catalogues,
    header_to_language,
    tag_to_language,
)


def test_languages_are_the_files() -> None:
    """English, and a language for each catalogue in the folder; the report's is among them."""
    named = {path.stem for path in FOLDER.glob("*.mo")}

    assert {"en", *named} == set(LANGUAGES)
    assert named == {path.stem for path in FOLDER.glob("*.po")}
    assert "fr" == DEFAULT_LANGUAGE
    assert {"fr", "de"} <= named


def test_a_language_is_a_file(tmp_path: Path) -> None:
    """One more file is one more language, without a change of code."""
    catalogue = Catalog()
    catalogue.add("Cancel", "Cancelar", context="page.cancel")
    with (tmp_path / "es.mo").open("wb") as file:
        write_mo(file, catalogue)

    catalogues = folder_to_catalogues(tmp_path)

    assert ["en", "es"] == list(catalogues)
    assert "Cancelar" == catalogues["es"].pgettext("page.cancel", "Cancel")
    assert "Cancel" == catalogues["es"].pgettext("script.cancel", "Cancel")
    assert "Cancel" == catalogues["en"].pgettext("page.cancel", "Cancel")


def test_what_is_no_catalogue_is_not_passed_over(tmp_path: Path) -> None:
    """A damaged file stops the start instead of leaving a language out."""
    (tmp_path / "es.mo").write_bytes(b"not a catalogue")

    with pytest.raises(OSError, match="Bad magic number"):
        folder_to_catalogues(tmp_path)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("*", "fr"),
        ("xx", "fr"),
        ("de", "de"),
        ("de-AT;q=0.9,en;q=0.8", "de"),
        ("en", "en"),
        ("en-US,fr;q=0.5", "en"),
        ("fr-CA,en;q=0.9", "fr"),
        ("xx,en;q=0.8,fr;q=0.9", "fr"),
        ("fr;q=0.5,en;q=0.5", "fr"),
        ("en;q=0.5,fr;q=0.5", "en"),
        ("en;q=0", "fr"),
        ("rubbish;;q=x", "fr"),
    ],
)
def test_language_of_a_header(header: str | None, language: str) -> None:
    """The language wanted most that there is; French for whoever wants none of them."""
    assert language == header_to_language(header)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_asked_for(language: str) -> None:
    """Each is answered, by its tag alone, with a region, and before others less wanted."""
    assert language == header_to_language(language)
    assert language == header_to_language(f"{language.upper()}-XY")
    assert language == header_to_language(f"xx,{language};q=0.3")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr", "fr"), (" EN_gb ", "en"), ("fr-Latn-CH", "fr"), ("f", None), ("", None), ("*", None)],
)
def test_language_of_a_tag(tag: str, language: str | None) -> None:
    """What is narrower than our languages is answered by the wider one."""
    assert language == tag_to_language(tag)
