"""Scores → recordings: FluidSynth plays them, a small room and some tape make one sound of them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from tools.page_music.notation import BEATS_PER_BAR, Note
from training.playing.soft_music import strokes_to_midi
from training.playing.sound_fonts import midi_to_waveform

RATE_HZ: Final = 44_100
DRUMS: Final = -1  # in place of a program
DRUM_CHANNEL: Final = 9  # General MIDI's
CHANNELS: Final = [channel for channel in range(16) if channel != DRUM_CHANNEL]
VOLUME: Final = 7  # the controller's number
# Fonts have reverberation of their own in FluidSynth, which differs between its versions.
PLAYER: Final = (
    *("-r", str(RATE_HZ)),
    *("-o", "synth.reverb.active=0", "-o", "synth.chorus.active=0"),
)
FIRST_S: Final = 0.05  # nobody begins before the tape runs
RINGING_S: Final = 1.2  # after the last bar
FADE_S: Final = 1.0
UNEVEN_S: Final = 0.006  # standard deviation of how late or early a note is
UNEVEN_VELOCITY: Final = 5.0
SHORTEST_S: Final = 0.05
LOUDEST: Final = 127
ROOM_S: Final = 0.8
ROOM_DECAY_S: Final = 0.18
RUMBLE_HZ: Final = 30.0
LOUD_PERCENTILE: Final = 99.9  # what the tape takes for full scale
PEAK: Final = 0.89  # −1 dBFS
COMPRESSION: Final = 0.6  # libsndfile's level for MP3: 0 the best, 1 the smallest

Waveform = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A player: General MIDI's program or `DRUMS`, the notes, the volume (0–127)."""

    program: int
    notes: Sequence[Note]
    volume: int


@dataclass(frozen=True)
class Recording:
    """How a piece is recorded: level of the room, drive of the tape, its upper limit."""

    room: float
    drive: float
    highest_hz: float


@dataclass(frozen=True)
class Score:
    """A piece; `swing` is where the second half of a beat begins, 0.5 in straight time."""

    bpm: float
    n_bars: int
    parts: Sequence[Part]
    recording: Recording
    swing: float = 0.5

    @property
    def duration_s(self) -> float:
        """How long it is, with its last notes ringing."""
        return self.n_bars * BEATS_PER_BAR * 60 / self.bpm + RINGING_S


def score_to_midi(score: Score) -> mido.MidiFile:
    """Write a score as people play it: swung, a little late or early. Deterministic."""
    random = np.random.default_rng(0)
    strokes: list[tuple[float, mido.Message]] = []
    pitched = iter(CHANNELS)
    for part in score.parts:
        channel = DRUM_CHANNEL if part.program == DRUMS else next(pitched)
        if part.program != DRUMS:
            program = mido.Message("program_change", channel=channel, program=part.program)
            strokes.append((0.0, program))
        volume = {"channel": channel, "control": VOLUME, "value": part.volume}
        strokes.append((0.0, mido.Message("control_change", **volume)))
        for note in part.notes:
            on_s = swung(note.beat, score.swing) * 60 / score.bpm + random.normal(0, UNEVEN_S)
            on_s = FIRST_S + max(on_s, 0.0)
            off_s = on_s + max(note.length * 60 / score.bpm, SHORTEST_S)
            velocity = round(np.clip(note.velocity + random.normal(0, UNEVEN_VELOCITY), 1, LOUDEST))
            played = {"channel": channel, "note": note.pitch}
            strokes.append((on_s, mido.Message("note_on", velocity=velocity, **played)))
            strokes.append((off_s, mido.Message("note_off", **played)))
    return strokes_to_midi(strokes)


def swung(beat: float, swing: float) -> float:
    """Move the second half of a beat to its place."""
    whole, part = divmod(beat, 1)
    return float(whole + np.interp(part, (0, 0.5, 1), (0, swing, 1)))


def score_to_waveform(score: Score, font: Path) -> Waveform:
    """Play and record a score, float64 `(n_samples,)` at `RATE_HZ`, peak −1 dBFS."""
    played = midi_to_waveform(score_to_midi(score), font, PLAYER).astype(np.float64)
    n_samples = round(score.duration_s * RATE_HZ)
    played = np.pad(played, (0, max(0, n_samples - len(played))))[:n_samples]
    recorded = _on_tape(played, score.recording)
    recorded[-round(FADE_S * RATE_HZ) :] *= np.linspace(1, 0, round(FADE_S * RATE_HZ))
    return np.asarray(recorded * PEAK / np.abs(recorded).max())


def waveform_to_mp3(waveform: Waveform) -> bytes:
    """Code a waveform, float64 `(n_samples,)` at `RATE_HZ`, as a small MP3."""
    file = io.BytesIO()
    soundfile.write(file, waveform, RATE_HZ, format="MP3", compression_level=COMPRESSION)
    return file.getvalue()


def _on_tape(played: Waveform, recording: Recording) -> Waveform:
    """Put it into the room and onto the tape; same shape."""
    time_s = np.arange(round(ROOM_S * RATE_HZ)) / RATE_HZ
    echoes = np.random.default_rng(1).standard_normal(len(time_s)) * np.exp(-time_s / ROOM_DECAY_S)
    echoes /= np.sqrt(np.sum(echoes**2))
    dry = sosfilt(butter(2, RUMBLE_HZ, "highpass", fs=RATE_HZ, output="sos"), played)
    heard = dry + recording.room * fftconvolve(dry, echoes)[: len(dry)]
    heard /= np.percentile(np.abs(heard), LOUD_PERCENTILE)
    taped = np.tanh(recording.drive * heard)
    return np.asarray(sosfilt(butter(2, recording.highest_hz, fs=RATE_HZ, output="sos"), taped))
