"""What machines hold, worked out."""

import pytest

from benchmarks.capacity.run import SCALE
from benchmarks.capacity.sizes import MODES, cores_to_machine, scale_to_core_s


def test_a_machine() -> None:
    """Eight cores, 70 % busy, with songs of 1.4 core-seconds: four a second, in two sets."""
    machine = cores_to_machine(8, 1.4, 1200)

    assert pytest.approx(4 * 3600) == machine.songs_an_hour
    assert 57 == machine.at_once
    assert machine.people in {239, 240}
    assert machine.sets == 2
    assert pytest.approx(2.4) == machine.memory_gb


def test_bulk_is_read_from_its_document() -> None:
    """Core-seconds of both modes stand in docs/scale.md; where they do not, that is said."""
    found = scale_to_core_s(SCALE.read_text(encoding="utf-8"))

    assert set(MODES) == found.keys()
    assert 0 < found["fast"] < found["full"]
    with pytest.raises(ValueError, match="of fast in"):
        scale_to_core_s("| full | 1,000,000 | 4.41 | 1,226 |")
