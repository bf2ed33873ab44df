"""A song → one SVG: outline of the waveform, spectrogram and genres on one axis of time.

It is self-contained, the spectrogram a PNG inside, and has a paper of its own, because a picture
does not know whether the page around it is light or dark.
"""

import base64
import io
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

if TYPE_CHECKING:
    from genre_cli.notebook.song import Segment

Body = dict[str, Any]

WIDTH: Final = 960  # of all lengths here: SVG's own unit
WAVE, SPECTRUM, GENRES, AXIS, GAP = 72, 168, 30, 20, 6
HEIGHT: Final = WAVE + SPECTRUM + GENRES + AXIS + 3 * GAP
MOST_PEAKS: Final = 960
LABEL_WIDTH: Final = 64
MOST_TICKS: Final = 12
TICKS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300)
MINUTE_S: Final = 60

PAPER, INK, WAVE_INK = "#ffffff", "#333333", "#0b6e63"
# Light enough for dark words on them; after Paul Tol's "light" and "pale" schemes.
COLOURS: Final = (
    *("#77aadd", "#eedd88", "#ee8866", "#99ddff", "#ffaabb"),
    *("#44bb99", "#bbcc33", "#dddddd", "#aaaa00", "#cceeff"),
)
# From silence to the loudest: ink, teal, yellow; 256 colours lie between.
ANCHORS: Final = ((0, 16, 12, 34), (96, 18, 92, 104), (176, 62, 176, 120), (255, 250, 238, 140))


def song_to_svg(spectrogram: Body, segments: Sequence["Segment"]) -> str:
    """Draw a song."""
    duration_s = max(spectrogram["duration_s"], 1e-3)
    below = WAVE + GAP
    image = base64.b64encode(coloured(base64.b64decode(spectrogram["mel"]["png"]))).decode()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<path d="{peaks_to_path(spectrogram["peaks"])}" fill="{WAVE_INK}"/>',
        f'<g transform="translate(0 {below}) scale({WIDTH} {SPECTRUM})">',
        '<image width="1" height="1" preserveAspectRatio="none"',
        f' href="data:image/png;base64,{image}"/></g>',
        '<g font-family="sans-serif" font-size="12">',
        *segments_to_boxes(segments, duration_s, below + SPECTRUM + GAP),
        *seconds_to_ticks(duration_s, HEIGHT - GAP),
        "</g></svg>",
    ]
    return "".join(parts)


def peaks_to_path(peaks: Body) -> str:
    """Outline the waveform: along its highest samples, and back along its lowest."""
    n = len(peaks["max"])
    step = max(1, -(-n // MOST_PEAKS))
    high = [max(peaks["max"][i : i + step]) for i in range(0, n, step)]
    low = [min(peaks["min"][i : i + step]) for i in range(0, n, step)]
    across = WIDTH / max(1, len(high))
    middle = WAVE / 2
    there = [(i * across, middle * (1 - level / 127)) for i, level in enumerate(high)]
    back = [(i * across, middle * (1 - level / 127) + 0.5) for i, level in enumerate(low)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in [*there, *reversed(back)]) + "Z"


def coloured(grey_png: bytes) -> bytes:
    """Give a greyscale PNG of levels its colours."""
    with Image.open(io.BytesIO(grey_png)) as opened:
        image = opened.convert("L")
    image.putpalette(palette(), "RGB")
    png = io.BytesIO()
    image.save(png, format="PNG")
    return png.getvalue()


def palette() -> list[int]:
    """Mix 256 colours, three numbers each."""
    colours: list[int] = []
    for (start, *before), (end, *after) in pairwise(ANCHORS):
        for level in range(start, end):
            share = (level - start) / (end - start)
            colours += [round(a + (b - a) * share) for a, b in zip(before, after, strict=True)]
    return [*colours, *ANCHORS[-1][1:]]


def segments_to_boxes(
    segments: Sequence["Segment"], duration_s: float, top: float
) -> Iterator[str]:
    """Draw each window as a box in its genre's colour, with the genre where there is room."""
    for segment in segments:
        x = WIDTH * segment.start_s / duration_s
        width = WIDTH * (segment.end_s - segment.start_s) / duration_s
        shares, genre = segment.probabilities, segment.genre
        if not shares or genre is None:
            continue
        colour = COLOURS[list(shares).index(genre) % len(COLOURS)]
        yield (
            f'<rect x="{x:.1f}" y="{top}" width="{max(0.5, width - 1):.1f}" height="{GENRES}"'
            f' rx="3" fill="{colour}"/>'
        )
        if width >= LABEL_WIDTH:
            yield (
                f'<text x="{x + width / 2:.1f}" y="{top + GENRES / 2 + 4}" text-anchor="middle"'
                f' fill="{INK}">{escape(genre)} {shares[genre]:.0%}</text>'
            )


def seconds_to_ticks(duration_s: float, baseline: float) -> Iterator[str]:
    """Write times along the axis, a dozen at most, none over the edge."""
    step_s = next((one for one in TICKS_S if duration_s / one <= MOST_TICKS), TICKS_S[-1])
    for n in range(int(duration_s // step_s) + 1):
        x = WIDTH * n * step_s / duration_s
        anchor = "start" if n == 0 else "middle" if x < WIDTH - 16 else "end"
        minutes, seconds = divmod(n * step_s, MINUTE_S)
        yield (
            f'<text x="{x:.1f}" y="{baseline}" text-anchor="{anchor}" fill="{INK}">'
            f"{minutes}:{seconds:02}</text>"
        )
