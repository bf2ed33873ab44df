"""The Camelot wheel as plain geometry: 24 keys in two rings, those that mix well side by side.

Numbers go round like a clock, 12 on top; A (inner ring) is minor, B (outer ring) major. A key mixes
with its neighbours on its ring and with its relative on the other (Mark Davis, Camelot Easymix).
"""

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

N_HOURS: Final = 12
RADII: Final = {"A": (38.0, 66.0), "B": (68.0, 98.0)}  # edges of a ring in a circle of radius 100
GAP_DEGREES: Final = 1.5
CODE: Final = re.compile(r"(1[0-2]|[1-9])([AB])")

Mark = Literal["ours", "fits", "other"]


@dataclass(frozen=True)
class Field:
    """One key: its sector as an SVG path, and where its code is written."""

    code: str
    path: str
    x: str
    y: str
    mark: Mark


def code_to_wheel(code: str | None) -> tuple[Field, ...]:
    """Draw all 24 fields, with this key and those that fit it marked; none for None."""
    fitting = code_to_fitting(code) if code else ()
    return tuple(
        _field(hour, ring, "ours" if name == code else "fits" if name in fitting else "other")
        for ring in RADII
        for hour in range(1, N_HOURS + 1)
        for name in [f"{hour}{ring}"]
    )


def code_to_fitting(code: str) -> tuple[str, ...]:
    """List the codes that mix with a key: an hour before, an hour after, the other ring."""
    match = CODE.fullmatch(code)
    if not match:
        return ()
    hour, ring = int(match[1]), match[2]
    before, after = (hour - 2) % N_HOURS + 1, hour % N_HOURS + 1
    return f"{before}{ring}", f"{after}{ring}", f"{hour}{'A' if ring == 'B' else 'B'}"


def _field(hour: int, ring: str, mark: Mark) -> Field:
    inner, outer = RADII[ring]
    middle = hour * 360 / N_HOURS
    first, last = (middle + side * (180 / N_HOURS - GAP_DEGREES / 2) for side in (-1, 1))
    path = (
        f"M{_point(inner, first)} L{_point(outer, first)} A{outer:g} {outer:g} 0 0 1 "
        f"{_point(outer, last)} L{_point(inner, last)} A{inner:g} {inner:g} 0 0 0 "
        f"{_point(inner, first)}Z"
    )
    x, y = _point((inner + outer) / 2, middle).split()
    return Field(f"{hour}{ring}", path, x, y, mark)


def _point(radius: float, degrees: float) -> str:
    """Write `x y` of a place on a circle around 0, clockwise from the top."""
    angle = math.radians(degrees)
    return f"{radius * math.sin(angle):.2f} {-radius * math.cos(angle):.2f}"
