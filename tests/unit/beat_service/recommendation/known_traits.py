"""Traits and beats that are known, for tests of what goes with what."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.energy import Energy, EnergyPart
from beat_service.analysis.key import Key, number_to_guess
from beat_service.analysis.rhythm import Rhythm
from beat_service.analysis.tempo import Tempo
from beat_service.analysis.traits import Traits
from beat_service.catalogue.catalogue import style_to_beats
from beat_service.catalogue.tables import Beat
from beat_service.drums.repertoire import folders_to_repertoire

BEATS = [beat for style in folders_to_repertoire() for beat in style_to_beats(style)]
PART = EnergyPart(0.0, 0.5)


def traits_of(
    bpm: float, onset_pattern: NDArray[np.float64] | None = None, energy: float = 0.6
) -> Traits:
    """Make the traits of a track of which tempo, onset pattern and energy are known."""
    key = number_to_guess(0, 0.9)
    return Traits(
        Tempo(bpm, 0.9, []),
        Key(True, key, key),
        Energy(energy, PART, PART, PART),
        Rhythm(np.arange(8) * 60 / bpm, onset_pattern, 1.0, None, np.arange(0, 8, 4)),
    )


def beat_of(name: str, style: str = "House", **columns: Any) -> Beat:
    """Make a row of the catalogue that plays at 110 to 130 bpm, with changes."""
    plain: dict[str, Any] = {
        "id": name,
        "title": name.title(),
        "style": style,
        "kind": "audio",
        "bpm": 120.0,
        "slowest_bpm": 110.0,
        "fastest_bpm": 130.0,
        "bars": 4,
        "meter": "4/4",
        "beats": 16.0,
        "licence": "CC0-1.0",
        "author": "Me",
        "traits": {},
    }
    return Beat(**plain | columns)
