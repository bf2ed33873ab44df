"""`genre mcp` as an assistant starts it: a process, asked over its standard input and output."""

import asyncio
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tools.processes import ROOT, clean_environment

EXAMPLES = ROOT / "frontend" / "static" / "examples"


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with real songs, and what is none."""
    folder = tmp_path_factory.mktemp("all") / "music"
    folder.mkdir()
    for name in ("disco.mp3", "jazz.mp3"):
        shutil.copy(EXAMPLES / name, folder)
    (folder / "letter.mp3").write_text("words and words and words")
    (folder.parent / "secret.mp3").write_bytes((EXAMPLES / "metal.mp3").read_bytes())
    (folder / "link.mp3").symlink_to(folder.parent / "secret.mp3")
    return folder


def asked(music: Path, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Start the server and ask it by the SDK's client."""
    home = music.parent / "home"
    environment = clean_environment(GENRE_HOME=str(home), GENRE_LANG="en")
    arguments = ["-m", "genre_cli", "mcp", "--allow", str(music)]
    command = StdioServerParameters(
        command=sys.executable, args=arguments, env=environment, cwd=music.parent
    )

    async def run() -> Any:
        async with Client(command) as client:
            return await ask(client)

    return asyncio.run(run())


def test_songs_are_heard(music: Path) -> None:
    """Genre, traits and beat of real songs, with progress; what each is stands in its schema."""
    told: list[str | None] = []

    async def note(progress: float, total: float | None = None, message: str | None = None) -> None:
        assert progress <= (total or 0)
        told.append(message)

    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("predict_genre", {"file": "disco.mp3"}, progress_callback=note),
            await client.call_tool("predict_genre", {"file": str(music / "jazz.mp3")}),
            await client.call_tool("analyse", {"file": "disco.mp3"}),
            await client.call_tool("recommend_beat", {"file": "disco.mp3"}),
        ]

    results = asked(music, ask)

    assert [False] * 4 == [result.is_error for result in results], results
    disco, jazz, traits, beat = (result.structured_content for result in results)
    assert (("disco", "confident"), "jazz") == ((disco["genre"], disco["outcome"]), jazz["genre"])
    assert 40 < traits["bpm"] < 240
    assert beat["beat"]["style"]
    assert beat["sentence"]
    assert disco == json.loads(results[0].content[0].text)
    assert ["reading", "listening", "heard"] == told


def test_what_is_refused(music: Path) -> None:
    """In words, with nothing of what is outside; the server goes on."""

    async def ask(client: Client) -> list[Any]:
        names = ["link.mp3", "../secret.mp3", "letter.mp3", "missing.mp3"]
        results = [await client.call_tool("predict_genre", {"file": name}) for name in names]
        results.append(await client.call_tool("similar", {"file": "disco.mp3"}))
        results.append(await client.call_tool("predict_genre", {}))
        return results

    results = asked(music, ask)

    assert [True] * 6 == [result.is_error for result in results]
    said = [result.content[0].text for result in results]
    assert "outside_folders" in said[0]
    assert "outside_folders" in said[1]
    assert "not_audio" in said[2]
    assert "file_not_found" in said[3]
    assert "not_scanned" in said[4]
    assert not [text for text in said if str(music.parent) in text]
