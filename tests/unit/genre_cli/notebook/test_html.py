"""What a notebook shows of a song."""

import base64
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from fake_services import none_of_these, prediction
from PIL import Image
from recommendation import recommendation

from genre_cli.notebook.html import printable, song_to_html
from genre_cli.notebook.song import HeardSong


class Read(HTMLParser):
    """The elements, their attributes and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words += data


def song(name: str = "song.mp3", body: dict[str, Any] | None = None) -> HeardSong:
    """Make a song that was heard."""
    png = io.BytesIO()
    Image.new("L", (4, 4)).save(png, format="PNG")
    mel = {"png": base64.b64encode(png.getvalue()).decode()}
    drawn = {"duration_s": 30.0, "peaks": {"max": [1], "min": [-1]}, "mel": mel}
    heard = body or prediction(jazz=0.9)
    return HeardSong(name, {"svm": heard, "ensemble": heard}, recommendation(), drawn)


def test_what_is_said() -> None:
    """Genre and doubt, tempo, key and energy, the likeliest genres, and a picture."""
    read = Read(song_to_html(song()))

    assert "song.mp3: jazz (sure)" in read.words
    assert "112.02 BPM · A minor (8A) · energy" in read.words
    assert "jazz90%" in read.words
    assert "Waveform, spectrogram and genres over time of song.mp3: jazz (sure)" in dict(
        read.attributes
    ).get("alt", "")  # type: ignore[operator]


def test_it_is_self_contained() -> None:
    """There is nothing to run and nothing to fetch, in the page or in the picture."""
    html = song_to_html(song())
    read = Read(html)

    assert {"div", "p", "b", "br", "table", "tr", "td", "img"} == read.tags
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    (source,) = [value for name, value in read.attributes if name == "src"]
    assert source is not None
    kind, _, data = source.partition(",")
    svg = base64.b64decode(data).decode()
    assert "data:image/svg+xml;base64" == kind
    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?:[^\"]*", html + svg)
    assert "<script" not in svg


@pytest.mark.parametrize(
    "name", ['<script>alert("x")</script>.mp3', "a&b'c\".mp3", "\u202egpj.3pm", "a\x01\x00b"]
)
def test_a_name_is_text(name: str) -> None:
    """Whatever a file is called, nothing of it is HTML, and nothing turns the text around."""
    read = Read(song_to_html(song(name)))

    assert f"{printable(name)}: jazz" in read.words
    assert "script" not in read.tags
    assert printable(name).isprintable()


def test_other_music() -> None:
    """What is none of the genres is called so."""
    assert "song.mp3: none of these genres" in Read(song_to_html(song(body=none_of_these()))).words


def test_silence_and_free_time() -> None:
    """What there is not is not said."""
    silent = prediction("silence")
    heard = song(body=silent)
    heard.analysis.update(tempo=None, key=None, energy=None)

    read = Read(song_to_html(heard))

    assert "song.mp3: silence" == read.words.strip()
    assert "table" not in read.tags
