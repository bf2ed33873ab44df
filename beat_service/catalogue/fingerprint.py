"""What a beat says, whatever file it is in → a fingerprint that finds it again.

A WAV file and the FLAC file of the same samples have one, and so have two MIDI files with the same
strokes at the same tempo: at another one somebody may have meant another beat. Files that differ in
what is heard have different ones, however little it is.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.drums.hits import Hit

FULL_SCALE: Final = 32_767
TICKS_PER_BEAT: Final = 96  # programs write the same stroke a tick early or late
VELOCITIES: Final = 127
BPM_DIGITS: Final = 1  # files say tempi in microseconds, programs round them


def waveform_to_fingerprint(waveform: NDArray[np.float32]) -> str:
    """Make the fingerprint of a recording, float32 `(n_samples,)`, ±1, at 22 050 Hz."""
    samples = np.rint(np.clip(waveform, -1, 1) * FULL_SCALE).astype("<i2")
    return hashlib.sha256(b"audio" + samples.tobytes()).hexdigest()


def hits_to_fingerprint(hits: Iterable[Hit], bpm: float) -> str:
    """Make the fingerprint of strokes at a tempo [BPM], in whatever order they come."""
    strokes = sorted(
        (round(hit.beat * TICKS_PER_BEAT), str(hit.voice), round(hit.velocity * VELOCITIES))
        for hit in hits
    )
    return hashlib.sha256(f"midi{bpm:.{BPM_DIGITS}f}{strokes}".encode()).hexdigest()
