"""What a long song took goes back to the system, what a short one took is kept."""

import pytest

from beat_service import memory
from beat_service.memory import LONG_S, give_back_after


@pytest.mark.parametrize("is_long", [True, False])
def test_after_a_song(is_long: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given back after two minutes of music, and after less nothing is done."""
    given: list[str] = []

    def give_back() -> bool:
        given.append("given")
        return True

    monkeypatch.setattr(memory, "give_back", give_back)

    assert is_long == give_back_after(LONG_S if is_long else LONG_S - 0.1)
    assert is_long == bool(given)
