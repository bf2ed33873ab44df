"""An explanation → its picture: the mel-spectrogram in grey, what speaks for the genre over it.

Low frequencies are at the bottom. Orange (+) speaks for the genre, blue (-) for the others; the
two differ for colour-blind eyes too. Under the spectrogram stands the importance of each moment.
"""

import io
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from music_genre.audio.levels import MAX_LEVEL, log_mel_to_levels
from music_genre.stages import stage
from vgg19_service.explanation import Explanation

SIZE: Final = (900, 480)  # [pixels], as all lengths here
LEFT, TOP, WIDTH, HEIGHT = 64, 40, 816, 320  # the spectrogram
GRAPH_TOP, GRAPH_HEIGHT = 372, 60  # the importance of each moment
TICK: Final = 4
TEXT_SIZE, TITLE_SIZE = 13, 18
INK, LINE = (29, 29, 27), (217, 217, 212)
PAPER: Final = (255, 255, 255)
QUIET, LOUD = (250, 250, 247), (112, 116, 124)
FOR, AGAINST = (222, 92, 0), (0, 96, 190)
STRONGEST: Final = 0.85  # opacity of the largest importance
FADED_AT: Final = 99.5  # percentile of the magnitudes that is drawn as the largest
TICKS_HZ: Final = (250, 500, 1000, 2000, 4000, 8000)
TICK_STEPS_S: Final = (0.25, 0.5, 1, 2, 5)
MOST_TICKS: Final = 8
N_COLOURS: Final = 255  # a palette is a third of the size and much less work to compress
COMPRESSION: Final = 3  # [zlib's level, 0–9] more takes longer than the network


@stage("draw")
def explanation_to_png(explanation: Explanation, genre: str) -> bytes:
    """Draw a PNG, 900 × 480 pixels; `genre` is the name of the genre explained."""
    picture = Image.new("RGB", SIZE, PAPER)
    picture.paste(_spectrogram(explanation), (LEFT, TOP))
    draw = ImageDraw.Draw(picture)
    _draw_title(draw, f"{genre}  {explanation.probability:.0%}")
    _draw_moments(draw, explanation.seconds)
    _draw_frequencies(draw, explanation.row_edges_hz)
    _draw_seconds(draw, explanation.start_s, explanation.end_s)
    png = io.BytesIO()
    palette = picture.quantize(N_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette.save(png, format="PNG", compress_level=COMPRESSION)
    return png.getvalue()


def _spectrogram(explanation: Explanation) -> Image.Image:
    """Grey levels under the colours of the importance."""
    levels = _stretched(log_mel_to_levels(explanation.log_mel))
    importance = explanation.importance
    strongest = float(np.percentile(np.abs(importance), FADED_AT)) or 1.0
    opacity = np.clip(importance / strongest, -1, 1) * STRONGEST * MAX_LEVEL
    picture = Image.composite(_plain(LOUD), _plain(QUIET), levels)
    for colour, sign in ((FOR, 1), (AGAINST, -1)):
        mask = _stretched(np.maximum(sign * opacity, 0).astype(np.uint8))
        picture.paste(colour, mask=mask)
    return picture


def _plain(colour: tuple[int, int, int]) -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), colour)


def _stretched(levels: NDArray[np.uint8]) -> Image.Image:
    """Levels `(rows, columns)` over the spectrogram's pixels, row 0 at the bottom."""
    image = Image.fromarray(np.ascontiguousarray(levels[::-1]))
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Say what is explained, and what the two colours mean."""
    draw.text((LEFT, TOP / 2), title, INK, _font(TITLE_SIZE), anchor="lm")
    right = LEFT + WIDTH
    draw.text((right, TOP / 2), "-", AGAINST, _font(TITLE_SIZE), anchor="rm")
    draw.rectangle((right - 36, TOP / 2 - 6, right - 20, TOP / 2 + 6), AGAINST)
    draw.text((right - 56, TOP / 2), "+", FOR, _font(TITLE_SIZE), anchor="rm")
    draw.rectangle((right - 92, TOP / 2 - 6, right - 76, TOP / 2 + 6), FOR)


def _draw_moments(draw: ImageDraw.ImageDraw, seconds: NDArray[np.float32]) -> None:
    """Draw a bar for each step of time, up for the genre, down for the others."""
    middle = GRAPH_TOP + GRAPH_HEIGHT / 2
    edges = LEFT + np.linspace(0, WIDTH, len(seconds) + 1)
    for left, right, value in zip(edges, edges[1:], seconds, strict=False):
        end = middle - float(value) * GRAPH_HEIGHT / 2
        top, bottom = sorted((middle, end))
        draw.rectangle((left, top, max(left, right - 1), bottom), FOR if value > 0 else AGAINST)
    draw.line((LEFT, middle, LEFT + WIDTH, middle), LINE)


def _draw_frequencies(draw: ImageDraw.ImageDraw, row_edges_hz: NDArray[np.float64]) -> None:
    """Ticks at octaves on the left."""
    rows = np.interp(TICKS_HZ, row_edges_hz, np.arange(len(row_edges_hz)))
    for tick_hz, row in zip(TICKS_HZ, rows, strict=True):
        y = TOP + HEIGHT * (1 - row / (len(row_edges_hz) - 1))
        draw.line((LEFT - TICK, y, LEFT, y), INK)
        text = f"{tick_hz / 1000:g} kHz" if tick_hz >= 1000 else f"{tick_hz} Hz"  # noqa: PLR2004  # kilo
        draw.text((LEFT - 2 * TICK, y), text, INK, _font(TEXT_SIZE), anchor="rm")


def _draw_seconds(draw: ImageDraw.ImageDraw, start_s: float, end_s: float) -> None:
    """Ticks in seconds of the track, at the bottom."""
    length_s = end_s - start_s
    step_s = next((step for step in TICK_STEPS_S if length_s / step <= MOST_TICKS), length_s)
    y = GRAPH_TOP + GRAPH_HEIGHT
    for number in range(math.ceil(start_s / step_s), math.floor(end_s / step_s) + 1):
        x = LEFT + WIDTH * (number * step_s - start_s) / length_s
        draw.line((x, y, x, y + TICK), INK)
        text = f"{number * step_s:g} s"
        draw.text((x, y + 2 * TICK), text, INK, _font(TEXT_SIZE), anchor="mt")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, so that the picture is the same everywhere."""
    return ImageFont.load_default(size)
