"""A whole file → samples to be played: its own channels and rate, up to stereo and 48 kHz.

Piece by piece as in `mono`, in the same processes: a file that one library reads may hang another,
and a recording that was taken once is decoded again whenever it is played.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from music_genre.audio.constants import PLAYED_CHANNELS, PLAYED_RATE_HZ
from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.decoding.down_mix import DownMix
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.links import LinkedFile
from music_genre.audio.errors import TooLongAudioError, UndecodableAudioError

Keep = Callable[[NDArray[np.int16]], object]

FULL_SCALE: Final = 2**15


@dataclass(frozen=True)
class Playable:
    """What samples that were decoded to be played are like."""

    rate_hz: int
    channels: int


class _Resampler:
    """Samples of any rate, which may change, to one."""

    def __init__(self, rate_hz: int, channels: int, keep: Keep) -> None:
        self._to_hz, self._channels, self._keep = rate_hz, channels, keep
        self._from_hz = rate_hz
        self._stream: soxr.ResampleStream | None = None

    def add(self, samples: NDArray[np.float32], rate_hz: int) -> None:
        """Take float32 `(n, channels)`."""
        if rate_hz != self._from_hz:
            self.end()
            self._from_hz = rate_hz
            if rate_hz != self._to_hz:
                self._stream = soxr.ResampleStream(rate_hz, self._to_hz, self._channels)
        self._pass_on(self._stream.resample_chunk(samples) if self._stream else samples)

    def end(self) -> None:
        """Give out what is left of the stream."""
        if self._stream:
            nothing = np.empty((0, self._channels), np.float32)
            self._pass_on(self._stream.resample_chunk(nothing, last=True))
        self._stream = None

    def _pass_on(self, samples: NDArray[np.float32]) -> None:
        numbers = np.nan_to_num(samples) * FULL_SCALE  # a sample that is no number is silence
        self._keep(np.clip(np.rint(numbers), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16))


def bytes_to_playable(encoded: Encoded, max_audio_s: float, keep: Keep) -> Playable:
    """Decode a whole file to be played; `keep` gets int16 `(n, channels)`, piece by piece.

    One or two channels are as they came, more are mixed to one (`down_mix`); rates above 48 kHz
    become 48 kHz; what lies past full scale is clipped.

    Raises a child of `AudioProcessingError` that says what is wrong.
    """
    container, start = bytes_to_container(encoded)
    duration_s, playable, mix = 0.0, Playable(0, 0), DownMix()
    resampler: _Resampler | None = None
    for block in LinkedFile(encoded, container, start).blocks():
        n_channels = len(block.samples)
        if resampler is None:
            wide = n_channels > PLAYED_CHANNELS
            playable = Playable(min(block.rate_hz, PLAYED_RATE_HZ), 1 if wide else n_channels)
            resampler = _Resampler(playable.rate_hz, playable.channels, keep)
        duration_s += block.samples.shape[1] / block.rate_hz
        if round(duration_s, 6) > max_audio_s:
            raise TooLongAudioError(duration_s=duration_s, maximum_s=max_audio_s)
        samples = block.samples
        if n_channels != playable.channels:
            mono = mix.block_to_mono(samples, block.rate_hz)
            samples = np.broadcast_to(mono, (playable.channels, len(mono)))
        resampler.add(np.ascontiguousarray(samples.T), block.rate_hz)
    if resampler is None:
        raise UndecodableAudioError
    resampler.end()
    return playable
