"""What is saved of the queue: a table in the reader's numbers, JSON and a playlist."""

import csv
import io
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare
from e2e.saving import save
from playwright.sync_api import Page, expect

from tools.page_examples import name_to_file

GENRES: Final = ("jazz", "classical", "disco")
TODAY: Final = r"\d{4}-\d{2}-\d{2}"


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    """Take songs of three genres, one more of the first, and a file that is no music."""
    songs = [Path(shutil.copy(name_to_file(name), tmp_path / f"{name}.mp3")) for name in GENRES]
    songs.append(Path(shutil.copy(songs[0], tmp_path / "#2 jazz.mp3")))
    rubbish = tmp_path / "@notes.wav"
    rubbish.write_text("no music")
    return [*songs, rubbish]


def hear(page: Page, files: list[Path]) -> None:
    """Give the files and wait until all are over."""
    choose_and_compare(page, *files)
    expect(page.locator(".queue tr.is-done")).to_have_count(len(files))


def test_french_table(open_page: OpenPage, mixed: list[Path]) -> None:
    """Semicolons, decimal commas, words in French, and a row for what failed, with the reason."""
    page = open_page(locale="fr-FR")
    hear(page, mixed)
    name, text = save(page, "Télécharger en CSV")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}

    assert re.fullmatch(rf"genres {TODAY}\.csv", name)
    assert abs(date.fromisoformat(name[7:17]) - datetime.now(UTC).date()).days <= 1
    assert len(mixed) == len(rows)
    jazz = rows["jazz.mp3"]
    assert ("done", "jazz", "sûr", "") == tuple(
        jazz[column] for column in ("state", "genre", "sureness", "error")
    )
    assert jazz["second_genre"] not in {"", "jazz"}
    keyed = rows["classical.mp3"]  # not every song has a clear key
    assert re.fullmatch(r"\d{1,2}[AB]", keyed["camelot"])
    assert re.fullmatch(r"\d{1,2}[dm]", keyed["open_key"])
    assert re.fullmatch(r"[A-G][#b]? (major|minor)", keyed["key"])
    assert jazz["style"]
    for column in ("probability", "bpm", "energy", "rock"):
        assert re.fullmatch(r"\d+(,\d+)?", jazz[column])
    failed = rows["'@notes.wav"]
    assert ("failed", "", "") == tuple(failed[name] for name in ("state", "genre", "bpm"))
    assert failed["error"].startswith("Format audio non reconnu. ")


def test_json(page: Page, mixed: list[Path]) -> None:
    """Every file is in it: the API's body, or what was wrong."""
    hear(page, mixed)
    name, text = save(page, "Save as JSON")
    rows = {row["file_name"]: row for row in json.loads(text)}

    assert re.fullmatch(rf"genres {TODAY}\.json", name)
    assert len(mixed) == len(rows)
    assert "jazz" == rows["jazz.mp3"]["body"]["ensemble"]["genre"]
    assert "failed" == rows["@notes.wav"]["state"]
    assert "Unrecognised audio format" == rows["@notes.wav"]["error"]["title"]


def test_playlist(page: Page, mixed: list[Path]) -> None:
    """Songs of a genre stand together, nothing else is in it; one genre alone gives it its name."""
    hear(page, mixed)
    name, text = save(page, "Save as a playlist")
    lines = text.splitlines()

    assert re.fullmatch(rf"playlist {TODAY}\.m3u8", name)
    assert "#EXTM3U" == lines[0]
    assert ["classical", "disco", "jazz"] == [
        line.removeprefix("#EXTGRP:") for line in lines if line.startswith("#EXTGRP:")
    ]
    songs = [line for line in lines if not line.startswith("#")]
    assert ["classical.mp3", "disco.mp3", "jazz.mp3", "./#2 jazz.mp3"] == songs
    assert re.search(r"#EXTINF:\d+,jazz\njazz\.mp3", text)

    page.get_by_label("Show").select_option(label="jazz (2)")
    name, text = save(page, "Save as a playlist")
    assert re.fullmatch(rf"jazz {TODAY}\.m3u8", name)
    assert "disco" not in text
