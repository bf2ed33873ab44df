"""An uploaded file and its description → a row of the catalogue, nothing written yet.

What is sent along stands. Otherwise a MIDI file says its own tempo and meter; the tempo of a
recording comes from the analysis and its length (`loop_tempo`), and its meter is 4/4.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from beat_service.catalogue.description import Description, description_to_id
from beat_service.catalogue.fingerprint import hits_to_fingerprint, waveform_to_fingerprint
from beat_service.catalogue.sound import (
    LONGEST_RECORDING_S,
    TempoRange,
    fader_range,
    midi_to_waveform,
    stretch_to_range,
)
from beat_service.catalogue.tables import Beat, BeatFile
from beat_service.drums.meter import FOUR_FOUR, Meter, name_to_meter
from beat_service.drums.midi import MidiBeat, bytes_to_midi_beat
from beat_service.drums.midi_bars import Bars
from beat_service.drums.midi_clock import A_SECOND_BPM
from beat_service.drums.midi_file import is_midi
from beat_service.errors import MidiTempoError
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform
from music_genre.webapi.beat_body import FASTEST_BPM, SLOWEST_BPM

MIDI_STRETCH: Final = 0.25  # ratio to its tempo within which a rhythm stays itself
WHOLE_WITHIN: Final = 0.005  # ratio to a whole number of BPM, which programs like
BPM_DIGITS: Final = 2
BEATS_DIGITS: Final = 3


@dataclass(frozen=True)
class Known:
    """What is known of a beat before its analysis; `bpm` is None where nobody said it.

    `is_ours` where our kit plays it, so that its first bar begins with the sound; `is_whole` where
    its length may be whole bars.
    """

    style: str
    bpm: float | None = None
    meter: Meter = FOUR_FOUR
    is_ours: bool = False
    is_whole: bool = True


@dataclass(frozen=True)
class BeatTraits:
    """Tempo [BPM] and key that an analysis measures; `facts` is JSON that is kept as it is."""

    bpm: float
    key: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


Analyse = Callable[[NDArray[np.float32], Known], BeatTraits]
_Read = tuple[BeatTraits, Bars, TempoRange, str]


def bytes_to_beat(encoded: bytes, description: Description, analyse: Analyse) -> Beat:
    """Check, analyse and describe an upload.

    Raises children of `AudioProcessingError` and `BeatError`.
    """
    read = _midi_to_traits if is_midi(encoded) else _recording_to_traits
    traits, bars, tempi, fingerprint = read(encoded, description, analyse)
    return Beat(
        id=description_to_id(description),
        title=description.title,
        style=description.style,
        kind="midi" if is_midi(encoded) else "audio",
        bpm=traits.bpm,
        slowest_bpm=tempi.slowest,
        fastest_bpm=tempi.fastest,
        key=traits.key,
        bars=bars.n_bars,
        meter=str(bars.meter),
        beats=round(bars.n_beats, BEATS_DIGITS),
        licence=description.licence,
        author=description.author,
        pattern=None,
        traits=traits.facts,
        file=BeatFile(sha256=bytes_to_digest(encoded), fingerprint=fingerprint, content=encoded),
    )


def bytes_to_digest(encoded: bytes) -> str:
    """Make the digest by which the same bytes are found again."""
    return hashlib.sha256(encoded).hexdigest()


def _midi_to_traits(encoded: bytes, description: Description, analyse: Analyse) -> _Read:
    """Analyse a MIDI file as our kit plays it; its own tempo stands, and drums have no key."""
    said_meter = _said_meter(description)
    midi = bytes_to_midi_beat(encoded, description.bpm, said_meter=said_meter)
    bpm = description.bpm or midi.bpm
    if bpm is None:
        bpm = _seconds_to_bpm(midi, description, analyse)
        midi = bytes_to_midi_beat(encoded, bpm, said_meter=said_meter)
    bpm = round(bpm, BPM_DIGITS)
    if not SLOWEST_BPM <= bpm <= FASTEST_BPM:
        raise MidiTempoError(bpm=bpm, slowest_bpm=SLOWEST_BPM, fastest_bpm=FASTEST_BPM)
    known = Known(description.style, bpm, midi.bars.meter, is_ours=True)
    facts = analyse(_played(midi, bpm), known).facts
    fingerprint = hits_to_fingerprint(midi.hits, bpm)
    tempi = stretch_to_range(bpm, MIDI_STRETCH)
    return BeatTraits(bpm, None, facts), midi.bars, tempi, fingerprint


def _played(midi: MidiBeat, bpm: float) -> NDArray[np.float32]:
    """Play a MIDI file on our kit, float32 `(n_samples,)` at 22 050 Hz."""
    waveform = midi_to_waveform(midi.hits, bpm, midi.bars.n_beats)
    return np.asarray(soxr.resample(waveform, BEAT_RATE_HZ, SAMPLE_RATE_HZ), np.float32)


def _seconds_to_bpm(midi: MidiBeat, description: Description, analyse: Analyse) -> float:
    """Measure the tempo of a file that says when its strokes are and not how fast [BPM]."""
    known = Known(description.style, is_whole=False)
    bpm = analyse(_played(midi, A_SECOND_BPM), known).bpm
    return float(round(bpm)) if abs(round(bpm) / bpm - 1) <= WHOLE_WITHIN else bpm


def _recording_to_traits(encoded: bytes, description: Description, analyse: Analyse) -> _Read:
    """Analyse a recording: traits, bars and the tempi that it can be moved to."""
    meter = _said_meter(description) or FOUR_FOUR
    decoded = bytes_to_waveform(encoded, LONGEST_RECORDING_S)
    measured = analyse(decoded.waveform, Known(description.style, description.bpm, meter))
    bpm = round(description.bpm or measured.bpm, BPM_DIGITS)
    n_beats = decoded.info.duration_s * bpm / 60
    bars = Bars(meter, max(1, round(n_beats / meter.beats_per_bar)), n_beats)
    fingerprint = waveform_to_fingerprint(decoded.waveform)
    return BeatTraits(bpm, measured.key, measured.facts), bars, fader_range(bpm), fingerprint


def _said_meter(description: Description) -> Meter | None:
    """Read the meter that was sent along, if any."""
    return name_to_meter(description.meter or "")
