"""A language that only its catalogue makes: German, in every state of the page."""

import csv
import io
import re
from pathlib import Path
from typing import Final

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare
from e2e.saving import save
from e2e.states import STATES
from playwright.sync_api import Page, expect

from music_genre.translations.catalogues import Language
from music_genre.translations.texts import texts_to_changed
from tools.translations import TABLES

SHORTEST: Final = 3  # letters of a text that is looked for
# What is read or read aloud: a piece of text or an attribute, each by itself.
SAID: Final = """() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    const isOther = parentElement.closest("script, [lang]:not(html), .file-name, .beat-credit");
    if (!isOther) said.push(data);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    for (const one of document.querySelectorAll(`body [${name}]`))
      said.push(one.getAttribute(name));
  return [document.title, ...said.map((one) => one.trim()).filter(Boolean)];
}"""
OPEN_ALL: Final = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""


def texts_of(language: Language) -> set[str]:
    """List every text of a language, in small letters: the page begins sentences with some."""
    found = set()

    def keep(key: str, text: str) -> str:
        found.add(text.lower())
        return key

    for table in TABLES:
        texts_to_changed(table[language], table.name, keep)
    return found


def english_left(said: list[str]) -> list[str]:
    """Find pieces of text that are one of our English texts, where German says it otherwise."""
    english, german = (texts_of(language) for language in ("en", "de"))
    patterns = [
        re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)), re.IGNORECASE)
        for text in english - german
        if sum(map(str.isalpha, re.sub(r"{\w+}", "", text))) >= SHORTEST
    ]
    return [one for one in said if any(pattern.fullmatch(one) for pattern in patterns)]


def test_english_would_be_found() -> None:
    """The search finds whole texts, filled in or not, and leaves what both languages share."""
    assert ["Copy a link", "3 files"] == english_left(["Copy a link", "Tempo", "3 files", "Zoom"])
    assert [] == english_left(["Link kopieren", "Jazz", "{number} Dateien", "Hip-Hop"])


@pytest.mark.parametrize("state", STATES)
def test_no_english_is_left(open_page: OpenPage, song_wav: Path, state: str) -> None:
    """With everything opened, nothing that has a German text is said in English."""
    page = open_page(locale="de-AT")
    STATES[state](page, song_wav)
    page.evaluate(OPEN_ALL)
    said = page.evaluate(SAID)

    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert "Genre bestimmen" in said
    assert [] == english_left(said)


@pytest.mark.parametrize("path", ["/api", "/nothing"])
def test_pages_beside_it(page: Page, path: str) -> None:
    """What is said about the API, and of a page that is not there, is German too."""
    page.goto(f"{path}?lang=de")

    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert [] == english_left(page.evaluate(SAID))


@pytest.mark.parametrize("state", STATES)
def test_long_words_fit_a_phone(open_page: OpenPage, song_wav: Path, state: str) -> None:
    """Nothing is wider than 360 pixels, with everything opened."""
    page = open_page(locale="de-DE", viewport={"width": 360, "height": 800})
    STATES[state](page, song_wav)
    page.evaluate(OPEN_ALL)

    assert 360 >= page.evaluate("document.documentElement.scrollWidth")


def test_switch_keeps_the_result(page: Page, song_wav: Path) -> None:
    """The switch turns the page to German, the result on show too, and is remembered."""
    choose_and_compare(page, song_wav)
    expect(page.locator("#history li")).to_have_count(1)  # all that was asked for has come
    page.get_by_role("link", name="Deutsch").click()

    expect(page.locator("#compare-results .witness")).to_have_text("Gemeinsames Urteil")
    expect(page.locator("#compare-results .restored")).to_have_text("Wiederhergestellt, ohne Audio")
    page.goto("/")
    expect(page.get_by_role("button", name="Genre bestimmen")).to_be_visible()


def test_table_for_german_spreadsheets(open_page: OpenPage, song_wav: Path, tmp_path: Path) -> None:
    """Semicolons between the fields and commas in numbers, as the catalogue says."""
    page = open_page(locale="de-DE")
    rubbish = tmp_path / "notes.wav"
    rubbish.write_text("no music")
    choose_and_compare(page, song_wav, rubbish)
    expect(page.locator(".queue tr.is-done")).to_have_count(2)
    _, text = save(page, "Als CSV speichern")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}

    assert "sicher" == rows["song.wav"]["sureness"]
    assert re.fullmatch(r"0,\d+", rows["song.wav"]["probability"])
    assert rows["notes.wav"]["error"].startswith("Audioformat nicht erkannt. ")
