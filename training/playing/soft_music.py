"""Music with soft onsets and a known tempo, made up here: strings, piano, choir, winds, plucked.

GTZAN has few clips without drums, and their tempo is the hardest. Each piece has a metre, chords,
up to four parts (chords, arpeggio, melody, bass, held chords, repeated notes) and free time up to
some per cent; FluidSynth plays it with a General MIDI font (`training.playing.sound_fonts`), and
noise is added as old recordings have it. A piece is determined by its number.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import mido
import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt
from tqdm import tqdm

from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.levels import log_mel_to_levels
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from training.data.dataset import levels_to_log_mel
from training.playing.sound_fonts import HELD_OUT_FONT, TRAINING_FONT, installed, midi_to_waveform

N_PIECES: Final = 200
CACHED: Final = "soft-music-1.npz"  # another number when pieces change

QUIETEST: Final = 1e-6  # keeps silence from dividing by zero
WORKERS: Final = 4  # FluidSynth is another process, and takes one core

SOFT: Final = (48, 49, 50, 40, 41, 42, 52, 53, 73, 71, 68, 60, 19, 21, 89, 91)  # MIDI programs
CRISP: Final = (0, 0, 0, 0, 4, 6, 24, 46, 11, 45, 61, 56, 25)
SCALES: Final = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10))
FIRST_FONT_SHARE: Final = 0.6
SOFT_UNTIL, CRISP_UNTIL = 0.5, 0.8  # half of the pieces soft, a third crisp, the rest mixed
MAJOR_SHARE: Final = 0.55
SLOWING_SHARE: Final = 0.4  # pieces whose phrases slow down at their end
OFFBEAT_SHARE: Final = 0.15  # chords behind the beat
PLAYED_SHARE: Final = 0.85  # beats of the bar with a chord
MOTIF_SHARE: Final = 0.75
REST_SHARE: Final = 0.06
HALF: Final = 0.5
TICKS_PER_BEAT: Final = 480
TICKS_PER_S: Final = 960  # MIDI's own tempo stays at 120, the pieces' time is in the notes
MEDIAN_BPM: Final = 104.0
TEMPO_SPREAD: Final = 0.38  # [standard deviation of the tempo's logarithm]
TEMPO_LIMITS_BPM: Final = (45.0, 215.0)
FASTEST_NOTES: Final = 420.0  # [per minute]
STRAIGHT_CELLS: Final = (
    (1.0,),
    (0.5, 0.5),
    (1.5, 0.5),
    (2.0,),
    (0.75, 0.25),
    (0.5, 0.25, 0.25),
    (0.25, 0.25, 0.25, 0.25),
)
TRIPLE_CELLS: Final = ((1.0,), (2 / 3, 1 / 3), (1 / 3, 1 / 3, 1 / 3), (2.0,), (1 / 3, 2 / 3))
TEXTURES: Final = ("chords", "arpeggio", "melody", "melody", "bass", "held", "repeated")
WITH_PULSE: Final = ("melody", "arpeggio")

Floats = NDArray[np.float32]
Note = tuple[float, float, int]  # beat, length [beats], MIDI pitch


@dataclass(frozen=True)
class Frame:
    """What all parts of a piece share."""

    bpm: float
    beats_per_bar: int
    parts_per_beat: int  # 2 straight, 3 triplets and six-eight
    n_beats: int
    tonic: int
    scale: tuple[int, ...]
    chords: NDArray[np.intp]  # degrees
    beats_per_chord: float

    def degree_to_pitch(self, degree: int, base: int) -> int:
        """Find the MIDI pitch of a degree of the scale over `base`."""
        octave, step = divmod(degree, len(self.scale))
        return base + self.tonic + 12 * octave + self.scale[step]

    def chord_at(self, beat: float) -> int:
        """Find the degree of the chord that sounds at a beat."""
        return int(self.chords[int(beat / self.beats_per_chord) % len(self.chords)])


def random_to_frame(random: np.random.Generator) -> Frame:
    """Draw tempo, metre, key and chords."""
    wanted = MEDIAN_BPM * np.exp(random.normal(0, TEMPO_SPREAD))
    bpm = float(np.clip(wanted, *TEMPO_LIMITS_BPM))
    beats_per_bar, parts = ((2, 2), (3, 2), (4, 2), (4, 2), (2, 3), (4, 3))[random.integers(6)]
    beats_per_chord = float(beats_per_bar * random.choice([0.5, 1, 1, 2, 4]))
    n_beats = int(WINDOW_S * bpm / 60 * 1.2) + 4
    return Frame(
        bpm=bpm,
        beats_per_bar=beats_per_bar,
        parts_per_beat=parts,
        n_beats=n_beats,
        tonic=int(random.integers(12)),
        scale=SCALES[int(random.random() > MAJOR_SHARE)],
        chords=random.choice([0, 3, 4, 5, 1, 0, 4], size=int(n_beats / beats_per_chord) + 1),
        beats_per_chord=beats_per_chord,
    )


def frame_to_beat_times(frame: Frame, random: np.random.Generator) -> NDArray[np.float64]:
    """Draw when each beat is [s], float64 `(n_beats,)`: wandering tempo, phrases that slow down."""
    beats = np.arange(frame.n_beats)
    curve = np.ones(frame.n_beats)
    freedom = random.choice([0, 0.01, 0.025, 0.05]) / 1.7
    for period in random.uniform(6, 30, 3):
        curve += freedom * np.sin(2 * np.pi * (beats / period + random.random()))
    phrase = frame.beats_per_bar * int(random.choice([4, 8]))
    if random.random() < SLOWING_SHARE:
        curve[phrase - 1 :: phrase] *= 1 - random.uniform(0.02, 0.12)
    return np.concatenate([[0.0], np.cumsum(60 / frame.bpm / curve)[:-1]])


def texture_to_notes(texture: str, frame: Frame, random: np.random.Generator) -> list[Note]:
    """Write the notes of one part."""
    if texture in {"chords", "held"}:
        return _chords(frame, random, held=texture == "held")
    if texture == "bass":
        step = float(random.choice([1, 1, frame.beats_per_bar]))
        return [
            (beat, step, frame.degree_to_pitch(frame.chord_at(beat), 36))
            for beat in np.arange(0, frame.n_beats, step)
        ]
    if texture == "melody":
        return _melody(frame, random)
    return _figure(frame, random, repeated=texture == "repeated")


def _chords(frame: Frame, random: np.random.Generator, held: bool) -> list[Note]:
    step = frame.beats_per_chord if held else float(random.choice([1, 1, frame.beats_per_bar]))
    base = int(random.choice([48, 60]))
    late = 0.5 if not held and random.random() < OFFBEAT_SHARE else 0.0
    played = random.random(frame.beats_per_bar) < PLAYED_SHARE
    played[0] = True
    return [
        (beat + late, step, frame.degree_to_pitch(frame.chord_at(beat) + third, base))
        for beat in np.arange(0, frame.n_beats, step)
        if held or played[int(beat) % frame.beats_per_bar]
        for third in (0, 2, 4)
    ]


def _figure(frame: Frame, random: np.random.Generator, repeated: bool) -> list[Note]:
    """Repeat a figure of a bar over the chords, in equal notes."""
    choices = (1, 2, 4) if frame.parts_per_beat == 2 else (3, 3, 6)  # noqa: PLR2004  # straight
    per_beat = int(random.choice(choices))
    if frame.bpm * per_beat > FASTEST_NOTES:
        per_beat = frame.parts_per_beat
    length = per_beat * frame.beats_per_bar
    waves = np.resize([0, 1, 2, 1, 3, 1], length)
    figure = random.integers(0, 5, length) if random.random() < HALF else waves
    rests = random.random(length) < random.choice([0, 0, 0.2])
    base = int(random.choice([48, 60, 60]))
    notes = []
    for number in range(frame.n_beats * per_beat):
        beat, place = number / per_beat, number % length
        degree = 0 if repeated else (0, 2, 4, 7, 9)[figure[place]]
        if not rests[place]:
            pitch = frame.degree_to_pitch(frame.chord_at(beat) + degree, base)
            notes.append((beat, 1 / per_beat, pitch))
    return notes


def _melody(frame: Frame, random: np.random.Generator) -> list[Note]:
    """Write steps and leaps in a motif's rhythm, which returns three times in four."""
    cells = STRAIGHT_CELLS if frame.parts_per_beat == 2 else TRIPLE_CELLS  # noqa: PLR2004  # straight
    liked = random.random(len(cells)) ** 2 + 0.02
    liked /= liked.sum()
    motif = random.choice(len(cells), size=int(random.choice([2, 4, 8])), p=liked)
    base, degree, beat = int(random.choice([60, 60, 72])), int(random.integers(7)), 0.0
    notes: list[Note] = []
    for number in range(frame.n_beats):
        again = random.random() < MOTIF_SHARE
        cell = motif[number % len(motif)] if again else random.choice(len(cells), p=liked)
        for length in cells[cell]:
            degree = int(np.clip(degree + random.choice([-3, -2, -1, -1, 0, 1, 1, 2, 4]), -3, 10))
            if np.isclose(beat % frame.beats_per_bar, 0):
                degree = frame.chord_at(beat) + int(random.choice([0, 2, 4]))
            if random.random() > REST_SHARE:
                notes.append((beat, length, frame.degree_to_pitch(degree, base)))
            beat += length
    return notes


def random_to_piece(random: np.random.Generator) -> tuple[mido.MidiFile, float]:
    """Draw a piece, and its tempo [bpm]: 60 over the median beat."""
    frame = random_to_frame(random)
    times_s = frame_to_beat_times(frame, random)
    start_s = float(np.interp(random.uniform(0, frame.beats_per_bar), range(len(times_s)), times_s))
    kind = random.random()
    programs = SOFT if kind < SOFT_UNTIL else CRISP if kind < CRISP_UNTIL else SOFT + CRISP
    textures = [str(t) for t in random.choice(TEXTURES, int(random.choice([1, 2, 2, 3, 4])))]
    if set(textures) == {"held"}:
        textures.append(str(random.choice(WITH_PULSE)))
    late_s, accent = random.choice([0.003, 0.01, 0.02]), random.uniform(0, 0.35)
    strokes: list[tuple[float, mido.Message]] = []
    for channel, texture in enumerate(textures):
        program = int(random.choice(programs))
        strokes.append((0.0, mido.Message("program_change", channel=channel, program=program)))
        loud, legato = random.uniform(55, 100), random.choice([0.5, 0.9, 1.0, 1.1])
        for beat, length, pitch in texture_to_notes(texture, frame, random):
            ends = (beat, beat + length * legato)
            on_s, off_s = np.interp(ends, range(len(times_s)), times_s) - start_s
            on_s += random.normal(0, late_s)
            if not 0 <= on_s < WINDOW_S:
                continue
            weak = 0.9 if beat % 1 else 0.4 if beat % frame.beats_per_bar else 0.0
            velocity = int(np.clip(loud * (1 - accent * weak) + random.normal(0, 5), 15, 125))
            note = {"channel": channel, "note": pitch, "velocity": velocity}
            strokes.append((on_s, mido.Message("note_on", **note)))
            strokes.append((max(off_s, on_s + 0.06), mido.Message("note_off", **note)))
    heard = np.diff(times_s[(times_s >= start_s) & (times_s <= start_s + WINDOW_S)])
    return strokes_to_midi(strokes), float(60 / np.median(heard))


def strokes_to_midi(strokes: list[tuple[float, mido.Message]]) -> mido.MidiFile:
    """Write messages and their times [s], in any order, as a file."""
    file, track, now = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT), mido.MidiTrack(), 0
    file.tracks.append(track)
    for time_s, message in sorted(strokes, key=lambda stroke: stroke[0]):
        ticks = round(time_s * TICKS_PER_S)
        track.append(message.copy(time=ticks - now))
        now = ticks
    return file


def waveform_to_recording(waveform: Floats, random: np.random.Generator) -> Floats:
    """Put noise 25–60 dB under it, and often leave out the highest part."""
    low_hz = random.uniform(300, 4000)
    noise = sosfilt(
        butter(1, low_hz, fs=SAMPLE_RATE_HZ, output="sos"), random.normal(size=len(waveform))
    )
    level = waveform.std() * 10 ** (-random.uniform(25, 60) / 20)
    recorded = waveform + noise / noise.std() * level
    if random.random() < HALF:
        highest_hz = random.uniform(3500, 10_000)
        recorded = sosfilt(butter(2, highest_hz, fs=SAMPLE_RATE_HZ, output="sos"), recorded)
    return np.asarray(recorded / np.abs(recorded).max(), np.float32)


def number_to_piece(number: int, fonts: tuple[Path, ...]) -> tuple[NDArray[np.uint8], float]:
    """Make a piece: levels of its log-mel, as GTZAN's are stored, and its tempo [bpm]."""
    random = np.random.default_rng(number)
    midi, bpm = random_to_piece(random)
    font = fonts[0] if random.random() < FIRST_FONT_SHARE else fonts[-1]
    played = midi_to_waveform(midi, font)[: round(WINDOW_S * SAMPLE_RATE_HZ)]
    played /= max(float(np.abs(played).max()), QUIETEST)
    (window, *_) = waveform_to_windows(waveform_to_recording(played, random))
    return log_mel_to_levels(window_to_log_mel(window)), bpm


def soft_music(build_dir: Path) -> list[tuple[Floats, float]]:
    """Log-mel [dB] and tempo [bpm] of every piece; none where FluidSynth or its fonts are missing.

    Rendering takes some minutes, once: the levels are kept in `build_dir`.
    """
    fonts = tuple(font for font in (TRAINING_FONT, HELD_OUT_FONT) if installed(font))
    if not fonts:
        return []
    cached = build_dir / CACHED
    if not cached.exists():
        with ThreadPoolExecutor(WORKERS) as pool:
            numbers = pool.map(partial(number_to_piece, fonts=fonts), range(N_PIECES))
            pieces = list(tqdm(numbers, "soft music", N_PIECES, delay=5))
        build_dir.mkdir(parents=True, exist_ok=True)
        arrays = {f"levels_{n}": levels for n, (levels, _) in enumerate(pieces)}
        np.savez_compressed(
            cached, allow_pickle=False, bpm=np.array([bpm for _, bpm in pieces]), **arrays
        )
    with np.load(cached) as stored:
        tempi = stored["bpm"].tolist()
        return [(levels_to_log_mel(stored[f"levels_{n}"]), bpm) for n, bpm in enumerate(tempi)]
