"""Two versions of a file → what is needed to make the old one of the new one.

Tags are at the beginning or at the end, and the sound between is the same: so what differs is
between a common beginning and a common end.
"""

import hashlib
import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Patch:
    """How the old file is made: the new one's first and last bytes, and `middle` between them.

    `middle` is compressed by zlib.
    """

    before_sha256: str
    after_sha256: str
    prefix_bytes: int
    suffix_bytes: int
    middle: bytes


def bytes_to_patch(before: bytes, after: bytes) -> Patch:
    """Find what differs."""
    prefix = common_bytes(before, after)
    most = min(len(before), len(after)) - prefix
    suffix = min(most, common_bytes(before[::-1], after[::-1]))
    middle = before[prefix : len(before) - suffix]
    return Patch(sha256(before), sha256(after), prefix, suffix, zlib.compress(middle))


def common_bytes(one: bytes, other: bytes) -> int:
    """Count the bytes that are the same at the beginning."""
    shorter = min(len(one), len(other))
    first, second = np.frombuffer(one[:shorter], np.uint8), np.frombuffer(other[:shorter], np.uint8)
    differing = first != second
    return int(differing.argmax()) if differing.any() else shorter


def patch_to_before(after: bytes, patch: Patch) -> bytes:
    """Make the old file of the new one. Raises `ValueError` where it is not that one."""
    end = len(after) - patch.suffix_bytes
    before = after[: patch.prefix_bytes] + zlib.decompress(patch.middle) + after[end:]
    if sha256(before) != patch.before_sha256:
        raise ValueError("the patch does not give the file that it was made of")
    return before


def sha256(content: bytes) -> str:
    """Hash bytes."""
    return hashlib.sha256(content).hexdigest()
