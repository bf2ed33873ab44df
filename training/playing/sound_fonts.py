"""Performances played by General MIDI sound fonts, with FluidSynth: kits that nobody here made.

On Debian: `apt install fluidsynth timgm6mb-soundfont` to train and `fluid-soundfont-gm` to
measure. Without them only the synthesised kits are used.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

from beat_service.drums.midi import DRUM_CHANNEL, LOUDEST_NOTE, NOTE_TO_VOICE
from beat_service.drums.pattern import Voice
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.data.groove import Performance

FOLDER: Final = Path("/usr/share/sounds/sf2")
TRAINING_FONT: Final = FOLDER / "TimGM6mb.sf2"
# Never heard in training, nor MuseScore's fonts, which grew out of it.
HELD_OUT_FONT: Final = FOLDER / "FluidR3_GM.sf2"
TICKS_PER_BEAT: Final = 480
# Only the samples that are played are loaded: FluidR3 has 140 MB of them.
OPTIONS: Final = (
    *("-ni", "-g", "0.6", "-r", str(SAMPLE_RATE_HZ)),
    *("-o", "synth.dynamic-sample-loading=1"),
)
# Notes of General MIDI proper: those that electronic kits add are silent in most fonts.
VOICE_TO_NOTE: Final = {
    voice: min(
        (n for n, v in NOTE_TO_VOICE.items() if v is voice),
        key=lambda n: (n in {22, 26, 31, 35}, n),
    )
    for voice in set(NOTE_TO_VOICE.values())
} | {Voice.BASS_808: 35, Voice.LOG_DRUM: 64, Voice.BRUSH: 38}


def installed(font: Path) -> bool:
    """Tell whether FluidSynth and the font are there."""
    return font.exists() and shutil.which("fluidsynth") is not None


def performance_to_font_waveform(performance: Performance, font: Path) -> NDArray[np.float32]:
    """Render with a font, float32 `(n_samples,)`, mono, at the project's rate, peak 1."""
    mono = midi_to_waveform(performance_to_midi(performance), font)
    mono = mono[: round(performance.n_beats * 60 / performance.bpm * SAMPLE_RATE_HZ)]
    return np.asarray(mono / max(float(np.abs(mono).max()), 1e-6), np.float32)


def midi_to_waveform(
    file: mido.MidiFile, font: Path, options: Sequence[str] = ()
) -> NDArray[np.float32]:
    """Render by FluidSynth, float32 `(n_samples,)`, mono, at the project's rate."""
    with tempfile.TemporaryDirectory() as folder:
        midi, wav = Path(folder) / "played.mid", Path(folder) / "played.wav"
        file.save(midi)
        subprocess.run(  # noqa: S603  # our own arguments
            ["fluidsynth", *OPTIONS, *options, "-F", wav, font, midi],  # noqa: S607  # wherever it is installed
            check=True,
            capture_output=True,
        )
        samples, _ = soundfile.read(wav, dtype="float32", always_2d=True)
    return np.asarray(samples.mean(axis=1), np.float32)


def performance_to_midi(performance: Performance) -> mido.MidiFile:
    """Write the strokes as General MIDI percussion."""
    file, track, now = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT), mido.MidiTrack(), 0
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(performance.bpm)))
    for hit in performance.hits:
        ticks = round(hit.beat * TICKS_PER_BEAT)
        velocity = max(1, round(hit.velocity * LOUDEST_NOTE))
        note = VOICE_TO_NOTE[hit.voice]
        track.append(
            mido.Message(
                "note_on", channel=DRUM_CHANNEL, note=note, velocity=velocity, time=ticks - now
            )
        )
        now = ticks
    return file
