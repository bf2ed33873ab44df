"""What librosa says without us, as the yardstick of `make evaluate-beats`.

Tempo: `librosa.beat.beat_track`. Key: mean of `librosa.feature.chroma_cqt` against the profiles of
Krumhansl and Kessler, "Tracing the dynamic changes in perceived tonal organization", 1982.
"""

from typing import Final

import librosa
import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ

KRUMHANSL: Final = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)


def waveform_to_librosa_bpm(waveform: NDArray[np.float32]) -> float:
    """Estimate the tempo by librosa's beat tracker [bpm]."""
    bpm, _ = librosa.beat.beat_track(y=waveform, sr=SAMPLE_RATE_HZ)
    return float(np.atleast_1d(bpm)[0])


def waveform_to_krumhansl_key(waveform: NDArray[np.float32]) -> int:
    """Estimate the key, 0–23 (from C, major first), by correlation with Krumhansl's profiles."""
    chroma = librosa.feature.chroma_cqt(y=waveform, sr=SAMPLE_RATE_HZ).mean(axis=1)
    fits = [
        np.corrcoef(chroma, np.roll(profile, tonic))[0, 1]
        for profile in KRUMHANSL
        for tonic in range(len(chroma))
    ]
    return int(np.argmax(fits))
