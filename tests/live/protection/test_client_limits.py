"""How much one client may ask, in a service as it runs behind a proxy on this machine."""

from collections.abc import Iterator

import pytest
import requests
from live.faults.test_protocol import exchange
from problems import assert_problem

from tools.processes import RunningService, running_service, urls_of_services

PATIENCE_S = 60
PLAIN = "/openapi.json"  # an answer that costs nothing
POLICIES = '"uploads";q=2;w=60, "requests";q=5;w=60'


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Run a front end that lets each client send five requests and two bodies a minute."""
    limits = {"REQUESTS_PER_MINUTE": "5", "UPLOADS_PER_MINUTE": "2"}
    folder = tmp_path_factory.mktemp("front")
    with running_service("frontend", folder, "/livez", **limits, **urls_of_services()) as service:
        yield service


def ask(front: RunningService, client: str | None, path: str = PLAIN) -> requests.Response:
    """Ask as a client behind the proxy; None is this machine itself."""
    headers = {"Accept-Language": "en"} | ({"X-Forwarded-For": client} if client else {})
    return requests.get(front.url + path, headers=headers, timeout=PATIENCE_S)


def test_requests_of_one_client(front: RunningService) -> None:
    """The sixth of a minute is refused, with when to come again; others and probes are not."""
    answers = [ask(front, "198.51.100.1") for _ in range(6)]

    assert [200] * 5 == [one.status_code for one in answers[:5]]
    assert '"requests";q=5;w=60' == answers[0].headers["RateLimit-Policy"]
    assert answers[0].headers["RateLimit"].startswith('"requests";r=4;t=')
    body = assert_problem(answers[5], 429, "rate_limited", ["retry_after_s"])
    assert 1 <= body["retry_after_s"] <= 12
    assert str(body["retry_after_s"]) == answers[5].headers["Retry-After"]
    assert '"requests";r=0;t=' in answers[5].headers["RateLimit"]
    assert 200 == ask(front, "198.51.100.2").status_code
    assert 200 == ask(front, "198.51.100.1", "/livez").status_code
    assert 429 == ask(front, "198.51.100.9, 198.51.100.1").status_code


def test_customers_network(front: RunningService) -> None:
    """Addresses of IPv6 in one network of 64 bits are one client."""
    statuses = [ask(front, f"2001:db8:1:2::{n}").status_code for n in range(1, 7)]

    assert [200] * 5 + [429] == statuses
    assert 200 == ask(front, "2001:db8:1:3::1").status_code


def test_this_machine(front: RunningService) -> None:
    """Whoever is on this machine has no limit, and hears of none."""
    answers = [ask(front, None) for _ in range(8)]

    assert {200} == {one.status_code for one in answers}
    assert "RateLimit" not in answers[0].headers


def test_refused_before_the_body(front: RunningService) -> None:
    """The third body is refused by its head, whatever of it is there."""
    head = (
        "POST /api/predict HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.5\r\n"
        "Content-Type: audio/wav\r\nContent-Length: {}\r\n\r\n"
    )

    came = [exchange(front.url, head.format(n).encode() + b"x") for n in (1, 1, 50_000_000)]

    assert [False, False, True] == [one.startswith(b"HTTP/1.1 429 ") for one in came]
    assert POLICIES.partition(",")[0].encode() in came[2]
