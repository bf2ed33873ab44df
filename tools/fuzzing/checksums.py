"""Checksums of a damaged file, made right again, so that the damage reaches the codec.

Only where FFmpeg looks at them: Ogg's pages, and the heads and frames of FLAC. It passes over those
of MP3, AAC, AC-3, WavPack and Matroska.
"""

import re
import zlib
from itertools import pairwise
from typing import Final

ALL_ONES: Final = 0xFFFF_FFFF
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_OGG_HEAD, _OGG_CRC = 27, slice(22, 26)
_FLAC_FRAME: Final = re.compile(rb"\xff[\xf8\xf9]")
_FLAC_SIZE_BYTES: Final = {6: 1, 7: 2}  # that follow, by the code of the number of samples
_FLAC_RATE_BYTES: Final = {12: 1, 13: 2, 14: 2}  # by the code of the rate
_FLAC_MOST_HEAD: Final = 16


def _table(polynomial: int, bits: int) -> list[int]:
    top, mask, table = 1 << (bits - 1), (1 << bits) - 1, []
    for byte in range(256):
        register = byte << (bits - 8)
        for _ in range(8):
            register = register << 1 ^ (polynomial if register & top else 0)
        table.append(register & mask)
    return table


_CRC8: Final = _table(0x07, 8)
_CRC16: Final = _table(0x8005, 16)


def repaired(content: bytes, name: str) -> bytes:
    """Make the checksums of an Ogg or FLAC file right; others stay as they are."""
    if name.startswith("OGG"):
        return _repaired_ogg(content)
    return _repaired_flac(content) if name == "FLAC" else content


def _repaired_ogg(content: bytes) -> bytes:
    mended = bytearray(content)
    for match in re.finditer(b"OggS", content):
        start = match.start()
        table = (
            content[start + _OGG_HEAD :][: content[start + 26]]
            if start + 26 < len(content)
            else b""
        )
        end = start + _OGG_HEAD + len(table) + sum(table)
        if table and end <= len(content):
            page = mended[start:end]
            page[_OGG_CRC] = bytes(4)
            page[_OGG_CRC] = ogg_crc(bytes(page)).to_bytes(4, "little")
            mended[start:end] = page
    return bytes(mended)


def ogg_crc(page: bytes) -> int:
    """Work out the CRC-32 of Ogg: zlib's, but of bits in the other order and without inversion."""
    crc = zlib.crc32(page.translate(_REVERSED), ALL_ONES) ^ ALL_ONES
    return int(f"{crc:032b}"[::-1], 2)


def _repaired_flac(content: bytes) -> bytes:
    mended = bytearray(content)
    starts: list[int] = []
    for match in _FLAC_FRAME.finditer(content):
        start = match.start()
        end = start + _flac_head_bytes(content[start : start + _FLAC_MOST_HEAD])
        # A reserved bit that is set, or a frame within another's head, is no frame.
        if (
            end < len(content)
            and not content[start + 3] & 1
            and (not starts or start - starts[-1] > _FLAC_MOST_HEAD)
        ):
            mended[end] = _crc(bytes(mended[start:end]), _CRC8, 8)
            starts.append(start)
    for start, after in pairwise([*starts, len(content)]):
        crc = _crc(bytes(mended[start : after - 2]), _CRC16, 16)
        mended[after - 2 : after] = crc.to_bytes(2, "big")
    return bytes(mended)


def _flac_head_bytes(head: bytes) -> int:
    """Count the bytes of a frame's head in front of its checksum."""
    if len(head) < _FLAC_MOST_HEAD:
        return _FLAC_MOST_HEAD
    number = max(1, 8 - (head[4] ^ 0xFF).bit_length())
    more = _FLAC_SIZE_BYTES.get(head[2] >> 4, 0) + _FLAC_RATE_BYTES.get(head[2] & 15, 0)
    return min(4 + number + more, _FLAC_MOST_HEAD - 1)


def _crc(content: bytes, table: list[int], bits: int) -> int:
    register, mask = 0, (1 << bits) - 1
    for byte in content:
        register = (register << 8 ^ table[register >> (bits - 8) ^ byte]) & mask
    return register
