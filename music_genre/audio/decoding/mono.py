"""A whole file → mono at the project's rate, piece by piece, and what was heard.

The memory needed is that of a second of the file, whatever its length, rate and channels: the
pieces go to whoever keeps them.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import MIN_AUDIO_S, SAMPLE_RATE_HZ
from music_genre.audio.decoding.cut_off import is_cut_off
from music_genre.audio.decoding.down_mix import DownMix
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.links import LinkedFile
from music_genre.audio.decoding.offset import OffsetRemover
from music_genre.audio.decoding.resampler import Keep, Resampler
from music_genre.audio.decoding.sound_file import Block
from music_genre.audio.errors import (
    NotFiniteAudioError,
    TooShortAudioError,
    UndecodableAudioError,
)

DownMixed = Literal["mono", "mean", "louder_channel"]


@dataclass(frozen=True)
class Heard:
    """What was decoded of a file."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str
    truncated: bool  # the file ends before its end
    down_mix: DownMixed
    channels_power: float  # of all channels together, in that of the mix


def bytes_to_mono(encoded: Encoded, max_audio_s: float, keep: Keep) -> Heard:
    """Decode, mix down and resample a whole audio file; `keep` gets float32 `(n,)` at 22 050 Hz.

    Raises a child of `AudioProcessingError` that says what is wrong.
    """

    def keep_finite(piece: NDArray[np.float32]) -> None:
        if not np.isfinite(piece).all():
            raise NotFiniteAudioError
        keep(piece)

    offset, mix = OffsetRemover(), DownMix()
    resampler = Resampler(SAMPLE_RATE_HZ, 1, keep_finite)
    first: Block | None = None
    sound = LinkedFile(encoded, max_audio_s)
    for block in sound.blocks():
        first = first or block
        offset.centre(block.samples, block.rate_hz)
        resampler.add(mix.block_to_mono(block.samples, block.rate_hz), block.rate_hz)
    resampler.end()
    duration_s = sound.duration_s
    missing = is_cut_off(encoded, sound.start, sound.container, sound.claimed_s, duration_s)
    cut_off = sound.ended_badly or missing
    if first is None and sound.ended_badly:
        raise UndecodableAudioError
    if first is None or round(duration_s, 6) < MIN_AUDIO_S:
        # Rounded down, so that no message says that one second is less than one.
        raise TooShortAudioError(
            duration_s=math.floor(duration_s * 100) / 100, minimum_s=MIN_AUDIO_S
        )
    n_channels = len(first.samples)
    return Heard(
        duration_s=duration_s,
        sample_rate_hz=first.rate_hz,
        channels=n_channels,
        format=sound.container.name,
        truncated=cut_off,
        down_mix=mix_to_name(mix, n_channels),
        channels_power=mix.channels_power,
    )


def mix_to_name(mix: DownMix, n_channels: int) -> DownMixed:
    """Name how channels became one."""
    if mix.cancelled:
        return "louder_channel"
    return "mean" if n_channels > 1 else "mono"
