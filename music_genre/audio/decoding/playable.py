"""A whole file → samples to be played: its own channels and rate, up to stereo and 48 kHz.

Piece by piece as in `mono`, in the same processes: a file that one library reads may hang another,
and a recording that was taken once is decoded again whenever it is played.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import PLAYED_CHANNELS, PLAYED_RATE_HZ
from music_genre.audio.decoding.down_mix import DownMix
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.links import LinkedFile
from music_genre.audio.decoding.resampler import Resampler
from music_genre.audio.errors import UndecodableAudioError

Keep = Callable[[NDArray[np.int16]], object]

FULL_SCALE: Final = 2**15


@dataclass(frozen=True)
class Playable:
    """What samples that were decoded to be played are like."""

    rate_hz: int
    channels: int


def bytes_to_playable(encoded: Encoded, max_audio_s: float, keep: Keep) -> Playable:
    """Decode a whole file to be played; `keep` gets int16 `(n, channels)`, piece by piece.

    One or two channels are as they came, more are mixed to one (`down_mix`); rates above 48 kHz
    become 48 kHz; what lies past full scale is clipped.

    Raises a child of `AudioProcessingError` that says what is wrong.
    """

    def keep_16_bits(piece: NDArray[np.float32]) -> None:
        numbers = np.nan_to_num(piece) * FULL_SCALE  # a sample that is no number is silence
        keep(np.clip(np.rint(numbers), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16))

    playable, mix = Playable(0, 0), DownMix()
    resampler: Resampler | None = None
    for block in LinkedFile(encoded, max_audio_s).blocks():
        samples, n_channels = block.samples, len(block.samples)
        if resampler is None:
            wide = n_channels > PLAYED_CHANNELS
            playable = Playable(min(block.rate_hz, PLAYED_RATE_HZ), 1 if wide else n_channels)
            resampler = Resampler(playable.rate_hz, playable.channels, keep_16_bits)
        if n_channels != playable.channels:
            mono = mix.block_to_mono(samples, block.rate_hz)
            samples = np.broadcast_to(mono, (playable.channels, len(mono)))
        resampler.add(np.ascontiguousarray(samples.T), block.rate_hz)
    if resampler is None:
        raise UndecodableAudioError
    resampler.end()
    return playable
