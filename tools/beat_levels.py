"""`make beat-levels`: loudness, true peak and seam of every beat of ours, as the service plays it.

It ends with status 1 where one is not as loud as the others, too high, or clicks at its seam. A
beat is rendered at the slowest, its own and the fastest tempo that it is offered at.
"""

import io
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyloudnorm
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly
from tqdm import tqdm

from beat_service.catalogue.catalogue import style_to_beats
from beat_service.catalogue.sound import beat_to_wav
from beat_service.catalogue.tables import Beat
from beat_service.drums.loudness import LOOP_LUFS
from beat_service.drums.repertoire import folders_to_repertoire
from music_genre.audio.constants import BEAT_PEAK_DBFS

TOLERANCE_LU: Final = 1.0
FINER: Final = 8  # times the rate at which peaks are looked for; the limiter uses 4


@dataclass(frozen=True)
class Level:
    """Loudness [LUFS], true peak [dBFS], and the seam's step over the largest step inside."""

    loudness_lufs: float
    true_peak_dbfs: float
    seam: float

    @property
    def is_right(self) -> bool:
        """Say whether it is like the others."""
        return (
            abs(self.loudness_lufs - LOOP_LUFS) <= TOLERANCE_LU
            and self.true_peak_dbfs <= BEAT_PEAK_DBFS
            and self.seam <= 1
        )


def loop_to_level(loop: NDArray[np.float64], rate_hz: int) -> Level:
    """Measure a loop, float64 `(n,)`; its peak and seam as it goes round."""
    round_and_round = np.tile(loop, 2)
    peak = np.abs(resample_poly(round_and_round, FINER, 1)).max()
    steps = np.abs(np.diff(loop))
    return Level(
        float(pyloudnorm.Meter(rate_hz).integrated_loudness(loop)),
        20 * float(np.log10(peak)),
        float(np.abs(loop[0] - loop[-1]) / steps.max()),
    )


def beat_to_level(beat: Beat, bpm: float | None = None) -> Level:
    """Measure the WAV file of a beat at a tempo [BPM], or its own."""
    loop, rate_hz = soundfile.read(io.BytesIO(beat_to_wav(beat, bpm)))
    return loop_to_level(loop, rate_hz)


def main() -> int:
    """Measure all of them and list those that are not right."""
    beats = [beat for style in folders_to_repertoire() for beat in style_to_beats(style)]
    levels = {
        (beat.id, bpm): beat_to_level(beat, bpm)
        for beat in tqdm(beats, unit="beat")
        for bpm in sorted({beat.slowest_bpm, beat.bpm, beat.fastest_bpm})
    }
    wrong = {key: level for key, level in levels.items() if not level.is_right}
    loudness = [level.loudness_lufs for level in levels.values()]
    highest = max(level.true_peak_dbfs for level in levels.values())
    print(
        f"{len(beats)} beats, {len(levels)} loops: {min(loudness):.2f} to {max(loudness):.2f} LUFS,"
        f" true peak {highest:.2f} dBFS, largest seam {max(x.seam for x in levels.values()):.2f}"
    )
    for (beat_id, bpm), level in wrong.items():
        print(f"{beat_id} at {bpm} BPM: {level}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
