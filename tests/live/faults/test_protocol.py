"""Requests that no client of good faith sends, to every service."""

import socket
from collections.abc import Callable
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
import requests

from tools.processes import Services

Record = Callable[[str, object], None]
PATIENCE_S = 60
SERVICES = ("svm", "vgg19", "beat", "frontend")


def exchange(url: str, sent: bytes) -> bytes:
    """Send bytes as they are; return all that comes until the service closes the connection."""
    place = urlsplit(url)
    address = str(place.hostname), int(place.port or 0)
    with closing(socket.create_connection(address, timeout=PATIENCE_S)) as connection:
        with suppress(OSError):  # it may have heard enough
            connection.sendall(sent)
        came = bytearray()
        with suppress(ConnectionResetError):
            while piece := connection.recv(65_536):
                came += piece
    return bytes(came)


@pytest.mark.parametrize("service", SERVICES)
def test_smuggled_request_is_not_answered(
    services: Services, service: str, record_property: Record
) -> None:
    """A body of two lengths is a 400, and what stands behind it is nobody's request."""
    smuggled = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    came = exchange(getattr(services, service), head + b"0\r\n\r\n" + smuggled)

    assert came.startswith(b"HTTP/1.1 400 ")
    assert 1 == came.count(b"HTTP/1.1 ")
    record_property("fault", (f"two lengths of a body, {service}", "400, closed", "400, closed"))


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000, 431),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close", 414),
    ],
    ids=["headers", "path"],
)
@pytest.mark.parametrize("service", SERVICES)
def test_too_long(
    services: Services, service: str, head: bytes, status: int, record_property: Record
) -> None:
    """Headers of 100 kB are a 431, and a path of 20 kB is a 414."""
    came = exchange(getattr(services, service), head + b"\r\n\r\n")

    assert came.startswith(b"HTTP/1.1 %d " % status), came[:200]
    assert b"\r\nx-content-type-options: nosniff\r\n" in came.lower()
    record_property("fault", (f"a head too long, {service}", str(status), str(status)))


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/openapi.json", "/nothing"])
@pytest.mark.parametrize("service", SERVICES)
def test_security_headers(services: Services, service: str, path: str) -> None:
    """Every answer of every service asks browsers to be careful with it, refusals too."""
    headers = requests.get(getattr(services, service) + path, timeout=PATIENCE_S).headers

    assert "nosniff" == headers["X-Content-Type-Options"]
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
