"""Bytes of an audio file → mono waveform at the project's rate.

Conventions: samples are float32 with full scale ±1; channels are averaged with equal weights, but
where they cancel each other the louder one stands for them; numbers far past full scale are scaled
to it; what counts is what was decoded, never what a header says.
Source: FFmpeg (through PyAV) decodes, the SoX resampler (through soxr) resamples.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.decoding.containers import READABLE_SUFFIXES
from music_genre.audio.decoding.excerpts import bytes_to_excerpts
from music_genre.audio.decoding.full_scale import waveform_to_full_scale
from music_genre.audio.decoding.mono import DownMixed, Heard, bytes_to_mono
from music_genre.audio.decoding.playable import bytes_to_playable
from music_genre.audio.decoding.workers import shared_workers
from music_genre.audio.windows import waveform_to_sounding_s
from music_genre.stages import stage

__all__ = [
    "READABLE_SUFFIXES",
    "AudioInfo",
    "DecodedAudio",
    "DecodedParts",
    "bytes_to_parts",
    "bytes_to_recording",
    "bytes_to_waveform",
]

Number = TypeVar("Number", np.float32, np.int16)
Facts = TypeVar("Facts")


@dataclass(frozen=True)
class AudioInfo:
    """What was heard of the file."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str  # WAV, FLAC, OGG, MP3, MP4 … (`music_genre.audio.decoding.containers`)
    sounding_s: float  # of its duration, what is no long silence
    truncated: bool = False  # the file ends before its end
    down_mix: DownMixed = "mono"


@dataclass(frozen=True)
class DecodedAudio:
    """A waveform, float32 `(n_samples,)`, mono, 22 050 Hz, finite, and where it came from.

    `channels_power` is the power of all channels of the file together, in that of the waveform.
    """

    waveform: NDArray[np.float32]
    info: AudioInfo
    channels_power: float = 1.0


@dataclass(frozen=True)
class DecodedParts:
    """Parts of a file, by where each begins [s], as `DecodedAudio` has the whole.

    Of a file that was not decoded whole, `info.sounding_s` is that of the parts.
    """

    parts: Mapping[float, NDArray[np.float32]]
    info: AudioInfo
    channels_power: float


@stage("decode")
def bytes_to_waveform(encoded: bytes, max_audio_s: float) -> DecodedAudio:
    """Decode, mix down and resample a whole audio file of at most `max_audio_s`.

    Services do so in processes that can be ended (`music_genre.audio.decoding.workers`); training
    and other programs, which choose their own files, in their own.

    Raises a child of `AudioProcessingError` that says what is wrong.
    """
    workers = shared_workers()
    decode = workers.decode if workers else _here(bytes_to_mono)
    waveform, heard = decode(encoded, max_audio_s)
    waveform = waveform_to_full_scale(waveform)
    info = heard_to_info(heard, waveform_to_sounding_s(waveform))
    return DecodedAudio(waveform, info, heard.channels_power)


@stage("decode")
def bytes_to_parts(encoded: bytes, max_audio_s: float) -> DecodedParts:
    """Decode three stretches of 30 s of an audio file, or a short one whole, as one part.

    Where they lie, and how long the file is, is what its header says; what cannot be had in
    stretches is decoded whole. Raises a child of `AudioProcessingError` that says what is wrong.
    """
    workers = shared_workers()
    decode = workers.decode_excerpts if workers else _here(bytes_to_excerpts)
    waveform, told = decode(encoded, max_audio_s)
    waveform = waveform_to_full_scale(waveform)
    edges = np.cumsum(told.n_samples)[:-1]
    parts = dict(zip(told.starts_s, np.split(waveform, edges), strict=True))
    sounding_s = sum(waveform_to_sounding_s(part) for part in parts.values())
    return DecodedParts(parts, heard_to_info(told.heard, sounding_s), told.heard.channels_power)


def heard_to_info(heard: Heard, sounding_s: float) -> AudioInfo:
    """Tell what was heard of a file, of which `sounding_s` is no long silence."""
    return AudioInfo(
        duration_s=heard.duration_s,
        sample_rate_hz=heard.sample_rate_hz,
        channels=heard.channels,
        format=heard.format,
        sounding_s=sounding_s,
        truncated=heard.truncated,
        down_mix=heard.down_mix,
    )


@stage("decode")
def bytes_to_recording(encoded: bytes, max_audio_s: float) -> tuple[NDArray[np.int16], int]:
    """Decode a whole recording to be played: int16 `(n, channels)`, and its rate [Hz].

    Raises a child of `AudioProcessingError` that says what is wrong.
    """
    workers = shared_workers()
    decode = workers.decode_to_play if workers else _here(bytes_to_playable)
    samples, playable = decode(encoded, max_audio_s)
    return samples, playable.rate_hz


def _here(
    decode: Callable[[bytes, float, Callable[[NDArray[Number]], object]], Facts],
) -> Callable[[bytes, float], tuple[NDArray[Number], Facts]]:
    """Make what decodes piece by piece decode the whole, in this process."""

    def decoded(encoded: bytes, max_audio_s: float) -> tuple[NDArray[Number], Facts]:
        pieces: list[NDArray[Number]] = []
        facts = decode(encoded, max_audio_s, pieces.append)
        return np.concatenate(pieces), facts

    return decoded
