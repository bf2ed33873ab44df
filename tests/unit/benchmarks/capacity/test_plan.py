"""What is asked."""

from benchmarks.capacity.plan import LONG, PAGE, ROUTES, SHORT, plan


def test_every_route_has_every_crowd() -> None:
    """Short songs go everywhere, long ones to the page, and to each service by one client."""
    asks = list(plan(2.0, [1, 10]))

    assert 2 * len(ROUTES) == sum(one.song is SHORT for one in asks)
    long = [((one.package, one.path), one.n_clients) for one in asks if one.song is LONG]
    assert [(PAGE, 1), (PAGE, 10), *((route, 1) for route in ROUTES[1:])] == long
