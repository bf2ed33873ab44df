"""`genre mcp`: tools for assistants over the Model Context Protocol, on standard input and output.

Songs are heard in threads, one at a time because one takes every core, so the protocol goes on
meanwhile; who cancels is no longer worked for. Models are loaded by the first song, once.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from genre_cli.answering.answers import Answers, Body, NobodyAnswersError
from genre_cli.assistants.answers import (
    AnalysisAnswer,
    BeatAnswer,
    GenreAnswer,
    SimilarAnswer,
    alike_to_song,
    body_to_analysis,
    body_to_beats,
    body_to_genre,
)
from genre_cli.assistants.folders import Folders
from genre_cli.library.absence import path_to_absence
from genre_cli.library.likeness import Likenesses
from genre_cli.library.songs import Library
from genre_cli.library.tables import Song
from genre_cli.telling.names import shown
from genre_cli.telling.problems import TOLD, error_to_body
from music_genre.job import Job, go_on
from music_genre.translations.catalogues import Language
from music_genre.version import VERSION

MOST_SIMILAR: Final = 100
STEPS: Final = 2  # of progress: read, heard
# Nothing is written, and nothing beyond this machine is asked.
READS: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

ResultT = TypeVar("ResultT")


class Ears:
    """Whoever answers, one song at a time, in the words of tool errors."""

    def __init__(self, folders: Folders, answers: Answers, language: Language) -> None:
        self.folders, self.answers, self._language = folders, answers, language
        self._one_song = threading.Lock()

    async def hear(
        self, file: str, context: Context, ask: Callable[[bytes], Body]
    ) -> tuple[str, Body]:
        """Read a file and ask about it. Raises `ToolError`."""
        await context.report_progress(0, STEPS, "reading")
        path, encoded = await self.in_thread(lambda: self.folders.read(file))
        await context.report_progress(1, STEPS, "listening")

        def listen() -> Body:
            with self._one_song:
                go_on()  # who waited may be gone
                return ask(encoded)

        body = await self.in_thread(listen)
        await context.report_progress(STEPS, STEPS, "heard")
        return self.folders.shown(path), body

    async def in_thread(self, work: Callable[[], ResultT]) -> ResultT:
        """Do work beside the protocol, which ends soon after a cancellation.

        Raises `ToolError` for what is wrong with a file, with nothing of ours in it.
        """
        job = Job()

        def work_for_job() -> ResultT:
            with job.within():
                return work()

        try:
            return await anyio.to_thread.run_sync(work_for_job, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            job.drop()
            raise
        except NobodyAnswersError as error:
            raise ToolError(str(error)) from error
        except TOLD as error:
            body = error_to_body(error, self._language)
            raise ToolError(f"{body['title']}. {body['detail']} [{body['code']}]") from error


def new_server(
    folders: Folders, answers: Answers, language: Language, open_library: Callable[[], Library]
) -> MCPServer:
    """Make the server with its tools; `open_library` is called when a tool needs it."""
    ears = Ears(folders, answers, language)
    allowed = ", ".join(shown(root) for root in folders.roots)
    server = MCPServer(
        "music-genre",
        title="Music genre, tempo, key and beats",
        instructions="Hears audio files on this machine. Say how sure an answer is. Files are "
        f"given by path, absolute or from an allowed folder. Allowed: {allowed}",
        version=VERSION,
        log_level="WARNING",
    )

    @server.tool(title="Genre of a song", annotations=READS)
    async def predict_genre(file: str, context: Context) -> GenreAnswer:
        """Say the genre of an audio file and how sure that is, as a whole and over time."""
        return body_to_genre(*await ears.hear(file, context, answers.predict))

    @server.tool(title="Tempo, key and energy of a song", annotations=READS)
    async def analyse(file: str, context: Context) -> AnalysisAnswer:
        """Say tempo, key, energy, meter and swing of an audio file."""
        return body_to_analysis(*await ears.hear(file, context, answers.analyze))

    @server.tool(title="A beat that fits a song", annotations=READS)
    async def recommend_beat(file: str, context: Context) -> BeatAnswer:
        """Recommend a drum beat for an audio file, and beats of other styles."""
        return body_to_beats(*await ears.hear(file, context, answers.beats))

    @server.tool(title="Songs that sound alike", annotations=READS)
    async def similar(file: str, context: Context, most: int = 10) -> SimilarAnswer:
        """List songs of the library (made by `genre scan`) that sound most like one of them."""
        if not 1 <= most <= MOST_SIMILAR:
            raise ToolError(f"most: 1 to {MOST_SIMILAR}")
        await context.report_progress(0, STEPS, "searching")
        return await ears.in_thread(lambda: find_similar(file, most, folders, open_library()))

    return server


def find_similar(file: str, most: int, folders: Folders, library: Library) -> SimilarAnswer:
    """Compare a song with those of the library that are in the allowed folders.

    Raises `FileProblemError` (`outside_folders`), and what `path_to_absence` returns.
    """
    path = folders.find(file)
    song = library.song(path)
    if song is None:
        raise path_to_absence(path, library)
    inside = [
        one for one in library.songs(with_embeddings=True) if folders.contain(song_to_place(one))
    ]
    return SimilarAnswer(
        file=folders.shown(path),
        songs=[
            alike_to_song(folders.shown(song_to_place(one.song).resolve()), one)
            for one in Likenesses(inside).alike(song, most)
        ],
    )


def song_to_place(song: Song) -> Path:
    """Return where a song is, whatever bytes its name has."""
    return Path(os.fsdecode(song.place))
