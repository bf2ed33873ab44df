"""The log as programs and as persons read it, each in a process of its own."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tools.processes import ROOT, clean_environment

PROGRAM = """
import logging, sys, threading, warnings
from music_genre.webapi.logs.asked import begin
from music_genre.webapi.logs.lines import write_lines

write_lines("svm_service", {wanted!r})
LOG = logging.getLogger("music_genre.access")
LOG.info("it begins")
logging.getLogger("uvicorn.error").info("up", extra={{"color_message": "UP"}})
logging.getLogger("alembic").info("not our business")
begin([(b"x-request-id", b"one-request")])
LOG.info("GET %s", "/", extra={{"route": "/", "status": 200, "ms": 1.5}})
LOG.warning("two\\nlines é \\u2028")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("uvicorn.error").exception("it failed")
warnings.warn("careful")
{more}
"""


def ended(code: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, its log in a pipe."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def written(wanted: str | None, more: str = "") -> str:
    """Return what a program writes, whose log goes to a pipe."""
    done = ended(PROGRAM.format(wanted=wanted, more=more))
    assert "" == done.stderr
    return done.stdout


def objects(text: str) -> list[dict[str, Any]]:
    """Read every line as JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("wanted", [None, "json"])
def test_json_for_programs(wanted: str | None) -> None:
    """Each record is one line of JSON, exceptions and warnings too, with the request's id."""
    begun, up, asked, lines, failed, careful = objects(written(wanted))

    assert begun.pop("time").endswith("+00:00")
    assert {
        "level": "INFO",
        "logger": "music_genre.access",
        "message": "it begins",
        "service": "svm_service",
    } == begun
    assert ("up", False) == (up["message"], "color_message" in up)
    assert ("GET /", "/", 200, 1.5) == (*(asked[n] for n in ("message", "route", "status", "ms")),)
    assert "two\nlines é \u2028" == lines["message"]
    assert "it failed" == failed["message"]
    assert failed["exception"].endswith("ZeroDivisionError: division by zero")
    assert "careful" in careful["message"]
    assert {"one-request"} == {one["request_id"] for one in (asked, lines, failed, careful)}


def test_text_for_persons() -> None:
    """A line has the message and the id, and the level where it is no news."""
    text = written("text").splitlines()

    assert ["it begins", "up", "GET / [one-request]", "WARNING: two"] == text[:4]
    assert "ERROR: it failed [one-request]" in text
    assert "ZeroDivisionError: division by zero" in text


@pytest.mark.parametrize(
    "more",
    [
        "raise RuntimeError('at the end')",
        "def fail(): raise RuntimeError('at the end')\nthreading.Thread(target=fail).start()",
    ],
)
def test_what_nobody_catches(more: str) -> None:
    """An exception that ends the process or a thread is a line of JSON too."""
    last = objects(written("json", more))[-1]

    assert ("CRITICAL", "uncaught exception") == (last["level"], last["message"])
    assert last["exception"].endswith("RuntimeError: at the end")


def test_ctrl_c_stays_what_it_is() -> None:
    """What is no exception of ours is Python's to tell."""
    code = "import sys\nfrom music_genre.webapi.logs.lines import write_lines\n"
    code += "write_lines('x', 'json')\nraise KeyboardInterrupt"
    stopped = ended(code)

    assert ("", True) == (stopped.stdout, "KeyboardInterrupt" in stopped.stderr)
