"""An opened file → its samples, in blocks of a second, as far as they can be decoded.

FFmpeg's libraries decode, through PyAV. They see bytes in memory and nothing else: the container
is the one that its first bytes say, other files and addresses are never opened, and only the
decoders named here run. What headers say of length and size is believed nowhere.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import av
import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import MAX_CHANNELS, MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ
from music_genre.audio.decoding.containers import Container
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.sizes import bytes_to_patches
from music_genre.audio.errors import (
    NotAudioError,
    TooManyChannelsError,
    UndecodableAudioError,
    UnsupportedSampleRateError,
)

BLOCK_S: Final = 1
PREROLL_S: Final = 0.25  # of an MP3, ten frames
CODECS: Final = frozenset(
    {
        *("flac", "alac", "wavpack", "wmalossless"),
        *("mp3float", "mp2", "mp1", "aac", "ac3", "eac3", "vorbis", "opus", "speex"),
        *("wmav1", "wmav2", "wmapro", "amrnb", "amrwb"),
        *("adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "gsm", "gsm_ms", "pcm_alaw", "pcm_mulaw"),
        *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be"),
        *("pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be"),
    }
)
# A list that names no protocol, so that no other file and no address is opened; an empty one would
# be no list at all.
NOTHING_ELSE: Final = {"protocol_whitelist": "none"}
_ALLOWED: Final = NOTHING_ELSE | {"codec_whitelist": ",".join(sorted(CODECS))}
# Its own packets of PCM are small, and it looks through many of them for DTS that says it is PCM.
_OPTIONS: Final = {"wav": {"max_size": "65536", "probesize": "32768"}}
# What a sample of each format is multiplied by, to have a full scale of ±1.
_SCALES: Final = {
    "u8": 2**-7,
    "s16": 2**-15,
    "s32": 2**-31,
    "flt": 1.0,
    "dbl": 1.0,
}
_DTYPES: Final = {"u8": "u1", "s16": "i2", "s32": "i4", "flt": "f4", "dbl": "f8"}
_U8_ZERO: Final = 128


@dataclass(frozen=True)
class Block:
    """Samples float32 `(n_channels, n)`, full scale ±1, and their rate."""

    samples: NDArray[np.float32]
    rate_hz: int


class SoundFile:
    """A file that is opened; `ended_badly` once what is at its end could not be decoded."""

    def __init__(self, encoded: Encoded, container: Container, start: int) -> None:
        file = _Memory(encoded, start, bytes_to_patches(encoded, start, container))
        self.ended_badly = False
        try:
            self._container: Any = av.open(
                file,
                format=container.demuxer,
                options=_ALLOWED | _OPTIONS.get(container.demuxer, {}),
                metadata_errors="ignore",
            )
        except MemoryError:
            raise
        except (av.error.FFmpegError, ValueError) as error:
            raise UndecodableAudioError from error
        self._stream = self._container_to_stream()

    def __enter__(self) -> "SoundFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def claimed_s(self) -> float | None:
        """How long the stream is by its header, if that says so [s]."""
        duration, unit = self._stream.duration, self._stream.time_base
        return float(duration * unit) if duration and unit else None

    def blocks(self) -> Iterator[Block]:
        """Decode to the end, or to where nothing more can be: blocks of `BLOCK_S` or shorter.

        The samples of a block are overwritten by the next: whoever keeps them takes a copy.
        """
        yield from _frames_to_blocks(self._frames())

    def blocks_from(self, at_s: float) -> Iterator[Block]:
        """Decode from a moment on, as far as the file has that, as `blocks` does.

        A decoder that begins in the middle needs some frames before it is right: they are decoded
        and left out. Raises `UndecodableAudioError` where nobody can go there.
        """
        try:
            self._container.seek(max(0, round((at_s - PREROLL_S) * av.time_base)))
        except MemoryError:
            raise
        except (av.error.FFmpegError, ValueError, OverflowError) as error:
            raise UndecodableAudioError from error
        skipped = -1  # [samples] of the first frame that reaches behind the moment

        def frames_from() -> Iterator[Any]:
            nonlocal skipped
            for frame in self._frames():
                before = round((at_s - (frame.time or 0.0)) * frame.sample_rate)
                if skipped >= 0 or before < frame.samples:
                    skipped = max(0, before) if skipped < 0 else skipped
                    yield frame

        for block in _frames_to_blocks(frames_from()):
            n = block.samples.shape[1]
            if skipped < n:
                yield Block(block.samples[:, skipped:], block.rate_hz)
            skipped = max(0, skipped - n)

    def _container_to_stream(self) -> Any:
        """Choose the first stream of sound, if its codec is one of ours."""
        streams = self._container.streams
        if not streams.audio:
            raise NotAudioError("silent_video") if streams.video else UndecodableAudioError
        stream = streams.audio[0]
        context = stream.codec_context
        if context is None or context.codec.name not in CODECS:
            raise NotAudioError("other_audio")
        context.thread_count = 1
        if context.codec.name.startswith("pcm_"):
            # PyAV frees a layout that names places in an order of its own as often as it was asked
            # for; a number has none.
            n_channels = context.layout.nb_channels
            if not n_channels:
                raise UndecodableAudioError
            context.layout = f"{n_channels}C"
        return stream

    def _frames(self) -> Iterator[Any]:
        """Decode packet by packet; one that is bad is left out."""
        decode = self._stream.codec_context.decode
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                frames = decode(packet if packet.size else None)
            except av.error.EOFError:
                return
            except MemoryError:
                raise
            except (av.error.FFmpegError, ValueError, IndexError):
                # PyAV looks in vain for a stream that begins later in the file, and ends there.
                self.ended_badly = True
                continue
            if packet.size:
                self.ended_badly = False
            yield from frames


def _frames_to_blocks(frames: Iterator[Any]) -> Iterator[Block]:
    block: _Filling | None = None
    for frame in frames:
        if block is None or not block.fits(frame):
            if block and block.n_samples:
                yield block.taken()
            block = _Filling(frame)
        yield from block.filled(frame)
    if block and block.n_samples:
        yield block.taken()


class _Memory:
    """A file to read, of memory that is not copied; a place behind its end is one too.

    Patches are read in place of what the file has there.
    """

    def __init__(self, encoded: Encoded, start: int, patches: dict[int, bytes]) -> None:
        self._encoded, self._start, self._at = encoded, start, 0
        self._patches = patches
        self._size = len(encoded) - start

    def read(self, n_bytes: int) -> bytes:
        """Read on."""
        first = self._start + self._at
        piece = bytes(self._encoded[first : first + n_bytes])
        for place, patch in self._patches.items():
            piece = _overlaid(piece, place - first, patch)
        self._at += len(piece)
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to another place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Say where it is."""
        return self._at


def _overlaid(piece: bytes, at: int, patch: bytes) -> bytes:
    """Lay a patch over what of it falls into a piece."""
    begin, end = max(at, 0), min(at + len(patch), len(piece))
    return piece[:begin] + patch[begin - at : end - at] + piece[end:] if begin < end else piece


class _Filling:
    """A block that frames are put into, as long as they have the same format."""

    def __init__(self, frame: Any) -> None:
        self._format = _frame_to_format(frame)
        self._kind, self._n_channels, self._rate_hz = self._format
        _check(self._n_channels, self._rate_hz)
        # One for all blocks: of many channels, new memory for each costs a tenth of the time.
        self._samples = np.empty((self._n_channels, self._rate_hz * BLOCK_S), np.float32)
        self.n_samples = 0

    def fits(self, frame: Any) -> bool:
        """Tell whether a frame goes on as those before it."""
        return _frame_to_format(frame) == self._format

    def filled(self, frame: Any) -> Iterator[Block]:
        """Put a frame in; every block that is full then."""
        array = self._frame_to_array(frame)
        while array.shape[1]:
            n = min(array.shape[1], self._samples.shape[1] - self.n_samples)
            with np.errstate(over="ignore", invalid="ignore"):  # refused as not finite later
                self._samples[:, self.n_samples : self.n_samples + n] = array[:, :n]
            self.n_samples += n
            array = array[:, n:]
            if self.n_samples == self._samples.shape[1]:
                yield self.taken()

    def taken(self) -> Block:
        """Take out what is in it, scaled."""
        samples = self._samples[:, : self.n_samples]
        self.n_samples = 0
        if self._kind == "u8":
            samples -= _U8_ZERO
        if self._kind in _SCALES and _SCALES[self._kind] != 1:
            samples *= np.float32(_SCALES[self._kind])
        return Block(samples, self._rate_hz)

    def _frame_to_array(self, frame: Any) -> NDArray[Any]:
        """View the samples `(n_channels, n)`, unscaled.

        PyAV's `to_ndarray` looks for the planes' end where FFmpeg puts none behind the eighth, and
        reads on wherever that leads. It copies too, which many channels make expensive.
        """
        dtype = _DTYPES[self._kind]
        if not frame.format.is_planar:
            n_values = frame.samples * self._n_channels
            return np.frombuffer(frame.planes[0], dtype, n_values).reshape(-1, self._n_channels).T
        planes = frame.planes[: self._n_channels]
        return np.stack([np.frombuffer(plane, dtype, frame.samples) for plane in planes])


def _frame_to_format(frame: Any) -> tuple[str, int, int]:
    """Read sample format, channels and rate."""
    return frame.format.packed.name, frame.layout.nb_channels, frame.sample_rate


def _check(n_channels: int, rate_hz: int) -> None:
    """Refuse what is out of our limits, by what was decoded."""
    if not MIN_SAMPLE_RATE_HZ <= rate_hz <= MAX_SAMPLE_RATE_HZ:
        raise UnsupportedSampleRateError(
            sample_rate_hz=rate_hz, minimum_hz=MIN_SAMPLE_RATE_HZ, maximum_hz=MAX_SAMPLE_RATE_HZ
        )
    if n_channels > MAX_CHANNELS:
        raise TooManyChannelsError(channels=n_channels, maximum=MAX_CHANNELS)
