"""Requests that no library would send: one status and one code from all four services."""

import gzip
import json
import re
import socket
from base64 import b64encode
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import pytest
from refusals import BOUNDARY, FORM, in_form

from tools.processes import Services
from tools.signals import song, to_file

ROUTES: Final = {
    "svm": "/v1/predict",
    "vgg19": "/v1/predict",
    "beat": "/analyze",
    "frontend": "/api/explain",
}
TIMEOUT_S: Final = 25.0  # shorter than a service's patience with what does not come
SONG: Final = to_file(song(1.5))
TWO: Final = in_form({}, file=SONG, bogus=SONG).content
ONE: Final = in_form({}, file=SONG).content
TEXT: Final = b64encode(SONG).decode()
IN_JSON: Final = json.dumps({"file": TEXT}).encode()
WAV: Final = "Content-Type: audio/wav"
JSON: Final = "Content-Type: application/json"
CHUNKED: Final = (WAV, "Transfer-Encoding: chunked")
GZIP: Final = "Content-Encoding: gzip"
MEGABYTE: Final = 2**20


def post(
    body: bytes = SONG,
    *headers: str,
    method: str = "POST",
    target: Callable[[str], str] = str,
) -> Callable[[str], bytes]:
    """Make a function that writes a request to a path; `target` writes the path."""
    lengths = (
        () if any("chunked" in line for line in headers) else (f"Content-Length: {len(body)}",)
    )
    lines = ("Host: x", "Connection: close", *(headers or (WAV,)), *lengths)

    def write(path: str) -> bytes:
        head = "\r\n".join([f"{method} {target(path)} HTTP/1.1", *lines, "", ""])
        return head.encode("latin-1") + body

    return write


REQUESTS: Final = {
    "content types": (post(SONG, WAV, f"Content-Type: {FORM}"), "400 malformed_request"),
    "content type twice": (post(SONG, WAV, WAV), "200 "),
    "encodings": (post(gzip.compress(SONG), WAV, GZIP, GZIP), "415 unsupported_encoding"),
    "slashes": (post(target=lambda path: f"/{path}"), "404 not_found"),
    "no slash": (post(target=lambda path: path[1:]), "404 not_found"),
    "small letters": (post(method="post"), "405 method_not_allowed"),
    "unknown method": (post(method="PROPFIND"), "405 method_not_allowed"),
    "upgrade": (post(SONG, WAV, "Upgrade: websocket", "Connection: Upgrade"), "200 "),
    "whole address": (post(target=lambda path: f"http://x{path}"), "200 "),
    "options of all": (post(b"", method="OPTIONS", target=lambda _: "*"), "200 "),
    "huge chunk": (post(b"f" * 19 + b"\r\nabc\r\n", *CHUNKED), "400 malformed_request"),
    "chunk without CR": (post(b"5\nabcde\n0\n\n", *CHUNKED), "400 malformed_request"),
    "tiny chunks": (
        post(b"1\r\na\r\n" * 200_000 + b"0\r\n\r\n", *CHUNKED),
        "400 malformed_request",
    ),
    "empty members": (post(gzip.compress(b"") * 20_000, WAV, GZIP), "400 bad_encoding"),
    "two files": (post(TWO, f"Content-Type: {FORM}"), "400 several_files"),
    "spaces behind a boundary": (
        post(
            ONE.replace(f"{BOUNDARY}\r\n".encode(), f"{BOUNDARY} \t\r\n".encode()),
            f"Content-Type: {FORM}",
        ),
        "200 ",
    ),
    "tiny parts": (
        post(f"--{BOUNDARY}\r\n\r\n\r\n".encode() * 10_000 + ONE, f"Content-Type: {FORM}"),
        "413 form_too_large",
    ),
    "key twice": (post(f'{{"file":"{TEXT}","file":"{TEXT}"}}'.encode(), JSON), "400 several_files"),
    "spaces around JSON": (post(b" " * MEGABYTE + IN_JSON, JSON), "413 form_too_large"),
    "long key": (post(b'{"%s":1,' % (b"k" * MEGABYTE) + IN_JSON[1:], JSON), "413 form_too_large"),
    "long text": (
        post(b'{"x":"%s",' % (b"x" * MEGABYTE) + IN_JSON[1:], JSON),
        "413 form_too_large",
    ),
    "many numbers": (
        post(b'{"x":[%s1],' % (b"1," * MEGABYTE) + IN_JSON[1:], JSON),
        "413 form_too_large",
    ),
    "many digits": (post(b'{"x":%s,' % (b"1" * 500_000) + IN_JSON[1:], JSON), "200 "),
    "deep JSON": (post(b'{"x":' + b"[" * 500_000, JSON), "400 malformed_json"),
}


def reply(url: str, sent: bytes) -> tuple[bytes, bytes]:
    """Send bytes; return head and body of the answer."""
    address = urlsplit(url)
    assert address.hostname is not None
    assert address.port is not None
    came = bytearray()
    with socket.create_connection((address.hostname, address.port), TIMEOUT_S) as connection:
        connection.sendall(sent)
        while piece := connection.recv(65536):
            came += piece
    head, _, body = bytes(came).partition(b"\r\n\r\n")
    return head, body


def answer(url: str, sent: bytes) -> str:
    """Return the status of an answer, and its code where it is a problem."""
    head, body = reply(url, sent)
    code = re.search(rb'"code": ?"(\w+)"', body)
    return f"{head.split()[1].decode()} {code[1].decode() if code else ''}"


@pytest.mark.parametrize("name", REQUESTS)
def test_every_service_says_the_same(services: Services, name: str) -> None:
    """What is right of a request is so for both frameworks, and at once."""
    write, right = REQUESTS[name]

    answers = {
        service: answer(getattr(services, service), write(path)) for service, path in ROUTES.items()
    }

    assert dict.fromkeys(ROUTES, right) == answers


@pytest.mark.parametrize("service", ROUTES)
def test_what_is_no_clean_path_is_not_believed(services: Services, service: str) -> None:
    """A document says that it lies under a path that is one, and under nothing else."""
    said = {}
    for prefix in ("/genre", "/a/../b", "//x", "/x\xe9", '/"><script>', "/a\tb"):
        header = f"X-Forwarded-Prefix: {prefix}"
        write = post(b"", header, method="GET", target=lambda _: "/openapi.json")
        _, body = reply(getattr(services, service), write("/"))
        said[prefix] = json.loads(body).get("servers")

    assert [{"url": "/genre"}] == said.pop("/genre")
    assert {None} == set(said.values())
