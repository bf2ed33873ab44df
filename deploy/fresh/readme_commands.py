"""What the README tells a newcomer to type, read from its fenced blocks.

It runs in a container that has Python and nothing else, so it uses the standard library alone.
"""

import argparse
import re
import shlex
from dataclasses import dataclass

FENCE = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REPOSITORY = "<this repository>"
ASKED_FOR = ("/api/predict", "/recommend")


class ReadmeError(ValueError):
    """The README no longer says what a newcomer needs; the text says what is missing."""


@dataclass(frozen=True)
class CurlRequest:
    """One `curl` line: what it sends, and where."""

    line: str
    method: str
    url: str
    field: str
    file: str

    @property
    def path(self) -> str:
        """Return the route, without host and query."""
        return "/" + self.url.partition("://")[2].partition("/")[2].partition("?")[0]


@dataclass(frozen=True)
class Commands:
    """Everything that a newcomer types, in the README's words."""

    clone: str
    enter: str
    run: str
    genre: tuple[str, ...]
    requests: tuple[CurlRequest, ...]
    test: str


def text_to_commands(readme: str) -> Commands:
    """Find the commands. Raises `ReadmeError` with a sentence about the first that is missing."""
    start = re.search(r"^## Start\n(.*?)(?=^## )", readme, re.MULTILINE | re.DOTALL)
    if not start:
        raise ReadmeError("README.md has no section “## Start”; newcomers look for it")
    blocks = [block_to_lines(block) for block in FENCE.findall(start[1])]
    clone, enter, run = start_block(blocks)
    if not any(lines == ["make test"] for lines in blocks):
        raise ReadmeError("README.md, Start: no fenced block says `make test` and nothing else")
    genre = next((lines for lines in blocks if lines[0].startswith("genre ")), None)
    if not genre:
        raise ReadmeError("README.md, Start: no fenced block begins with a command of `genre`")
    requests = tuple(
        line_to_request(line) for lines in blocks for line in lines if line.startswith("curl ")
    )
    for path in ASKED_FOR:
        if path not in {request.path for request in requests}:
            raise ReadmeError(f"README.md, Start: no curl line asks {path}")
    return Commands(clone, enter, run, tuple(genre), requests, "make test")


def block_to_lines(block: str) -> list[str]:
    """List the commands of a block, without empty lines and comments."""
    lines = [re.sub(r"\s+# .*", "", line).strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def start_block(blocks: list[list[str]]) -> tuple[str, str, str]:
    """Find the block of three lines `git clone`, `cd` and `make run`. Raises `ReadmeError`."""
    for lines in blocks:
        match lines:
            case [clone, enter, "make run"] if clone.startswith(
                f"git clone {REPOSITORY}"
            ) and enter.startswith("cd "):
                return clone, enter, "make run"
    raise ReadmeError(
        f"README.md, Start: no fenced block has the three lines `git clone {REPOSITORY} …`, "
        "`cd …` and `make run`, and no others"
    )


def line_to_request(line: str) -> CurlRequest:
    """Read a `curl` line. Raises `ReadmeError` for options that this reader does not know."""
    parser = argparse.ArgumentParser(exit_on_error=False, add_help=False)
    parser.add_argument("-X", dest="method", default="POST")
    parser.add_argument("-F", dest="form", default="")
    parser.add_argument("-o", dest="output")
    parser.add_argument("url", nargs="?", default="")
    try:
        options, unknown = parser.parse_known_args(shlex.split(line)[1:])
    except argparse.ArgumentError as error:
        raise ReadmeError(f"README.md, Start: `{line}` cannot be read: {error}") from error
    form = re.fullmatch(r"(\w+)=@(.+)", options.form)
    if unknown or not form or not options.url:
        raise ReadmeError(
            f"README.md, Start: `{line}` is not `curl -F field=@file URL`; "
            "teach deploy/fresh/readme_commands.py what else it does"
        )
    url = options.url if "://" in options.url else f"http://{options.url}"
    return CurlRequest(line, options.method, url, form[1], form[2])
