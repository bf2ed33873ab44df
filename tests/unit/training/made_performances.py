"""Performances made up for tests of training."""

from beat_service.drums.hits import Hit
from beat_service.drums.pattern import Voice
from training.data.groove import Performance


def backbeat(n_beats: int, name: str = "backbeat", late: float = 0.0) -> Performance:
    """Make kick and snare by turns at 120 bpm, each stroke `late` [beats] after its beat."""
    hits = tuple(
        Hit(at + late, Voice.SNARE if at % 2 else Voice.KICK, 0.8) for at in range(n_beats)
    )
    return Performance(name, "Rock", hits, 120.0, n_beats)
