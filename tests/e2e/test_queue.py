"""Several files at once: the queue, its table, and what is saved of it."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

from e2e.person import choose_and_compare, drop, slow_down
from playwright.sync_api import Locator, Page, expect

N_FILES = 20
HEAR_ALL_WITHIN_MS = 120_000


def songs_and_rubbish(folder: Path, song: Path, n_songs: int) -> list[Path]:
    """Copy the song, and write one file that is no music and whose name is a formula."""
    songs = [Path(shutil.copy(song, folder / f"song {n}.wav")) for n in range(1, n_songs + 1)]
    rubbish = folder / "=1+1.wav"
    rubbish.write_text("no music")
    return [*songs, rubbish]


def done_rows(page: Page) -> Locator:
    """Find the rows of files that are done."""
    return page.locator(".queue tbody tr.is-done")


def names(page: Page) -> list[str]:
    """Return the names of the files in the order of the rows."""
    return page.locator(".queue tbody th").all_inner_texts()


def test_twenty_files(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """Twenty files are classified, two at a time; the table sorts, opens and is saved."""
    files = songs_and_rubbish(tmp_path, song_wav, N_FILES - 1)
    choose_and_compare(page, *files)
    expect(page.locator(".queue tbody tr")).to_have_count(N_FILES)
    assert page.locator(".queue progress").count() <= 2
    expect(done_rows(page)).to_have_count(N_FILES, timeout=HEAR_ALL_WITHIN_MS)
    expect(page.locator(".queue-state span").first).to_have_text(f"{N_FILES - 1} done, 1 failed")
    expect(page.locator(".queue-state").get_by_role("status")).to_have_text(
        f"{N_FILES - 1} done, 1 failed"
    )
    failed = page.locator(".queue tr", has_text="=1+1.wav")
    expect(failed).to_contain_text("Unrecognised audio format")

    page.get_by_role("button", name="File", exact=True).click()
    expect(page.locator(".queue tbody th").first).to_have_text("=1+1.wav")
    assert ["=1+1.wav", "song 1.wav", "song 2.wav"] == names(page)[:3]
    page.get_by_role("button", name="File", exact=True).click()
    expect(page.locator(".queue tbody th").first).to_have_text(f"song {N_FILES - 1}.wav")
    sorted_column = page.get_by_role("columnheader", name="File")
    expect(sorted_column).to_have_attribute("aria-sort", "descending")

    page.get_by_role("button", name="song 7.wav", exact=True).press("Enter")
    expect(page.locator("#compare-results .facts")).to_contain_text("song 7.wav")
    expect(page.locator("#compare-results .facts")).to_be_focused()
    page.get_by_role("button", name="=1+1.wav", exact=True).click()
    expect(page.locator("#compare-results").get_by_role("alert")).to_be_visible()


def test_saved_tables(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """CSV and JSON hold every answer; a name that is a formula is none for a spreadsheet."""
    formula = tmp_path / "=cmd()+1.wav"
    shutil.copy(song_wav, formula)
    choose_and_compare(page, formula, song_wav)
    expect(done_rows(page)).to_have_count(2)

    with page.expect_download() as saving:
        page.locator(".queue").get_by_role("button", name="Save as CSV").click()
    text = saving.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert re.fullmatch(r"genres \d{4}-\d{2}-\d{2}\.csv", saving.value.suggested_filename)
    assert {"'=cmd()+1.wav", "song.wav"} == {row["file"] for row in rows}
    shares = [float(rows[0][genre]) for genre in ("blues", "rock")]
    assert all(0 <= share <= 1 for share in shares)

    with page.expect_download() as saving:
        page.locator(".queue").get_by_role("button", name="Save as JSON").click()
    kept = json.loads(saving.value.path().read_text())
    assert {"=cmd()+1.wav", "song.wav"} == {result["file_name"] for result in kept}
    assert kept[0]["body"]["svm"]["probabilities"].keys() >= {"blues", "rock"}


def test_cancel_one_and_clear(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """A file can be taken out, others added meanwhile, and the list cleared."""
    slow_down(page)
    drop(page, "#compare", songs_and_rubbish(tmp_path, song_wav, 3)[:3])
    page.get_by_role("button", name="Cancel song 3.wav").click()
    expect(page.locator(".queue tr", has_text="song 3.wav")).to_contain_text("Cancelled")
    drop(page, "#compare", [song_wav])
    expect(page.locator(".queue tbody tr")).to_have_count(4)
    expect(done_rows(page)).to_have_count(3)
    expect(page.locator(".queue td").filter(has_text=re.compile(r"\d%"))).to_have_count(3)

    page.get_by_role("button", name="Clear the list").click()
    expect(page.locator(".queue")).to_be_empty()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(done_rows(page)).to_have_count(3)
    expect(page.locator(".queue tbody tr")).to_have_count(4)
