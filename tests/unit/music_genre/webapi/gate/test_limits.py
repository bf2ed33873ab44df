"""Whose requests are counted together, and which limit holds."""

import pytest

from music_genre.webapi.gate.limits import ClientLimits, address_to_client, check_standings
from music_genre.webapi.problems import ApiError


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("127.0.0.1", None),
        ("127.3.2.1", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_who_is_one_client(address: str, client: str | None) -> None:
    """A customer's network of IPv6 is one client, and this machine is none."""
    assert client == address_to_client(address)


def test_uploads_are_requests_too() -> None:
    """A request with a body takes of both limits, and the first that is empty refuses."""
    limits = ClientLimits(3, 1)

    def take(*, has_body: bool) -> list[tuple[str, int, bool]]:
        standings = limits.take("192.0.2.1", has_body=has_body)
        return [(one.policy.name, one.left, bool(one.retry_s)) for one in standings]

    assert [("uploads", 0, False), ("requests", 2, False)] == take(has_body=True)
    assert [("uploads", 0, True)] == take(has_body=True)
    assert [("requests", 1, False)] == take(has_body=False)
    assert [("requests", 0, False)] == take(has_body=False)
    assert [("requests", 0, True)] == take(has_body=False)


def test_nobody_is_counted_without_a_limit() -> None:
    """Without limits, and from this machine, there is no standing."""
    assert [] == ClientLimits().take("192.0.2.1", has_body=True)
    assert [] == ClientLimits(1, 1).take("127.0.0.1", has_body=True)
    check_standings([])


def test_refusal_says_when_to_come_again() -> None:
    """It is told in whole seconds, rounded up."""
    limits = ClientLimits(7)
    standings = [limits.take("192.0.2.1", has_body=False) for _ in range(8)]

    for passed in standings[:-1]:
        check_standings(passed)
    with pytest.raises(ApiError, match="rate_limited") as raised:
        check_standings(standings[-1])
    assert 9 == raised.value.facts["retry_after_s"]
