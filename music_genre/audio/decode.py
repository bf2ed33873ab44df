"""Bytes of an audio file → mono waveform at the project's rate.

Conventions: samples are float32 with full scale ±1; channels are averaged with equal weights;
the file is read in blocks, mixed down and resampled as it streams, so that the memory needed
depends on the length of the audio and never on its rate or number of channels.
Source: libsndfile (through soundfile) decodes, the SoX resampler (through soxr) resamples.
"""

import io
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from music_genre.audio.constants import (
    MAX_CHANNELS,
    MAX_SAMPLE_RATE_HZ,
    MIN_AUDIO_S,
    MIN_SAMPLE_RATE_HZ,
    SAMPLE_RATE_HZ,
)
from music_genre.audio.errors import (
    NotAudioError,
    NotFiniteAudioError,
    TooLongAudioError,
    TooManyChannelsError,
    TooShortAudioError,
    UndecodableAudioError,
    UnsupportedSampleRateError,
)

BLOCK_SAMPLES: Final = 1 << 20  # [samples of all channels] 4 MB of float32 at a time

# What files of the formats we take are called.
READABLE_SUFFIXES: Final = (
    *(".wav", ".au", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aiff", ".aif"),
)
# First bytes of the formats we take. MP3 starts with an ID3 tag or a frame's 11 sync bits.
_FIRST_BYTES: Final = re.compile(
    rb"(?s)(?:RIFF|RIFX|RF64)....WAVE|fLaC|OggS|FORM....AIF[FC]|\.snd|ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"
)


@dataclass(frozen=True)
class AudioInfo:
    """What the file says of itself."""

    duration_s: float
    sample_rate_hz: int
    channels: int
    format: str  # WAV, FLAC, OGG, MP3, AIFF, AU …


@dataclass(frozen=True)
class DecodedAudio:
    """A waveform, float32 `(n_samples,)`, mono, 22 050 Hz, finite, and where it came from."""

    waveform: NDArray[np.float32]
    info: AudioInfo


def bytes_to_waveform(encoded: bytes, max_audio_s: float) -> DecodedAudio:
    """Decode, mix down and resample a whole audio file.

    `max_audio_s` is compared with the header before anything is decoded, and again while
    decoding, because headers lie.

    Raises a child of `AudioProcessingError` that says what is wrong.
    """
    if not _FIRST_BYTES.match(encoded):
        raise NotAudioError
    try:
        with soundfile.SoundFile(io.BytesIO(encoded)) as sound:
            _check_header(sound, max_audio_s)
            waveform, n_frames = _read_mono(sound, max_audio_s)
            info = AudioInfo(
                duration_s=n_frames / sound.samplerate,
                sample_rate_hz=sound.samplerate,
                channels=sound.channels,
                format=sound.format,
            )
    except soundfile.LibsndfileError as error:
        raise UndecodableAudioError from error
    if not np.isfinite(waveform).all():
        raise NotFiniteAudioError
    if info.duration_s < MIN_AUDIO_S:
        raise TooShortAudioError(duration_s=info.duration_s, minimum_s=MIN_AUDIO_S)
    return DecodedAudio(waveform, info)


def _check_header(sound: soundfile.SoundFile, max_audio_s: float) -> None:
    """Refuse by what the header says, before decoding."""
    if not MIN_SAMPLE_RATE_HZ <= sound.samplerate <= MAX_SAMPLE_RATE_HZ:
        raise UnsupportedSampleRateError(
            sample_rate_hz=sound.samplerate,
            minimum_hz=MIN_SAMPLE_RATE_HZ,
            maximum_hz=MAX_SAMPLE_RATE_HZ,
        )
    if sound.channels > MAX_CHANNELS:
        raise TooManyChannelsError(channels=sound.channels, maximum=MAX_CHANNELS)
    duration_s = sound.frames / sound.samplerate
    if duration_s > max_audio_s:
        raise TooLongAudioError(duration_s=duration_s, maximum_s=max_audio_s)


def _read_mono(sound: soundfile.SoundFile, max_audio_s: float) -> tuple[NDArray[np.float32], int]:
    """Read to the end in blocks; the waveform, and the frames read at the file's rate."""
    resampler = soxr.ResampleStream(sound.samplerate, SAMPLE_RATE_HZ, 1, dtype="float32")
    resampled = sound.samplerate != SAMPLE_RATE_HZ
    block_frames = BLOCK_SAMPLES // sound.channels
    pieces: list[NDArray[np.float32]] = []
    n_frames = 0
    while True:
        block = sound.read(block_frames, dtype="float32", always_2d=True)
        n_frames += len(block)
        if n_frames / sound.samplerate > max_audio_s:
            raise TooLongAudioError(duration_s=n_frames / sound.samplerate, maximum_s=max_audio_s)
        mono = block[:, 0] if sound.channels == 1 else block.mean(axis=1)
        last = len(block) < block_frames
        pieces.append(resampler.resample_chunk(mono, last=last) if resampled else mono)
        if last:
            return np.concatenate(pieces), n_frames
