"""The picture of a song, as an XML parser and Pillow read it."""

import base64
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from genre_cli.notebook.picture import HEIGHT, WIDTH, coloured, palette, song_to_svg
from genre_cli.notebook.song import Segment

SVG = "{http://www.w3.org/2000/svg}"


def grey_png(width: int = 50) -> bytes:
    """Make a spectrogram from silence to the loudest."""
    image = Image.new("L", (width, 4))
    image.putdata([255 * n // (4 * width - 1) for n in range(4 * width)])
    png = io.BytesIO()
    image.save(png, format="PNG")
    return png.getvalue()


def spectrogram(duration_s: float = 60.0, n_peaks: int = 3000) -> dict[str, Any]:
    """Make the body that is drawn."""
    return {
        "duration_s": duration_s,
        "peaks": {"max": [127] * n_peaks, "min": [-127] * n_peaks},
        "mel": {"png": base64.b64encode(grey_png()).decode()},
    }


def drawn(segments: list[Segment], duration_s: float = 60.0, n_peaks: int = 3000) -> ET.Element:
    """Draw a song."""
    svg = song_to_svg(spectrogram(duration_s, n_peaks), segments)
    return ET.fromstring(svg)  # noqa: S314  # our own


def texts(root: ET.Element) -> list[str]:
    """List the words in a picture."""
    return [str(one.text) for one in root.iter(f"{SVG}text")]


def test_one_axis() -> None:
    """Boxes stand where their windows are; a silent one has none, a narrow one no words."""
    segments = [
        Segment(0.0, 30.0, {"jazz": 0.75, "rock": 0.25}),
        Segment(30.0, 45.0, None),
        Segment(45.0, 46.0, {"jazz": 0.2, "rock": 0.8}),
    ]

    root = drawn(segments)

    boxes = [one for one in root.iter(f"{SVG}rect") if one.get("rx")]
    assert [0.0, WIDTH * 0.75] == [float(box.get("x", "nan")) for box in boxes]
    assert 2 == len({box.get("fill") for box in boxes})
    assert "jazz 75%" in texts(root)
    assert not any("rock" in text for text in texts(root))


@pytest.mark.parametrize(
    ("duration_s", "last"), [(0.9, "0:00"), (60.0, "1:00"), (245.0, "4:00"), (7200.0, "120:00")]
)
def test_times(duration_s: float, last: str) -> None:
    """They begin at nought, and are a dozen or so, whatever the length."""
    said = texts(drawn([], duration_s))

    assert ("0:00", last) == (said[0], said[-1])
    assert len(said) < 26


@pytest.mark.parametrize("n_peaks", [1, 7, 959, 961, 100_000])
def test_the_outline_is_inside(n_peaks: int) -> None:
    """However many peaks there are, few points are drawn, and none outside."""
    (path,) = drawn([], n_peaks=n_peaks).iter(f"{SVG}path")

    points = [point.split() for point in path.get("d", "").strip("MZ").split("L")]
    assert 2 <= len(points) <= 2 * WIDTH
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)


def test_names_are_text() -> None:
    """A genre of somebody's own model may be called anything."""
    said = texts(drawn([Segment(0.0, 60.0, {"<b>&\"drum'n'bass": 1.0})]))

    assert "<b>&\"drum'n'bass 100%" in said


def test_colours() -> None:
    """From dark to light, and the picture is as large as it was."""
    colours = [palette()[n : n + 3] for n in range(0, 768, 3)]
    with Image.open(io.BytesIO(coloured(grey_png(33)))) as image:
        assert (33, 4) == image.size
        pixels = image.convert("RGB")
    first, last = pixels.getpixel((0, 0)), pixels.getpixel((32, 3))

    assert 256 == len(colours)
    assert [sum(one) for one in colours] == sorted(sum(one) for one in colours)
    assert ([*colours[0]], [*colours[255]]) == ([*first], [*last])  # type: ignore[misc]
