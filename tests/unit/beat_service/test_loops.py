"""Loops of whole bars, of several styles, by our synthesiser and by a sound font: their tempo."""

import io
from collections.abc import Iterable

import numpy as np
import pytest
import soundfile
from needs import needs_sound_font
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.description import Description
from beat_service.catalogue.tables import Beat
from beat_service.catalogue.upload import Analyse, bytes_to_beat
from beat_service.drums.hits import pattern_to_hits
from beat_service.drums.pattern import Pattern, Style, folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from tools.signals import to_file
from training.data.groove import Performance
from training.playing.sound_fonts import TRAINING_FONT, performance_to_font_waveform

BARS = (1, 2, 4, 8)
STYLES = {style.name: style for style in folder_to_styles()}
# Of each style, a pattern that is its plainest, and tempi over its range.
PLAYED = [
    ("House", (118, 124, 128)),
    ("Techno", (126, 138)),
    ("Drum and Bass", (165, 172, 178)),
    ("Boom Bap", (84, 90, 96)),
    ("Reggaeton", (88, 95, 102)),
    ("Dancehall", (92, 100, 108)),
    ("UK Garage", (128, 132, 136)),
    ("Disco", (112, 120)),
    ("Reggae", (70, 76)),
    ("Funk", (98, 110)),
    ("Afro", (100, 112)),
    ("Pop", (96, 110, 120)),
    ("Amapiano", (110, 114)),
]
LEAST_RIGHT = 0.9  # share; which of two octaves is felt is no certainty
CASES = [(style, float(bpm), bars) for style, tempi in PLAYED for bpm in tempi for bars in BARS]


@pytest.fixture(scope="module")
def analyse(model: AnalysisModel) -> Analyse:
    """Take the analysis that is served."""
    return model_to_analyse(model, StyleModel())


def first_pattern(style: Style) -> Pattern:
    """Choose the first pattern of a style."""
    return style.patterns[0]


def kept(waveform: NDArray[np.float32], rate_hz: int, analyse: Analyse, style: str) -> Beat:
    """Keep a loop."""
    description = Description(title="Mine", style=style, licence="CC0-1.0", author="Me")
    return bytes_to_beat(to_file(waveform.astype(float), rate_hz), description, analyse)


def font_loop(pattern: Pattern, bpm: float, bars: int) -> NDArray[np.float32]:
    """Play a pattern by a sound font, cut where its bars end."""
    hits = pattern_to_hits(pattern, bars)
    played = performance_to_font_waveform(
        Performance(pattern.id, "", hits, bpm, 4 * bars), TRAINING_FONT
    )
    loop = np.zeros(round(bars * 240 / bpm * SAMPLE_RATE_HZ), np.float32)
    loop[: len(played)] = played[: len(loop)]
    return loop


def counted(beats: Iterable[tuple[Beat, float, int]]) -> dict[str, float]:
    """Count the share of loops at their tempo, and of those at an octave of it at worst."""
    found = [(beat.bpm / bpm, beat.bars == bars) for beat, bpm, bars in beats]
    right = [abs(ratio - 1) < 0.0005 and whole for ratio, whole in found]
    octave = [min(abs(ratio * k - 1) for k in (0.5, 1, 2)) < 0.0005 for ratio, _ in found]
    return {"right": float(np.mean(right)), "octave": float(np.mean(octave))}


def test_loops_by_our_synthesiser(analyse: Analyse) -> None:
    """Nine of ten loops of one to eight bars have their tempo to a twentieth, the others double it.

    The style is named for every second of them.
    """
    shares = counted(
        (
            kept(
                pattern_to_waveform(first_pattern(STYLES[style]), bpm, bars=bars),
                BEAT_RATE_HZ,
                analyse,
                style if number % 2 else "Mine",
            ),
            bpm,
            bars,
        )
        for number, (style, bpm, bars) in enumerate(CASES[::3])
        if bars * 240 / bpm >= 1
    )

    assert shares["right"] >= LEAST_RIGHT, shares
    assert shares["octave"] >= 0.98, shares


@needs_sound_font
def test_loops_by_a_sound_font(analyse: Analyse) -> None:
    """The same of drums that nobody here made."""
    shares = counted(
        (
            kept(
                font_loop(first_pattern(STYLES[style]), bpm, bars),
                SAMPLE_RATE_HZ,
                analyse,
                style if number % 2 else "Mine",
            ),
            bpm,
            bars,
        )
        for number, (style, bpm, bars) in enumerate(CASES[::5])
    )

    assert shares["right"] >= LEAST_RIGHT, shares
    assert shares["octave"] >= 0.98, shares


@pytest.mark.parametrize(("style", "bpm"), [("House", 124.0), ("Drum and Bass", 174.0)])
def test_a_loop_in_flac_and_stereo(analyse: Analyse, style: str, bpm: float) -> None:
    """Neither format nor channels nor another rate move the tempo."""
    loop = pattern_to_waveform(first_pattern(STYLES[style]), bpm)
    flac = io.BytesIO()
    soundfile.write(flac, np.stack([loop, loop], axis=1), BEAT_RATE_HZ, format="FLAC")
    description = Description(title="Mine", style=style, licence="CC0-1.0", author="Me")
    beat = bytes_to_beat(flac.getvalue(), description, analyse)

    assert (bpm, 4) == (beat.bpm, beat.bars)
    assert pytest.approx(16, abs=1e-3) == beat.beats
