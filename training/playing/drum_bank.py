"""Kits → single strokes of every voice, at the project's rate, to play training's beats with.

A bank has our kits but the held-out one, kits of random parameters, and every drum kit of the sound
fonts that it is given. It falls into three parts that share no kit, so that a model can be held
against kits it has not heard. On Debian the fonts are `timgm6mb-soundfont`, `csound-soundfont`,
`opl3-soundfont` and `avldrums.lv2-soundfont`; without them
only the synthesised kits are used.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import mido
import numpy as np
import soxr
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.drums.kits import Kit
from beat_service.drums.midi import DRUM_CHANNEL, LOUDEST_NOTE
from beat_service.drums.pattern import PITCHED, Voice
from beat_service.drums.synth import VELOCITY_POWER
from beat_service.drums.voices import voice_to_stroke
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from training.playing.sound_fonts import FOLDER, VOICE_TO_NOTE, installed, midi_to_waveform

Floats = NDArray[np.float32]
Strokes = dict[Voice, list[Floats]]  # layers of each voice, from the softest to the loudest

N_PARTS: Final = 3
LAYERS: Final = (48, 88, 120)  # velocities [MIDI] at which a font's strokes are taken
STROKE_S: Final = 2.0
QUIET: Final = 1e-3  # [share of a stroke's peak] what is below at its end is cut
SILENT: Final = 1e-4
TICKS_PER_STROKE: Final = 1000
MELODIC_CHANNEL: Final = 0
# Font, part, channel and programs of its kits; two fonts keep their only kit among the melodies.
FONT_KITS: Final = (
    ("TimGM6mb.sf2", 0, DRUM_CHANNEL, (0, 8, 16, 24, 25, 32, 40, 48)),
    ("sf_GMbank.sf2", 1, DRUM_CHANNEL, (0, 8, 16, 24, 25, 32, 40, 48, 127)),
    ("OPL-3_FM_128M.sf2", 2, DRUM_CHANNEL, (0,)),
    ("Black_Pearl_4_LV2.sf2", 2, MELODIC_CHANNEL, (0,)),
    ("Red_Zeppelin_4_LV2.sf2", 2, MELODIC_CHANNEL, (0,)),
)


@dataclass(frozen=True)
class BankKit:
    """Strokes of one kit; `part` is 0, 1 or 2."""

    name: str
    part: int
    from_font: bool
    strokes: Strokes


def installed_fonts() -> list[str]:
    """List the fonts of `FONT_KITS` that this machine has."""
    return [name for name, *_ in FONT_KITS if installed(FOLDER / name)]


def kits_to_bank_file(path: Path, kits: list[Kit], fonts: Collection[str] = ()) -> None:
    """Write every stroke of the kits and of these fonts of `FONT_KITS` into one file."""
    arrays = {}
    entries = [*_font_kits(fonts), *(_synthesised(kit, at) for at, kit in enumerate(kits))]
    for entry in tqdm(entries, desc="kits", mininterval=20):
        for voice, layers in entry.strokes.items():
            for layer, stroke in enumerate(layers):
                key = f"{entry.name}/{entry.part}/{entry.from_font:d}/{voice}/{layer}"
                arrays[key] = stroke.astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]  # numpy's stub takes no mapping
    part.replace(path)


@cache
def file_to_bank(path: Path) -> tuple[BankKit, ...]:
    """Load the kits of a bank; keep them, because every example needs them."""
    kits: dict[str, BankKit] = {}
    with np.load(path) as arrays:
        for key in arrays.files:
            name, part, from_font, voice, _ = key.split("/")
            kit = kits.setdefault(name, BankKit(name, int(part), from_font == "1", {}))
            kit.strokes.setdefault(Voice(voice), []).append(arrays[key].astype(np.float32))
    return tuple(kits.values())


def _synthesised(kit: Kit, number: int) -> BankKit:
    strokes: Strokes = {
        voice: [_trimmed(_resampled(voice_to_stroke(kit, voice)))] for voice in Voice
    }
    return BankKit(f"{kit.name}-{kit.seed}-{number}", number % N_PARTS, False, strokes)


def _resampled(stroke: Floats) -> Floats:
    return np.asarray(soxr.resample(stroke, BEAT_RATE_HZ, SAMPLE_RATE_HZ), np.float32)


def _font_kits(fonts: Collection[str]) -> Iterator[BankKit]:
    for name, part, channel, programs in FONT_KITS:
        if name in fonts:
            for program in programs:
                strokes = _program_to_strokes(FOLDER / name, channel, program)
                yield BankKit(f"{name}:{program}", part, True, strokes)


def _program_to_strokes(font: Path, channel: int, program: int) -> Strokes:
    """One run of FluidSynth over all voices and velocities, cut into strokes."""
    voices = [voice for voice in Voice if voice not in PITCHED]
    file = mido.MidiFile(ticks_per_beat=TICKS_PER_STROKE)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=round(STROKE_S * 1e6)))
    track.append(mido.Message("program_change", channel=channel, program=program))
    for voice in voices:
        for velocity in LAYERS:
            on = {"channel": channel, "note": VOICE_TO_NOTE[voice]}
            track.append(mido.Message("note_on", velocity=velocity, **on))
            track.append(mido.Message("note_off", time=TICKS_PER_STROKE, **on))
    waveform = midi_to_waveform(file, font, ("-R", "0", "-C", "0"))
    length = round(STROKE_S * SAMPLE_RATE_HZ)
    strokes: Strokes = {}
    for number, voice in enumerate(voices):
        starts = [(number * len(LAYERS) + layer) * length for layer in range(len(LAYERS))]
        layers = [_trimmed(waveform[start : start + length]) for start in starts]
        if all(np.abs(layer).max(initial=0.0) > SILENT for layer in layers):
            strokes[voice] = layers
    loudest = max(float(np.abs(layers[-1]).max()) for layers in strokes.values())
    return {voice: [layer / loudest for layer in layers] for voice, layers in strokes.items()}


def _trimmed(stroke: Floats) -> Floats:
    """Without the quiet end."""
    loud = np.flatnonzero(np.abs(stroke) > QUIET * np.abs(stroke).max(initial=SILENT))
    return stroke[: loud[-1] + 1] if len(loud) else stroke[:1]


def velocity_to_stroke(layers: list[Floats], velocity: float) -> tuple[Floats, float]:
    """Find the layer nearest above a velocity in (0, 1], and its gain."""
    if len(layers) == 1:
        return layers[0], velocity**VELOCITY_POWER
    tops = np.array(LAYERS) / LOUDEST_NOTE
    at = min(int(np.searchsorted(tops, velocity)), len(layers) - 1)
    return layers[at], float(velocity / tops[at]) ** VELOCITY_POWER
