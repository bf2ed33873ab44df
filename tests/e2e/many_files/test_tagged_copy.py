"""A copy of a song with genre, tempo and key in its tags, and the same sound."""

import shutil
from pathlib import Path
from typing import Final

import av
import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result
from playwright.sync_api import Page, expect

from tools.page_examples import name_to_file

BUTTON: Final = "Save a copy with tags"
SHIFTS: Final = (21, 14, 7, 0)  # ID3 writes sizes in seven bits a byte
OWN: Final = {"title": "Night", "artist": "Somebody", "genre": "Wrong", "TBPM": "1", "TKEY": "Ebm"}


def tagged(tmp_path: Path, options: dict[str, str]) -> Path:
    """Write the page's classical piece as an MP3 whose tag has more than genre, tempo and key."""
    path = tmp_path / "night.mp3"
    with av.open(name_to_file("classical")) as source, av.open(path, "w", options=options) as copy:
        copy.metadata.update(OWN)
        stream = copy.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    return path


def path_to_tags(path: Path) -> dict[str, str]:
    """Read the tags with FFmpeg, names in small letters."""
    with av.open(path) as container:
        return {name.lower(): value for name, value in container.metadata.items()}


def sound(path: Path) -> bytes:
    """Read what lies behind the tag."""
    content = path.read_bytes()
    if not content.startswith(b"ID3"):
        return content
    size = sum((byte & 127) << shift for byte, shift in zip(content[6:10], SHIFTS, strict=True))
    return content[10 + size :]


def save_copy(page: Page, song: Path) -> Path:
    """Let a song be heard and save its tagged copy."""
    choose_and_compare(page, song)
    expect(result(page)).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name=BUTTON).click()
    copy = song.with_name("copy.mp3")
    saving.value.save_as(copy)
    assert song.name == saving.value.suggested_filename
    return copy


@pytest.mark.parametrize("version", ["3", "4"])
def test_copy_of_a_tagged_mp3(page: Page, tmp_path: Path, version: str) -> None:
    """Genre, tempo and key are those of the page; all else stays, the sound byte for byte."""
    song = tagged(tmp_path, {"id3v2_version": version})
    copy = save_copy(page, song)
    tags = path_to_tags(copy)

    assert ("Classical", "Night", "Somebody") == tuple(
        tags[key] for key in ("genre", "title", "artist")
    )
    bpm = page.locator(".trait-tempo b").inner_text()
    assert round(float(bpm)) == int(tags["tbpm"])
    expect(page.locator(".traits")).to_contain_text("C major")
    assert "C" == tags["tkey"]
    assert sound(song) == sound(copy)
    expect(page.get_by_text("The copy says: Classical")).to_be_visible()


def test_copy_of_an_mp3_without_tag(page: Page, tmp_path: Path) -> None:
    """A file without a tag gets one."""
    song = tagged(tmp_path, {"id3v2_version": "0", "write_xing": "0"})
    assert not song.read_bytes().startswith(b"ID3")
    copy = save_copy(page, song)

    assert "Classical" == path_to_tags(copy)["genre"]
    assert song.read_bytes() == sound(copy)


def test_own_genre_is_written(page: Page, tmp_path: Path) -> None:
    """What a person says that the song is counts for more, in any script."""
    song = tagged(tmp_path, {})
    choose_and_compare(page, song)
    page.get_by_text("This is wrong").click()
    page.get_by_label("The right genre").fill("Émo – 演歌")
    page.get_by_role("button", name="Keep it").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name=BUTTON).click()
    saving.value.save_as(tmp_path / "copy.mp3")

    assert "Émo – 演歌" == path_to_tags(tmp_path / "copy.mp3")["genre"]


def test_what_is_no_mp3_says_so(open_page: OpenPage, song_wav: Path, tmp_path: Path) -> None:
    """Nothing is saved of another kind of file, even where its name says MP3."""
    page = open_page(locale="fr-FR")
    song = Path(shutil.copy(song_wav, tmp_path / "song.mp3"))
    choose_and_compare(page, song)
    page.get_by_role("button", name="Télécharger une copie avec tags").click()

    expect(page.get_by_text("Seuls les fichiers MP3 reçoivent des tags ici")).to_be_visible()
