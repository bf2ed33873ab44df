"""The same generated requests to all four services: one status and one code for each.

A request is a body in a form, raw or in JSON, with faults mixed in by a seeded generator, so that a
fault that was found stays found.
"""

import base64
import gzip
import json
import random
from collections.abc import Sequence
from typing import Final

import pytest
import requests
from live.clients import TIMEOUT_S
from refusals import BOUNDARY

from tools.processes import Services
from tools.signals import song, to_file

N_REQUESTS: Final = 200
SEED: Final = 15
ROUTES: Final = {
    "svm": "/v1/predict",
    "vgg19": "/v1/predict",
    "beat": "/analyze",
    "frontend": "/api/explain",  # one service's answer, in the words of the front end
}
GOOD: Final = to_file(song(1.5))
FILES: Final = (GOOD, GOOD, GOOD, b"", b"plain text", GOOD[:60], bytes(300))
NAMES: Final = ("file", "file", "file", "audio", "wav_music", "song", "")
METHODS: Final = ("POST",) * 12 + ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
SUFFIXES: Final = ("",) * 8 + ("/", "//", "/x", "%2F")
MEDIA_TYPES: Final = ("audio/wav", "video/webm", "application/octet-stream", "text/plain", "")
ENCODINGS: Final = ("",) * 6 + ("gzip", "identity", "br", "gzip, gzip")

Sent = tuple[str, str, dict[str, str], bytes]


def part(chance: random.Random) -> bytes:
    """Make a part of a form, right or not."""
    name, content = chance.choice(NAMES), chance.choice(FILES)
    file_name = chance.choice(
        ['; filename="a.wav"', '; filename=""', "; filename*=UTF-8''%C3%A9.wav", "", ""]
    )
    head = f'Content-Disposition: form-data; name="{name}"{file_name}'
    head = chance.choice([head, head, head + "\r\nContent-Type: audio/wav", "X-Nothing: 1"])
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n"


def form(chance: random.Random) -> tuple[str, bytes]:
    """Make a form of up to three parts, whole or cut off."""
    body = b"".join(part(chance) for _ in range(chance.randint(0, 3)))
    body = chance.choice([b"", b"", b"A preamble.\r\n"]) + body
    body += chance.choice(
        [f"--{BOUNDARY}--\r\n", f"--{BOUNDARY}--\r\n", f"--{BOUNDARY}", ""]
    ).encode()
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    return chance.choice([content_type] * 5 + ["multipart/form-data", content_type + "x"]), body


def in_json(chance: random.Random) -> tuple[str, bytes]:
    """Make JSON with a file, or with something else."""
    encode = chance.choice([base64.b64encode, base64.urlsafe_b64encode])
    text = encode(chance.choice(FILES)).decode()
    text = chance.choice([text, text, text.rstrip("="), "data:audio/wav;base64," + text, "*"])
    value = chance.choice([text] * 6 + [None, 5, [text]])
    body = json.dumps(
        {chance.choice([*NAMES, "inputs"]): value, "models": chance.choice(["", "svm"])}
    )
    charset = chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
    return "application/json", chance.choice([body, body, body, body[:-1], "[]"]).encode(charset)


def raw(chance: random.Random) -> tuple[str, bytes]:
    """Make a body that is the file itself."""
    return chance.choice(MEDIA_TYPES), chance.choice(FILES)


def new_requests() -> Sequence[Sent]:
    """Make all requests: method, what follows the route, headers, body."""
    chance, made = random.Random(SEED), []  # noqa: S311  # no secret
    for _ in range(N_REQUESTS):
        content_type, body = chance.choice([form, form, in_json, raw])(chance)
        encoding = chance.choice(ENCODINGS)
        if encoding.startswith("gzip") and chance.random() < 0.8:
            body = gzip.compress(body, mtime=0)
        headers = {"Content-Type": content_type, "Content-Encoding": encoding}
        headers = {name: value for name, value in headers.items() if value}
        made.append((chance.choice(METHODS), chance.choice(SUFFIXES), headers, body))
    return made


def answer(url: str, sent: Sent) -> tuple[int, str]:
    """Return the status of an answer, and its code where it is a problem."""
    method, suffix, headers, body = sent
    response = requests.request(
        method, url + suffix, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
    )
    if response.ok or not response.content:
        return response.status_code, ""
    return response.status_code, response.json()["code"]


def test_every_service_says_the_same(services: Services) -> None:
    """Nobody could tell by status and code which service, or which framework, answered."""
    differing, statuses = [], set()
    for number, sent in enumerate(new_requests()):
        answers = {
            name: answer(getattr(services, name) + path, sent) for name, path in ROUTES.items()
        }
        statuses |= {status for status, _ in answers.values()}
        if len(set(answers.values())) > 1:
            differing.append(f"{number}: {sent[:3]} {sent[3][:80]!r}: {answers}")

    assert [] == differing
    assert {200, 400, 404, 405, 415, 422} <= statuses


@pytest.mark.parametrize("probe", ["/livez", "/readyz", "/metrics", "/openapi.json"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT"])
def test_probes_are_alike(services: Services, probe: str, method: str) -> None:
    """Every method at every address that all services have is answered alike."""
    answers = {answer(getattr(services, name) + probe, (method, "", {}, b"")) for name in ROUTES}

    assert 1 == len(answers)
