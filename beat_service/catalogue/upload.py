"""An uploaded file and its description → a row of the catalogue, nothing written yet.

The tempo of a recording comes from the analysis. A loop lasts whole bars, so the length corrects a
tempo that is nearly right: an analysis knows it to a few per cent, the length to a sample.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from beat_service.catalogue.description import Description, description_to_id
from beat_service.catalogue.sound import TempoRange, fader_range, midi_to_waveform
from beat_service.catalogue.tables import Beat, BeatFile
from beat_service.drums.midi import FIRST_BYTES, bytes_to_midi_beat
from beat_service.drums.pattern import BEATS_PER_BAR
from music_genre.audio.constants import BEAT_RATE_HZ, SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform

LONGEST_LOOP_S: Final = 5 * 60.0
LOOP_TOLERANCE: Final = 0.03  # ratio by which the length may correct the tempo of the analysis
MIDI_STRETCH: Final = 0.25  # ratio to its tempo within which a rhythm stays itself


@dataclass(frozen=True)
class BeatTraits:
    """Tempo [BPM] and key that an analysis measures; `facts` is JSON that is kept as it is."""

    bpm: float
    key: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


Analyse = Callable[[NDArray[np.float32]], BeatTraits]


def bytes_to_beat(encoded: bytes, description: Description, analyse: Analyse) -> Beat:
    """Check, analyse and describe an upload.

    Raises children of `AudioProcessingError` and `BeatError`.
    """
    is_midi = encoded.startswith(FIRST_BYTES)
    traits, bars, tempi = (
        _midi_to_traits(encoded, description.bpm, analyse)
        if is_midi
        else _recording_to_traits(encoded, description.bpm, analyse)
    )
    return Beat(
        id=description_to_id(description),
        title=description.title,
        style=description.style,
        kind="midi" if is_midi else "audio",
        bpm=traits.bpm,
        slowest_bpm=tempi.slowest,
        fastest_bpm=tempi.fastest,
        key=traits.key,
        bars=bars,
        licence=description.licence,
        author=description.author,
        pattern=None,
        traits=traits.facts,
        file=BeatFile(sha256=hashlib.sha256(encoded).hexdigest(), content=encoded),
    )


def length_to_tempo(bpm: float, duration_s: float) -> tuple[float, int]:
    """Correct a tempo [BPM] by the length [s] of whole bars, where one is near; count the bars."""
    bars = max(1, round(duration_s * bpm / 60 / BEATS_PER_BAR))
    exact = bars * BEATS_PER_BAR * 60 / duration_s
    return (exact if abs(exact / bpm - 1) <= LOOP_TOLERANCE else bpm), bars


def _midi_to_traits(
    encoded: bytes, said_bpm: float | None, analyse: Analyse
) -> tuple[BeatTraits, int, TempoRange]:
    """Analyse a MIDI file as our kit plays it; its own tempo stands, and drums have no key."""
    midi = bytes_to_midi_beat(encoded)
    bpm = round(said_bpm or midi.bpm, 2)
    played = soxr.resample(midi_to_waveform(midi, bpm), BEAT_RATE_HZ, SAMPLE_RATE_HZ)
    tempi = TempoRange(round(bpm * (1 - MIDI_STRETCH), 2), round(bpm * (1 + MIDI_STRETCH), 2))
    return BeatTraits(bpm, None, analyse(played).facts), midi.bars, tempi


def _recording_to_traits(
    encoded: bytes, said_bpm: float | None, analyse: Analyse
) -> tuple[BeatTraits, int, TempoRange]:
    """Analyse a recording: traits, bars and the tempi that it can be moved to."""
    decoded = bytes_to_waveform(encoded, LONGEST_LOOP_S)
    measured = analyse(decoded.waveform)
    bpm, bars = length_to_tempo(said_bpm or measured.bpm, decoded.info.duration_s)
    traits = BeatTraits(round(bpm, 2), measured.key, measured.facts)
    return traits, bars, fader_range(traits.bpm)
