"""Ports that tests listen on, for both families of addresses."""

import contextlib
import http.server
import socket
import threading
from collections.abc import Iterator, Mapping

import pytest


def has_ipv6() -> bool:
    """Tell whether this machine has the loopback address of IPv6; many containers have not."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")


def family_of(address: str) -> socket.AddressFamily:
    """Return the family of an address."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@contextlib.contextmanager
def listening(address: str, port: int = 0) -> Iterator[int]:
    """Run another program that listens; yield its port."""
    with socket.create_server((address, port), family=family_of(address)) as server:
        yield int(server.getsockname()[1])


@contextlib.contextmanager
def answering(address: str, headers: Mapping[str, str], port: int = 0) -> Iterator[int]:
    """Run a program that answers 200 with these headers to whatever is asked; yield its port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Say yes."""
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(http.server.ThreadingHTTPServer):
        address_family = family_of(address)

    with Server((address, port), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()
