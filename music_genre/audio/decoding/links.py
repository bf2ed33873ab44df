"""A whole file → its samples in blocks, link after link where an Ogg file is a chain of several.

FFmpeg reads a chain as one stream and stops where the codec, the rate or the number of channels
changes; links that differ are therefore opened one by one.
Source: RFC 3533 (Ogg), the Vorbis I specification (4.2.2), RFC 7845 (Opus), FLAC's mapping to Ogg.
"""

import re
from collections.abc import Iterator
from typing import Final

from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.decoding.frames import Encoded
from music_genre.audio.decoding.sound_file import Block, SoundFile
from music_genre.audio.errors import TooLongAudioError, UndecodableAudioError

MOST_LINKS: Final = 1000
_FIRST_PAGE: Final = re.compile(rb"OggS\x00[\x02\x03\x06\x07]")  # it begins a stream
_HEAD_BYTES: Final = 27
_SETTINGS: Final = {  # where a stream's first packet has what all of a link share [bytes]
    b"\x01vorbis": slice(0, 16),  # version, channels, rate
    b"OpusHead": slice(0, 10),  # version, channels; the rate is always the same
    b"\x7fFLAC": slice(27, 30),  # 20 bits of the rate, 3 of the channels, one of the width
}


class LinkedFile:
    """A file of at most `max_audio_s`, to be decoded.

    Its container begins at `start` [bytes]. What was heard (`duration_s`), what the header claims
    (`claimed_s`, if it does) and `ended_badly` are right once `blocks` has ended.
    Raises `NotAudioError`.
    """

    def __init__(self, encoded: Encoded, max_audio_s: float) -> None:
        self._encoded, self._max_audio_s = encoded, max_audio_s
        self.container, self.start = bytes_to_container(encoded)
        self.duration_s = 0.0
        self.ended_badly = False
        self.claimed_s: float | None = None

    def blocks(self) -> Iterator[Block]:
        """Decode to the end as `SoundFile.blocks` does. Raises `AudioProcessingError`."""
        for block in self._all_blocks():
            self.duration_s += block.samples.shape[1] / block.rate_hz
            if round(self.duration_s, 6) > self._max_audio_s:
                raise TooLongAudioError(duration_s=self.duration_s, maximum_s=self._max_audio_s)
            yield block

    def _all_blocks(self) -> Iterator[Block]:
        links = [self.start]
        if self.container.demuxer == "ogg":
            links = bytes_to_links(self._encoded, self.start)
        if len(links) == 1:
            yield from self._blocks_of(self._encoded, self.start)
            return
        is_broken = False
        for begin, end in zip(links, [*links[1:], None], strict=True):
            try:
                yield from self._blocks_of(self._encoded[begin:end], 0)
            except UndecodableAudioError:
                if begin == self.start:
                    raise
                is_broken = True
        self.ended_badly |= is_broken
        self.claimed_s = None  # what the last says is not what all last

    def _blocks_of(self, encoded: Encoded, start: int) -> Iterator[Block]:
        with SoundFile(encoded, self.container, start) as sound:
            yield from sound.blocks()
            self.ended_badly = sound.ended_badly
            self.claimed_s = sound.claimed_s


def bytes_to_links(encoded: Encoded, start: int) -> list[int]:
    """Find where an Ogg stream becomes another one: places [bytes], the first of them `start`.

    Links that are alike stay together, as FFmpeg reads those; so does everything where there are
    more than `MOST_LINKS`.
    """
    links, before, end_of_page = [start], b"", -1
    for found in _FIRST_PAGE.finditer(encoded, start):
        at = found.start()
        settings = _page_to_settings(encoded, at)
        follows = at == end_of_page  # several streams begin together
        end_of_page = _end_of_page(encoded, at)
        if not settings or follows:
            continue
        if before and settings != before:
            links.append(at)
        before = settings
    return links if len(links) <= MOST_LINKS else [start]


def _page_to_settings(encoded: Encoded, at: int) -> bytes:
    """Read what a stream's first packet says of codec, channels and rate; nothing of others."""
    packet = at + _HEAD_BYTES + _n_segments(encoded, at)
    content = bytes(encoded[packet : packet + 32])
    for mark, settings in _SETTINGS.items():
        if content.startswith(mark):
            return mark + content[settings]
    return b""


def _end_of_page(encoded: Encoded, at: int) -> int:
    sizes = at + _HEAD_BYTES
    n_segments = _n_segments(encoded, at)
    return sizes + n_segments + sum(encoded[sizes : sizes + n_segments])


def _n_segments(encoded: Encoded, at: int) -> int:
    return encoded[at + 26] if at + 26 < len(encoded) else 0
