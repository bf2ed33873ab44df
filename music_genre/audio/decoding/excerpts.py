"""Some stretches of a file → mono at the project's rate, without decoding all of it.

Where a stretch lies is what the header says of the length. Where one is not there, in part or
at all, the whole file is decoded instead, as are a short one and one that nobody can seek in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.decoding.down_mix import DownMix
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.links import bytes_to_links
from music_genre.audio.decoding.mono import Heard, bytes_to_mono, mix_to_name
from music_genre.audio.decoding.offset import OffsetRemover
from music_genre.audio.decoding.resampler import Keep, Resampler
from music_genre.audio.decoding.sound_file import Block, SoundFile
from music_genre.audio.errors import NotFiniteAudioError, UndecodableAudioError

N_EXCERPTS: Final = 3
EXCERPT_SAMPLES: Final = round(WINDOW_S * SAMPLE_RATE_HZ)
# A file of which the excerpts are more than three quarters is decoded whole.
WORTH_S: Final = N_EXCERPTS * WINDOW_S * 4 / 3
WITHOUT_LENGTH: Final = frozenset({"AAC"})  # FFmpeg guesses it from the first frames


@dataclass(frozen=True)
class HeardInParts:
    """What was decoded of a file, and from where its parts are [s], with their lengths [samples].

    Of a file that was not decoded whole, `heard.duration_s` is what its header says.
    """

    heard: Heard
    starts_s: tuple[float, ...]
    n_samples: tuple[int, ...]


def bytes_to_excerpts(encoded: Encoded, max_audio_s: float, keep: Keep) -> HeardInParts:
    """Decode `N_EXCERPTS` of `WINDOW_S`, spread evenly, or else the whole file as one part.

    `keep` gets float32 `(n,)` at 22 050 Hz, part after part.
    Raises a child of `AudioProcessingError` that says what is wrong.
    """
    if found := _excerpts(encoded, max_audio_s):
        heard, parts = found
        for samples in parts.values():
            keep(samples)
        return HeardInParts(heard, tuple(parts), tuple(len(part) for part in parts.values()))
    n_samples = 0

    def keep_and_count(piece: NDArray[np.float32]) -> None:
        nonlocal n_samples
        n_samples += len(piece)
        keep(piece)

    heard = bytes_to_mono(encoded, max_audio_s, keep_and_count)
    return HeardInParts(heard, (0.0,), (n_samples,))


def _excerpts(
    encoded: Encoded, max_audio_s: float
) -> tuple[Heard, dict[float, NDArray[np.float32]]] | None:
    """Decode the excerpts, by their starts [s]; None where they are not to be had."""
    container, start = bytes_to_container(encoded)
    is_chain = container.demuxer == "ogg" and len(bytes_to_links(encoded, start)) > 1
    if is_chain or container.name in WITHOUT_LENGTH:
        return None
    mix = DownMix()
    with SoundFile(encoded, container, start) as sound:
        claimed_s = sound.claimed_s
        if claimed_s is None or not WORTH_S <= claimed_s <= max_audio_s:
            return None
        excerpts = _sound_to_excerpts(sound, claimed_s, mix)
    if excerpts is None:
        return None
    n_channels, rate_hz = next(one.first for one in excerpts.values())
    heard = Heard(
        duration_s=claimed_s,
        sample_rate_hz=rate_hz,
        channels=n_channels,
        format=container.name,
        truncated=False,
        down_mix=mix_to_name(mix, n_channels),
        channels_power=mix.channels_power,
    )
    return heard, {start_s: one.samples for start_s, one in excerpts.items()}


def _sound_to_excerpts(
    sound: SoundFile, claimed_s: float, mix: DownMix
) -> dict[float, "_Excerpt"] | None:
    """Decode the excerpts of an opened file; None where one of them is not whole."""
    excerpts = {}
    for number in range(N_EXCERPTS):
        start_s = (number + 0.5) / N_EXCERPTS * claimed_s - WINDOW_S / 2
        excerpt = excerpts[start_s] = _Excerpt(mix)
        try:
            excerpt.take(sound.blocks_from(start_s))
        except UndecodableAudioError:
            return None
        if excerpt.n_samples < EXCERPT_SAMPLES:
            return None
    return excerpts


class _Excerpt:
    """One stretch, as it comes in blocks; `first` has the first one's channels and rate [Hz]."""

    def __init__(self, mix: DownMix) -> None:
        self._mix, self._offset = mix, OffsetRemover()
        self._pieces: list[NDArray[np.float32]] = []
        self._resampler = Resampler(SAMPLE_RATE_HZ, 1, self._keep)
        self.n_samples = 0
        self.first = (0, 0)

    def take(self, blocks: Iterator[Block]) -> None:
        """Take as many blocks as are needed."""
        for block in blocks:
            if not self._pieces:
                self.first = len(block.samples), block.rate_hz
            self._offset.centre(block.samples, block.rate_hz)
            mono = self._mix.block_to_mono(block.samples, block.rate_hz)
            self._resampler.add(mono, block.rate_hz)
            if self.n_samples >= EXCERPT_SAMPLES:
                return
        self._resampler.end()

    @property
    def samples(self) -> NDArray[np.float32]:
        """Join what was taken, float32 `(EXCERPT_SAMPLES,)`."""
        return np.concatenate(self._pieces)[:EXCERPT_SAMPLES]

    def _keep(self, piece: NDArray[np.float32]) -> None:
        if not np.isfinite(piece).all():
            raise NotFiniteAudioError
        self._pieces.append(piece)
        self.n_samples += len(piece)
