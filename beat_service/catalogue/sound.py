"""A beat of the catalogue → its WAV file at a tempo, or its MIDI file.

Patterns and MIDI are played by our kits at every tempo, all equally loud. A recording is played
faster or slower like a record on a turntable, within the ±8 % of a DJ's pitch fader: its pitch
moves along, nothing else.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from beat_service.catalogue.tables import Beat
from beat_service.drums.hits import Hit, pattern_to_hits
from beat_service.drums.kits import KITS
from beat_service.drums.loudness import loop_to_equal_loudness
from beat_service.drums.meter import FOUR_FOUR, name_to_meter
from beat_service.drums.midi import bytes_to_midi_beat
from beat_service.drums.midi_export import hits_to_midi
from beat_service.drums.pattern import Pattern
from beat_service.drums.synth import hits_to_waveform, pattern_to_waveform
from beat_service.errors import BeatWithoutMidiError, TempoOutOfRangeError
from music_genre.audio.constants import BEAT_RATE_HZ
from music_genre.audio.decode import bytes_to_recording
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM

FADER: Final = 0.08  # ratio to its own tempo by which a recording may be moved
MIDI_KIT: Final = KITS["studio"]
SAME_TEMPO_BPM: Final = 0.05  # [BPM] from its own tempo, under which a recording is sent as it came
WAV_START: Final = b"RIFF"
LONGEST_RECORDING_S: Final = 5 * 60.0


@dataclass(frozen=True)
class TempoRange:
    """Tempi between which a beat is offered [BPM]."""

    slowest: float
    fastest: float


def fader_range(bpm: float) -> TempoRange:
    """Compute how far a recording of this tempo can be moved [BPM]."""
    return stretch_to_range(bpm, FADER)


def stretch_to_range(bpm: float, stretch: float) -> TempoRange:
    """Compute the tempi within a ratio of this one, of those that can be asked for [BPM]."""
    return TempoRange(
        max(float(SLOWEST_BPM), round(bpm * (1 - stretch), 2)),
        min(float(FASTEST_BPM), round(bpm * (1 + stretch), 2)),
    )


def beat_to_wav(beat: Beat, bpm: float | None) -> bytes:
    """Render the beat as a WAV file at `bpm`, or at its own. Raises `TempoOutOfRangeError`."""
    if beat.pattern is not None:
        waveform = pattern_to_waveform(Pattern.model_validate(beat.pattern), bpm or beat.bpm)
        return waveform_to_wav(loop_to_equal_loudness(waveform), BEAT_RATE_HZ)
    content = beat.file.content if beat.file else b""
    if beat.kind == "midi":
        # Before drums had to be on their channel, others were taken; those still play.
        midi = bytes_to_midi_beat(content, beat.bpm, on_any_channel=True)
        waveform = midi_to_waveform(midi.hits, bpm or beat.bpm, beat.beats)
        return waveform_to_wav(loop_to_equal_loudness(waveform), BEAT_RATE_HZ)
    if not beat.slowest_bpm <= (bpm or beat.bpm) <= beat.fastest_bpm:
        raise TempoOutOfRangeError(slowest_bpm=beat.slowest_bpm, fastest_bpm=beat.fastest_bpm)
    return _recording_to_wav(
        content, (bpm or beat.bpm) / beat.bpm, abs((bpm or beat.bpm) - beat.bpm)
    )


def beat_to_midi(beat: Beat, bpm: float | None) -> bytes:
    """Write the beat's strokes as a MIDI file at `bpm`, or its own; an upload comes as it came.

    Raises `BeatWithoutMidiError` for a recording.
    """
    if beat.pattern is not None:
        pattern = Pattern.model_validate(beat.pattern)
        hits: Sequence[Hit] = pattern_to_hits(pattern, beat.bars)
    elif beat.kind == "midi" and beat.file is not None:
        if bpm is None or abs(bpm - beat.bpm) < SAME_TEMPO_BPM:
            return beat.file.content
        hits = bytes_to_midi_beat(beat.file.content, beat.bpm, on_any_channel=True).hits
    else:
        raise BeatWithoutMidiError
    meter = name_to_meter(beat.meter) or FOUR_FOUR
    return hits_to_midi(hits, beat.title, bpm or beat.bpm, meter, beat.beats)


def midi_to_waveform(hits: Sequence[Hit], bpm: float, n_beats: float) -> NDArray[np.float32]:
    """Play a file's strokes on our acoustic kit, float32 `(n_samples,)` at `BEAT_RATE_HZ`, ±1."""
    return hits_to_waveform(hits, MIDI_KIT, bpm, n_beats)


def waveform_to_wav(waveform: NDArray[np.float32] | NDArray[np.int16], rate_hz: int) -> bytes:
    """Write a 16-bit WAV file of samples `(n,)` or `(n, channels)`, floats of ±1 or int16."""
    file = io.BytesIO()
    soundfile.write(file, waveform, rate_hz, format="WAV", subtype="PCM_16")
    return file.getvalue()


def _recording_to_wav(content: bytes, speed: float, moved_bpm: float) -> bytes:
    """Play an uploaded recording at another speed; WAV at its own speed is sent as it came."""
    if moved_bpm < SAME_TEMPO_BPM and content.startswith(WAV_START):
        return content
    # Never by libsndfile: it can hang on what was taken, as it reads more of a file.
    samples, rate_hz = bytes_to_recording(content, LONGEST_RECORDING_S)
    if moved_bpm >= SAME_TEMPO_BPM:
        samples = soxr.resample(samples, rate_hz * speed, rate_hz)
    return waveform_to_wav(samples, rate_hz)
