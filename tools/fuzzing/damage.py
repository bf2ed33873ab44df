"""Damage of files: of their bytes, of what they are built of, of their sizes and settings.

All of it comes from a random generator that is given, so the same seed makes the same files.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from tools.fuzzing.checksums import repaired
from tools.fuzzing.settings_of import SETTINGS
from tools.fuzzing.units import Size, bytes_to_units

MOST_CHANGES: Final = 5
MOST_BYTES: Final = 1 << 20  # of a file that grows
HEADER_BYTES: Final = 256
UNIT_HEAD_BYTES: Final = 64
WIDTHS: Final = (1, 2, 4, 8)
ID3_VERSIONS: Final = (2, 3, 4)
ODD_SIZES: Final = (0, 1, 9, 10, 11, 127, 128, 4096, 2**21, 2**28 - 1)

Random = np.random.Generator
Change = Callable[[bytearray, str, Random, Sequence[bytes]], None]


def damaged(encoded: bytes, name: str, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """Damage a file of a container; half of those with checksums get right ones again.

    `others` are files of other containers, for joining.
    """
    content = bytearray(encoded)
    for _ in range(random.integers(1, MOST_CHANGES + 1)):
        CHANGES[random.integers(len(CHANGES))](content, name, random, others)
        if not content:
            content[:] = encoded[:16]
        del content[MOST_BYTES:]
    return repaired(bytes(content), name) if random.random() < 0.5 else bytes(content)  # noqa: PLR2004  # half of them


def extreme(n_bytes: int, now: int, left: int, random: Random) -> int:
    """Choose a number at which readers go wrong, for a field of some bytes."""
    most = 256**n_bytes - 1
    numbers = (0, 1, 2, 3, 7, 8, 255, 256, now - 1, now + 1, now * 2, left - 1, left, left + 1)
    ends = (most, most - 1, most - 7, most - 8, most - 9, most // 2, most // 2 + 1, most // 4)
    chosen = (*numbers, *ends)[random.integers(len(numbers) + len(ends))]
    return int(max(0, min(chosen, most)))


def _place(content: bytearray, random: Random) -> int:
    """Choose a place, half of them among the first bytes."""
    end = HEADER_BYTES if random.random() < 0.5 else len(content)  # noqa: PLR2004  # half of them
    return int(random.integers(0, max(1, min(end, len(content)))))


def _other_bytes(content: bytearray, _: str, random: Random, __: Sequence[bytes]) -> None:
    at, n = _place(content, random), int(random.integers(1, 33))
    content[at : at + n] = random.bytes(n)


def _other_bit(content: bytearray, _: str, random: Random, __: Sequence[bytes]) -> None:
    content[_place(content, random)] ^= 1 << random.integers(0, 8)


def _less_or_more(content: bytearray, _: str, random: Random, __: Sequence[bytes]) -> None:
    at, n = _place(content, random), int(random.integers(1, 33))
    match random.integers(0, 4):
        case 0:
            del content[at : at + n]
        case 1:
            content[at:at] = content[at : at + n * n]
        case 2:
            content[at:at] = bytes([random.choice([0, 255])]) * (n * n)
        case _:
            del content[max(at, 16) :]


def _extreme_size(content: bytearray, name: str, random: Random, _: Sequence[bytes]) -> None:
    """Let a chunk, an atom, an element or a page have another size."""
    sizes = [unit.size for unit in bytes_to_units(bytes(content), name) if unit.size]
    if sizes:
        _set(content, sizes[random.integers(len(sizes))], random)


def _extreme_setting(content: bytearray, name: str, random: Random, _: Sequence[bytes]) -> None:
    """Let rate, channels, width, number of samples or the like be another."""
    settings = SETTINGS.get(name.split("_", maxsplit=1)[0], ())
    if not settings:
        return
    needle, offset, widths = settings[random.integers(len(settings))]
    at = content.find(needle, int(random.integers(0, len(content))))
    at = content.find(needle) if at < 0 else at
    chosen = int(random.integers(len(widths)))
    if at >= 0:
        place = at + offset + sum(widths[:chosen])
        _set(content, Size(place, widths[chosen], bool(random.integers(2))), random)


def _extreme_number(content: bytearray, name: str, random: Random, _: Sequence[bytes]) -> None:
    """Let any number in the head of a part be another."""
    units = bytes_to_units(bytes(content), name)
    start = units[random.integers(len(units))].start if units else 0
    at, width = start + int(random.integers(UNIT_HEAD_BYTES)), int(random.choice(WIDTHS))
    _set(content, Size(at, width, bool(random.integers(2))), random)


def _set(content: bytearray, size: Size, random: Random) -> None:
    at, order = size.at, "big" if size.big else "little"
    if at + size.n_bytes <= len(content):
        now = int.from_bytes(content[at : at + size.n_bytes], "big" if size.big else "little")
        number = extreme(size.n_bytes, now, len(content) - at, random)
        content[at : at + size.n_bytes] = number.to_bytes(
            size.n_bytes, "big" if order == "big" else "little"
        )


def _other_order(content: bytearray, name: str, random: Random, _: Sequence[bytes]) -> None:
    """Repeat, leave out, move or exchange parts."""
    units = bytes_to_units(bytes(content), name)
    if not units:
        return
    first, second = sorted(
        (units[random.integers(len(units))] for _ in range(2)), key=lambda unit: unit.start
    )
    one, two = bytes(content[first.start : first.end]), bytes(content[second.start : second.end])
    match random.integers(0, 5):
        case 0:
            content[first.end : first.end] = one
        case 1:
            content[second.end : second.end] = one * min(40, 1 + MOST_BYTES // (4 * len(one) + 1))
        case 2:
            del content[first.start : first.end]
        case 3:
            content += one
        case _:
            if first.end <= second.start:
                between = bytes(content[first.end : second.start])
                content[first.start : second.end] = two + between + one


def _joined(content: bytearray, _: str, random: Random, others: Sequence[bytes]) -> None:
    """Put some of another file behind, in front or inside."""
    if not others:
        return
    other = others[int(random.integers(len(others)))]
    piece = other[: random.integers(1, len(other) + 1)]
    at = (0, len(content), _place(content, random), len(content) // 2)[random.integers(4)]
    content[at:at] = piece


def _tagged(content: bytearray, _: str, random: Random, __: Sequence[bytes]) -> None:
    """Put a tag in front or behind whose size may be any."""
    size = int(random.choice(ODD_SIZES))
    body = random.bytes(min(size, 300)) if random.random() < 0.5 else bytes(min(size, 5000))  # noqa: PLR2004  # half of them
    kind = int(random.integers(4))
    if kind == 0:
        content += b"TAG" + random.bytes(125)
    elif kind == 1:
        n_items, flags = (
            random.choice([0, 1, 7, 2**32 - 1]),
            random.choice([0, 2**31, 2**29, 2**32 - 1]),
        )
        said = [2000, size, int(n_items), int(flags)]
        content += body + b"APETAGEX" + b"".join(n.to_bytes(4, "little") for n in said) + bytes(8)
    else:
        frame = b"TIT2" + int(random.choice(ODD_SIZES)).to_bytes(4, "big") + random.bytes(2)
        seven_bits = bytes(size >> 7 * place & 127 for place in (3, 2, 1, 0))
        head = bytes(
            [int(random.choice(ID3_VERSIONS)), 0, int(random.choice([0, 16, 64, 128, 255]))]
        )
        content[:0] = b"ID3" + head + seven_bits + frame + body


CHANGES: Final[tuple[Change, ...]] = (
    *(_other_bytes, _other_bit, _less_or_more, _extreme_size, _extreme_setting),
    *(_extreme_setting, _extreme_number, _other_order, _joined, _tagged),
)
