"""Every number of the signal path, once, with its unit; derived numbers are worked out here.

The mel settings are librosa's defaults at 22 050 Hz, the ones GTZAN papers use.
"""

from typing import Final

SAMPLE_RATE_HZ: Final = 22_050
N_FFT: Final = 2048  # [samples] Hann window and transform length
HOP_LENGTH: Final = 512  # [samples] between frames
N_MELS: Final = 128
MEL_MAX_HZ: Final = SAMPLE_RATE_HZ / 2
DYNAMIC_RANGE_DB: Final = 80.0  # floor below the window's peak
POWER_FLOOR: Final = 1e-10  # power under which the logarithm is not taken (librosa's amin)

WINDOW_S: Final = 30.0  # the longest stretch that the models see at once
WINDOW_TOLERANCE_S: Final = 1.0  # a 30.6 s clip is one window, not two halves
MIN_AUDIO_S: Final = 1.0  # [s] shorter audio has too few columns to say anything

# The networks see every 3.334th frame: 387 columns for a 30 s clip of GTZAN (1293 frames),
# the grid on which the training spectrograms are stored.
COLUMNS_PER_WINDOW: Final = 387
FRAMES_PER_COLUMN: Final = 1292 / 387.5
COLUMN_S: Final = FRAMES_PER_COLUMN * HOP_LENGTH / SAMPLE_RATE_HZ  # 0.0774 s

# The front end of musicnn, whose networks were trained so (Pons and Serra 2019, arXiv:1909.06654).
MUSICNN_RATE_HZ: Final = 16_000
MUSICNN_N_FFT: Final = 512  # [samples]
MUSICNN_HOP_LENGTH: Final = 256  # [samples]
MUSICNN_N_MELS: Final = 96
MUSICNN_GAIN: Final = 10_000  # [1/power] before the logarithm
PATCH_FRAMES: Final = 187  # 3 s, what its networks see at once
PATCH_S: Final = PATCH_FRAMES * MUSICNN_HOP_LENGTH / MUSICNN_RATE_HZ
PATCHES_PER_WINDOW: Final = (
    4  # evenly spread; more cost 20 ms each and gain nothing on held-out audio
)

SILENCE_RMS_DBFS: Final = -60.0  # level of the signal without its DC under which it is silence

BEAT_RATE_HZ: Final = 44_100  # what we synthesise is for music programs, which expect this
BEAT_PEAK_DBFS: Final = -1.0  # headroom that survives lossy encoding

MIN_SAMPLE_RATE_HZ: Final = 8_000
MAX_SAMPLE_RATE_HZ: Final = 192_000
MAX_CHANNELS: Final = 8
PLAYED_RATE_HZ: Final = 48_000  # the most that recordings of beats are played with
PLAYED_CHANNELS: Final = 2

GENRES: Final = (
    "blues",
    "classical",
    "country",
    "disco",
    "hiphop",
    "jazz",
    "metal",
    "pop",
    "reggae",
    "rock",
)
