"""The server's tools, asked by the SDK's own client in this process."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from fake_services import prediction
from mcp import Client
from models.tagged_songs import ANALYSIS, verdict
from recommendation import recommendation

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.assistants.folders import Folders
from genre_cli.assistants.server import find_similar, new_server
from genre_cli.library.finding import Found
from genre_cli.library.hearing import Heard
from genre_cli.library.songs import Library, url_to_library
from genre_cli.telling.problems import FileProblemError
from music_genre.audio.errors import NotAudioError
from music_genre.job import go_on

Body = dict[str, Any]


class FakeAnswers:
    """Answers that notes who asks, and may take its time."""

    def __init__(self, listen: Callable[[], object] = lambda: None) -> None:
        self.listen = listen
        self.threads: list[int] = []
        self.now = self.most = 0

    def predict(self, encoded: bytes) -> Body:
        """Say jazz, of two at once: one."""
        self.threads.append(threading.get_ident())
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            self.listen()
            if encoded == b"words":
                raise NotAudioError
            if encoded == b"broken":
                raise RuntimeError("secret of ours in /root")
        finally:
            self.now -= 1
        return {"svm": prediction(jazz=1.0), "ensemble": prediction(jazz=1.0)}

    def analyze(self, _encoded: bytes) -> Body:
        """Say nothing: there is nobody."""
        raise NobodyAnswersError("the models are not there")

    def beats(self, _encoded: bytes) -> Body:
        """Recommend a beat."""
        return recommendation()


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Make a folder with files."""
    folder = tmp_path / "music"
    folder.mkdir()
    for name in ("song", "words", "broken"):
        (folder / f"{name}.mp3").write_bytes(name.encode())
    return folder


def no_library() -> Library:
    """Never be opened."""
    raise NotImplementedError


def asked(
    music: Path, ask: Callable[[Client], Awaitable[Any]], answers: FakeAnswers | None = None
) -> Any:
    """Ask a server by a client."""
    folders = Folders([music], 1000)
    heard_by: Any = answers or FakeAnswers()
    server = new_server(folders, heard_by, "en", no_library)

    async def run() -> Any:
        async with Client(server) as client:
            return await ask(client)

    return asyncio.run(run())


def test_tools_and_their_schemas(music: Path) -> None:
    """Each tool says what it takes and answers, and that it only reads."""
    listed = asked(music, lambda client: client.list_tools())

    tools = {tool.name: tool for tool in listed.tools}
    assert {"predict_genre", "analyse", "recommend_beat", "similar"} == tools.keys()
    for tool in tools.values():
        assert ["file"] == tool.input_schema["required"]
        assert "file" in tool.output_schema["properties"]
        assert tool.annotations.read_only_hint is True
        assert tool.description


def test_an_answer_with_progress_in_a_thread(music: Path) -> None:
    """What is heard is structured, and the protocol's own thread heard nothing."""
    answers, told = FakeAnswers(), list[Any]()

    async def note(progress: float, total: float | None = None, message: str | None = None) -> None:
        told.append((progress, total, message))

    def ask(client: Client) -> Awaitable[Any]:
        return client.call_tool("predict_genre", {"file": "song.mp3"}, progress_callback=note)

    result = asked(music, ask, answers)

    assert not result.is_error
    assert ("jazz", "song.mp3") == (
        result.structured_content["genre"],
        result.structured_content["file"],
    )
    assert [(0, 2, "reading"), (1, 2, "listening"), (2, 2, "heard")] == told
    assert threading.get_ident() not in answers.threads


@pytest.mark.parametrize(
    ("tool", "file", "said"),
    [
        ("predict_genre", "words.mp3", "Unrecognised audio format"),
        ("predict_genre", "missing.mp3", "No such file"),
        ("predict_genre", "../secret.mp3", "Not in an allowed folder"),
        ("recommend_beat", "/etc/passwd", "Not in an allowed folder"),
        ("analyse", "song.mp3", "the models are not there"),
    ],
)
def test_errors_are_told_in_words(music: Path, tool: str, file: str, said: str) -> None:
    """The tool failed, and says why; of places on this machine nothing is said."""
    result = asked(music, lambda client: client.call_tool(tool, {"file": file}))

    assert result.is_error
    assert said in result.content[0].text
    assert str(music.parent) not in result.content[0].text


def test_our_own_faults_stay_here(music: Path) -> None:
    """Of an error that nobody foresaw no text goes out."""
    result = asked(music, lambda client: client.call_tool("predict_genre", {"file": "broken.mp3"}))

    assert result.is_error
    assert "Error executing tool predict_genre" == result.content[0].text


def test_one_song_at_a_time_and_the_protocol_goes_on(music: Path) -> None:
    """While songs are heard, other questions are answered."""
    may_end = threading.Event()
    answers = FakeAnswers(lambda: may_end.wait(30))

    async def ask(client: Client) -> list[Any]:
        results: list[Any] = []

        async def hear() -> None:
            results.append(await client.call_tool("predict_genre", {"file": "song.mp3"}))

        async with anyio.create_task_group() as group:
            group.start_soon(hear)
            group.start_soon(hear)
            while not answers.now:
                await anyio.sleep(0.01)
            await client.list_tools()
            refused = await client.call_tool("similar", {"file": "song.mp3", "most": 0})
            assert "most: 1 to 100" in str(refused.content)
            assert [] == results
            may_end.set()
        return results

    results = asked(music, ask, answers)

    assert [False, False] == [result.is_error for result in results]
    assert 1 == answers.most


def test_who_cancels_is_not_worked_for(music: Path) -> None:
    """The work that goes on between its steps ends."""
    ended = threading.Event()

    def listen() -> None:
        try:
            while not ended.wait(0.01):
                go_on()
        except BaseException:
            ended.set()
            raise

    async def ask(client: Client) -> None:
        with anyio.move_on_after(0.5):
            await client.call_tool("predict_genre", {"file": "song.mp3"})
        assert await anyio.to_thread.run_sync(ended.wait, 10)

    asked(music, ask, FakeAnswers(listen))

    assert ended.is_set()


def test_similar_songs_are_those_inside(music: Path, tmp_path: Path) -> None:
    """Of songs outside of the folders nothing is said, however alike."""
    library = url_to_library(f"sqlite:///{tmp_path / 'library.db'}")
    places = {music / "song.mp3": 1.0, music / "words.mp3": 0.9, tmp_path / "secret.mp3": 1.0}
    for path, place in places.items():
        heard = Heard(
            f"hash of {path}",
            prediction={"ensemble": verdict("rock")},
            analysis=dict(ANALYSIS),
            embedding=np.array([place, 0.1], np.float32),
        )
        library.keep(Found(path, 1, 1), heard, ["m"])

    told = find_similar("song.mp3", 10, Folders([music], 1000), library)

    assert ["words.mp3"] == [song.file for song in told.songs]
    for name, code in {"broken.mp3": "not_scanned", "../secret.mp3": "outside_folders"}.items():
        with pytest.raises(FileProblemError, match=code):
            find_similar(name, 10, Folders([music], 1000), library)
