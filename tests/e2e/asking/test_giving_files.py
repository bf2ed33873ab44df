"""All ways to give a song to the page: the button, the whole window, folders, the clipboard."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, drop, result, slow_down
from e2e.saving import save
from playwright.sync_api import Page, expect

# Entries as browsers give them for dropped folders; a script cannot make real ones.
DROP_A_FOLDER = """async (names) => {
  const bytes = await (await fetch("/static/examples/jazz.mp3")).arrayBuffer();
  const file = (name, place = "/album/") => ({
    isFile: true, isDirectory: false, name, fullPath: `${place}${name}`,
    file: (done) => done(new File([bytes], name)),
  });
  const folder = (name, inside) => ({
    isFile: false, isDirectory: true, name,
    createReader() {
      const batches = inside.map((entry) => [entry]);  // some at a time, as browsers do
      return { readEntries: (done) => done(batches.shift() ?? []) };
    },
  });
  DataTransferItem.prototype.webkitGetAsEntry = () =>
    folder("album", [folder("disc 2", names.map((name) => file(name, "/album/disc 2/"))),
      file("cover.jpg"), file("intro.mp3")]);
  const transfer = new DataTransfer();
  transfer.items.add(new File([], "album"));
  const init = { dataTransfer: transfer, bubbles: true, cancelable: true };
  document.querySelector("footer").dispatchEvent(new DragEvent("drop", init));
}"""
PASTE = """async () => {
  const bytes = await (await fetch("/static/examples/jazz.mp3")).arrayBuffer();
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "pasted.mp3"));
  const init = { clipboardData: transfer, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new ClipboardEvent("paste", init));
}"""


def test_button_lets_a_file_be_chosen(page: Page, song_wav: Path) -> None:
    """Without a file the button opens the chooser; with one it asks again."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Find the genre").click()
    chooser.value.set_files(song_wav)
    expect(result(page)).to_be_visible()
    with page.expect_response(lambda response: "POST" == response.request.method):
        page.get_by_role("button", name="Find the genre").click()
    expect(result(page)).to_be_visible()


def test_button_does_not_hear_what_is_listed_again(
    page: Page, song_wav: Path, tmp_path: Path
) -> None:
    """Files are begun when they are chosen; the button shows them, until the list is cleared."""
    songs = [shutil.copy(song_wav, tmp_path / name) for name in ("1.wav", "2.wav")]
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#compare-file").set_input_files(songs)
    expect(page.locator(".queue tr.is-done")).to_have_count(2)
    button = page.get_by_role("button", name="Find the genre")

    button.click()
    expect(page.locator(".queue tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Clear the list").click()
    button.click()

    expect(page.locator(".queue tr.is-done")).to_have_count(2)
    assert 4 == sent.count("POST")


@pytest.mark.parametrize("place", ["footer", ".masthead", "#alone > summary"])
def test_whole_page_takes_drops(page: Page, song_wav: Path, place: str) -> None:
    """A song may be let go anywhere, and the page says so while it is over it."""
    page.dispatch_event(
        "body",
        "dragover",
        {
            "dataTransfer": page.evaluate_handle(
                "() => { const t = new DataTransfer(); t.items.add(new File([], 'x')); return t; }"
            )
        },
    )
    expect(page.get_by_text("Let go")).to_be_visible()
    drop(page, place, [song_wav])

    expect(page.get_by_text("Let go")).to_be_hidden()
    expect(result(page)).to_be_visible()


def test_drop_over_one_model(page: Page, song_wav: Path) -> None:
    """Over the section of one model a song is for that model."""
    page.locator("#alone > summary").click()
    drop(page, "#svm", [song_wav])

    expect(result(page, "svm", place="svm")).to_be_visible()


def test_drop_while_busy_joins_the_queue(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """A song that comes while another is on its way is no less welcome: both are in the queue."""
    other = Path(shutil.copy(song_wav, tmp_path / "other.wav"))
    slow_down(page)
    choose_and_compare(page, song_wav)
    expect(page.locator("#compare-outcome progress").first).to_be_visible()
    drop(page, "footer", [other])

    rows = page.locator(".queue tbody th")
    expect(rows).to_have_text(["song.wav", "other.wav"])
    expect(page.locator(".queue tr.is-done")).to_have_count(2)
    expect(page.locator("#compare-outcome .status")).to_have_text("")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_dropped_folder(page: Page) -> None:
    """Of a folder with folders all songs are heard and known by where they lie, and no others."""
    page.evaluate(DROP_A_FOLDER, ["two.mp3", "ten.mp3", "notes.txt"])

    rows = page.locator(".queue tbody th")
    expect(rows).to_have_text(["ten.mp3", "two.mp3", "intro.mp3"])
    expect(page.locator(".queue tr.is-done")).to_have_count(3)
    _, table = save(page, "Save as CSV")
    files = [row["file"] for row in csv.DictReader(io.StringIO(table))]
    assert ["album/disc 2/ten.mp3", "album/disc 2/two.mp3", "album/intro.mp3"] == files


def test_dropped_folder_without_songs(page: Page) -> None:
    """A folder without a song says so instead of doing nothing."""
    page.evaluate(DROP_A_FOLDER.replace('file("intro.mp3")', 'file("intro.txt")'), [])

    expect(page.get_by_text("There is no audio file in it.")).to_be_visible()
    expect(page.locator(".queue")).to_be_empty()


def test_chosen_folder(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """A whole folder can be chosen, too."""
    for name in ("1.wav", "2.wav"):
        shutil.copy(song_wav, tmp_path / name)
    (tmp_path / "cover.jpg").write_bytes(b"picture")
    page.get_by_text("More", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="A whole folder").click()
    chooser.value.set_files(tmp_path)

    expect(page.locator(".queue tbody th")).to_have_text(["1.wav", "2.wav"])
    expect(page.locator(".queue tr.is-done")).to_have_count(2)


def test_paste(page: Page) -> None:
    """A file on the clipboard is taken from it."""
    page.evaluate(PASTE)

    expect(page.locator("#compare-results .facts")).to_contain_text("pasted.mp3")


def test_more_chooses_who_answers(page: Page, song_wav: Path) -> None:
    """Under "More" one model can be asked alone; tempo and key come all the same."""
    page.get_by_text("More", exact=True).click()
    page.get_by_role("radio", name="VGG19").check()
    choose_and_compare(page, song_wav)

    expect(result(page, "vgg19")).to_be_visible()
    expect(page.locator("#compare-results .result")).to_have_count(1)
    expect(page.locator("#compare-results .traits")).to_contain_text("BPM")


def test_one_model_without_javascript(open_page: OpenPage, song_wav: Path) -> None:
    """Both ways to ask one model work where there are no scripts."""
    page = open_page(java_script_enabled=False)
    page.get_by_text("More", exact=True).click()
    expect(page.get_by_role("button", name="A whole folder")).to_be_hidden()
    page.get_by_role("radio", name="SVM").check()
    page.locator("#compare-file").set_input_files(song_wav)
    page.get_by_role("button", name="Find the genre").click()
    expect(result(page, "svm")).to_be_visible()

    page.locator("#alone > summary").click()
    page.locator("#vgg19-file").set_input_files(song_wav)
    page.get_by_role("button", name="Ask VGG19").click()
    expect(result(page, "vgg19", place="vgg19")).to_be_visible()
