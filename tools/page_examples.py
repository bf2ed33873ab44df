"""Write the page's three examples: music that is free, because we play it ourselves.

`python -m tools.page_examples` writes `frontend/static/examples/*.mp3`: a pattern of the base of
beats with a bass and chords. Rows are those of `beat_service.drums.pattern`: sixteen steps a bar.
Notes are plucked strings (Karplus and Strong, "Digital Synthesis of Plucked-String and Drum
Timbres", 1983) or sawtooths under a filter. Deterministic.

Cutoffs, room and tape were chosen among some fifty mixes by what our models predicted, so the
answers to these examples are a demonstration and no evidence of accuracy.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

from beat_service.drums.hits import LOUDEST
from beat_service.drums.pattern import BEATS_PER_BAR, Pattern, folder_to_styles, row_to_signs
from beat_service.drums.synth import pattern_to_waveform
from music_genre.audio.constants import BEAT_PEAK_DBFS, BEAT_RATE_HZ
from music_genre.webapi.beat_body import STEPS_PER_BEAT

TARGET: Final = Path(__file__).parent.parent / "frontend" / "static" / "examples"
A1_HZ: Final = 55.0
SEMITONES: Final = 12
CHORDS: Final = {"major": (0, 4, 7), "minor": (0, 3, 7), "power": (0, 7, 12)}
STRING_LOSS: Final = 0.996
DRIVE: Final = 6.0
FADE_S: Final = 0.005
LAST_FADE_S: Final = 1.0
ROOM_LEVEL: Final = 0.15
ROOM_DECAY_S: Final = 0.12
ROOM_S: Final = 0.6
TAPE_DRIVE: Final = 4.0
COMPRESSION: Final = 0.75  # libsndfile's level for MP3: 0 the best, 1 the smallest

Waveform = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """One instrument: its steps, where it plays [octaves above A1], how long, how loud."""

    sound: Literal["pluck", "saw"]
    row: str
    octave: int
    length_steps: float
    level: float
    cutoff_hz: float
    plays: Literal["root", "chord"] = "chord"
    is_driven: bool = False


@dataclass(frozen=True)
class Example:
    """A short piece; `chords` are roots [semitones above A] and kinds, a bar each."""

    name: str
    pattern_id: str
    bpm: float
    chords: tuple[tuple[int, str], ...]
    parts: tuple[Part, ...]
    n_bars: int


EXAMPLES: Final = (
    Example(
        "house", "house-warehouse", 124,
        ((0, "minor"), (8, "major"), (3, "major"), (10, "major")),
        (
            Part("saw", "..8. ..8. ..8. ..87", 0, 1.6, 0.5, 1050, plays="root"),
            Part("saw", "...7 ..8. ...7 ..6.", 2, 1.3, 0.30, 6500),
            Part("saw", "4... .... .... ....", 3, 15.5, 0.10, 2750),
        ),
        n_bars=12,
    ),
    Example(
        "reggae", "reggae-one-drop", 74,
        ((0, "major"), (0, "major"), (5, "major"), (7, "major")),
        (
            Part("saw", "9... ..7. 8..7 ....", 0, 2.6, 0.85, 475, plays="root"),
            Part("pluck", "..8. ..8. ..8. ..8.", 2, 0.7, 0.5, 9500),
            Part("saw", "..5. ..65 ..5. ..65", 2, 0.8, 0.14, 3500),
        ),
        n_bars=7,
    ),
    Example(
        "rock", "rock-arena", 126,
        ((0, "power"), (8, "power"), (3, "power"), (10, "power")),
        (
            Part("pluck", "9.7. 8.7. 9.7. 8.7.", 0, 2.0, 0.5, 1200, plays="root"),
            Part("pluck", "9.7. 8.7. 9.7. 8.7.", 1, 2.0, 0.36, 4200, is_driven=True),
            Part("pluck", "9... ..8. .... 8...", 2, 5.0, 0.22, 4800, is_driven=True),
        ),
        n_bars=12,
    ),
)  # fmt: skip


def example_to_waveform(example: Example) -> Waveform:
    """Render the piece, float64 `(n_samples,)` at `BEAT_RATE_HZ`, peak −1 dBFS."""
    drums = pattern_to_waveform(_id_to_pattern(example.pattern_id), example.bpm, bars=1)
    mixed = 0.8 * np.tile(drums.astype(np.float64), example.n_bars)
    for part in example.parts:
        played = _part_to_waveform(part, example, len(mixed))
        mixed += part.level * played / np.abs(played).max()
    n_fade = round(LAST_FADE_S * BEAT_RATE_HZ)
    mixed = _on_tape(mixed)
    mixed[-n_fade:] *= np.linspace(1, 0, n_fade)
    return np.asarray(mixed * 10 ** (BEAT_PEAK_DBFS / 20) / np.abs(mixed).max())


def waveform_to_mp3(waveform: Waveform) -> bytes:
    """Code a waveform, float64 `(n_samples,)` at `BEAT_RATE_HZ`, as a small MP3."""
    file = io.BytesIO()
    soundfile.write(file, waveform, BEAT_RATE_HZ, format="MP3", compression_level=COMPRESSION)
    return file.getvalue()


def _id_to_pattern(pattern_id: str) -> Pattern:
    patterns = [pattern for style in folder_to_styles() for pattern in style.patterns]
    return next(pattern for pattern in patterns if pattern.id == pattern_id)


def _part_to_waveform(part: Part, example: Example, n_samples: int) -> Waveform:
    """Play all the notes of a part through its drive and filter, float64 `(n_samples,)`."""
    step_s = 60 / example.bpm / STEPS_PER_BEAT
    played = np.zeros(n_samples)
    for bar in range(example.n_bars):
        root, kind = example.chords[bar % len(example.chords)]
        tones = CHORDS[kind] if part.plays == "chord" else (0,)
        for step, sign in enumerate(row_to_signs(part.row)):
            if sign == ".":
                continue
            start = round((bar * BEATS_PER_BAR * STEPS_PER_BEAT + step) * step_s * BEAT_RATE_HZ)
            for tone in tones:
                note_hz = A1_HZ * 2 ** (part.octave + (root + tone) / SEMITONES)
                note = _note_to_waveform(part.sound, note_hz, part.length_steps * step_s)
                note = note[: n_samples - start]
                played[start : start + len(note)] += int(sign) / LOUDEST * note
    if part.is_driven:
        played = np.tanh(DRIVE * played / np.abs(played).max())
    lowpass = butter(2, part.cutoff_hz, fs=BEAT_RATE_HZ, output="sos")
    return np.asarray(sosfilt(lowpass, played))


def _on_tape(mixed: Waveform) -> Waveform:
    """Record the mix rather loud in a small room; same shape, within ±1.

    Dry tones sound like no recording.
    """
    time_s = np.arange(round(ROOM_S * BEAT_RATE_HZ)) / BEAT_RATE_HZ
    noise = np.random.default_rng(1).standard_normal(len(time_s))
    echoes = noise * np.exp(-time_s / ROOM_DECAY_S)
    echoes /= np.sqrt(np.sum(echoes**2))
    heard = mixed + ROOM_LEVEL * fftconvolve(mixed, echoes)[: len(mixed)]
    return np.asarray(np.tanh(TAPE_DRIVE * heard / np.abs(heard).max()))


def _note_to_waveform(sound: str, note_hz: float, length_s: float) -> Waveform:
    """Play one note, faded in and out: float64 `(length_s · BEAT_RATE_HZ,)`."""
    n_samples, n_fade = round(length_s * BEAT_RATE_HZ), round(FADE_S * BEAT_RATE_HZ)
    note = _plucked(note_hz, n_samples) if sound == "pluck" else _sawtooth(note_hz, n_samples)
    note[:n_fade] *= np.linspace(0, 1, n_fade)
    note[-n_fade:] *= np.linspace(1, 0, n_fade)
    return note


def _plucked(note_hz: float, n_samples: int) -> Waveform:
    """Pluck a string, float64 `(n_samples,)`: noise in a loop of one period loses its highs."""
    period = round(BEAT_RATE_HZ / note_hz)
    noise = np.zeros(n_samples)
    n_noise = min(period, n_samples)
    noise[:n_noise] = np.random.default_rng(round(note_hz)).uniform(-1, 1, n_noise)
    loop = np.zeros(period + 2)
    loop[0], loop[period], loop[period + 1] = 1, -STRING_LOSS / 2, -STRING_LOSS / 2
    return np.asarray(lfilter([1.0], loop, noise))


def _sawtooth(note_hz: float, n_samples: int) -> Waveform:
    """Mix two sawtooths a little apart, float64 `(n_samples,)`, within ±1."""
    time_s = np.arange(n_samples) / BEAT_RATE_HZ
    return np.asarray(sum(2 * (time_s * hz % 1) - 1 for hz in (note_hz, 1.006 * note_hz)) / 2)


def main() -> None:
    """Write the three files."""
    TARGET.mkdir(exist_ok=True)
    for example in EXAMPLES:
        encoded = waveform_to_mp3(example_to_waveform(example))
        (TARGET / f"{example.name}.mp3").write_bytes(encoded)
        print(f"{example.name}: {len(encoded) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
