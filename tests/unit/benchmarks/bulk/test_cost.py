"""What an archive takes."""

import pytest

from benchmarks.bulk.cost import LIST_PRICE, MOST_CORE_HOURS, songs_to_cost


def test_a_million_songs() -> None:
    """0.54 core-seconds a song are the 150 core-hours that are promised."""
    cost = songs_to_cost(1_000_000, 0.54, 20_000)

    assert pytest.approx(MOST_CORE_HOURS) == cost.core_hours
    assert pytest.approx(1.5 / 24) == cost.days
    assert pytest.approx(150 * LIST_PRICE) == cost.list_usd
    assert pytest.approx(20) == cost.gigabytes
    assert cost.spot_usd < cost.list_usd
