"""Genre, tempo and key of songs for beets, on import and by `beet musicgenre`.

In this process by the stages of the services, whose models are loaded once and heard by one thread
at a time, or by a server that runs (`server: http://localhost:5000`). Only what is sure is written,
unless told otherwise; what is there stays, unless `force`. How to set it up: docs/integrations.md.
"""

import optparse
import threading
from collections.abc import Iterable
from typing import Any, Final

from beets import ui
from beets.importer import ImportSession, ImportTask
from beets.library import Item, Library
from beets.plugins import BeetsPlugin

from genre_cli.services_path import use_services

# Our names of fields, and beets' own.
FIELDS: Final = {"genre": "genres", "bpm": "bpm", "key": "initial_key"}
DEFAULTS: Final = {
    "auto": True,
    "force": False,
    "pretend": False,
    "unsure": False,
    "fields": [*FIELDS],
    "names": {},
    "server": "",
    "max_mb": 512,
}


class MusicGenrePlugin(BeetsPlugin):
    """The plugin `musicgenre`."""

    def __init__(self) -> None:
        super().__init__()
        self.config.add(DEFAULTS)
        self._lock = threading.Lock()
        self._answers: Any = None
        self._has_nobody = False
        if self.config["auto"].get(bool):
            self.import_stages = [self.imported]

    def commands(self) -> list[ui.Subcommand]:
        """Offer `beet musicgenre`."""
        command = ui.Subcommand("musicgenre", help="hear genre, tempo and key of songs")
        add = command.parser.add_option
        add("-p", "--pretend", action="store_true", help="show what would change, write nothing")
        add("-f", "--force", action="store_true", help="hear songs again, and write over tags")
        add("-u", "--unsure", action="store_true", help="answers that are not sure too")
        command.func = self.command
        return [command]

    def command(self, library: Library, options: optparse.Values, query: list[str]) -> None:
        """Hear the songs of a query. Raises `ui.UserError` where nobody can answer."""
        self.config.set({name: True for name in DEFAULTS if getattr(options, name, None)})
        self.hear(library.items(query), is_written=ui.should_write())
        if self._has_nobody:
            raise ui.UserError("musicgenre: nobody answers; the reason is above")  # type: ignore[attr-defined]  # where older beets has it

    def imported(self, _session: ImportSession, task: ImportTask) -> None:
        """Hear what is imported; whether tags are written then is beets' own business."""
        self.hear(task.imported_items(), is_written=False)

    def hear(self, items: Iterable[Item], *, is_written: bool) -> None:
        """Hear songs, one after the other; one that cannot be heard does not keep the others."""
        use_services(for_children=False)
        from genre_cli.answering.answers import NobodyAnswersError
        from genre_cli.telling.problems import TOLD, UNAVAILABLE, error_to_body

        for item in items:
            fields = self.wanted(item)
            if not fields or self._has_nobody:
                continue
            try:
                wished = self.item_to_wished(item, fields)
            except NobodyAnswersError as error:
                self._log.error("{}", error)
                self._has_nobody = True
            except TOLD as error:
                body = error_to_body(error, "en")
                self._has_nobody = body["code"] in UNAVAILABLE
                self._log.warning("{}: {title}. {detail} [{code}]", item.filepath, **body)
            else:
                self.put(item, wished, is_written=is_written)

    def wanted(self, item: Item) -> list[str]:
        """List our fields that a song is to be heard for: those that are empty, or all.

        Raises `ui.UserError` for a field that there is not.
        """
        fields = list(self.config["fields"].as_str_seq())
        if unknown := {*fields} - FIELDS.keys():
            told = f"musicgenre.fields: {', '.join(sorted(unknown))}: {', '.join(FIELDS)}"
            raise ui.UserError(told)  # type: ignore[attr-defined]
        if self.config["force"].get(bool):
            return fields
        return [name for name in fields if not item.get(field_of(name))]

    def item_to_wished(self, item: Item, fields: list[str]) -> dict[str, str]:
        """Hear a song; return what it should say, by our names of fields.

        Raises `NobodyAnswersError` and what is wrong with the file (`TOLD`).
        """
        from genre_cli.answering.answers import file_to_bytes
        from genre_cli.library.hearing import Heard
        from genre_cli.library.songs import heard_to_values
        from genre_cli.library.tables import Song
        from genre_cli.tags.wishes import Wish, song_to_wished
        from music_genre.webapi.messages import MEGABYTE

        most_mb = max(0, self.config["max_mb"].get(int))  # to read −1 byte is to read all
        encoded = file_to_bytes(item.filepath, most_mb * MEGABYTE)
        with self._lock:
            self._answers = self._answers or self.new_answers()
            prediction, analysis = self._answers.hear(encoded)
        heard = Heard(None, prediction=prediction, analysis=analysis)
        names = {genre: str(own) for genre, own in self.config["names"].get(dict).items()}
        wish = Wish(tuple(FIELDS), self.config["unsure"].get(bool), "musical", names)  # type: ignore[arg-type]  # the keys are its fields
        wished = song_to_wished(Song(**heard_to_values(heard)), wish)
        return {name: said for name, said in wished.items() if name in fields}

    def new_answers(self) -> Any:
        """Choose who answers: a server, or this process. Raises `NobodyAnswersError`."""
        from genre_cli.answering.choosing import new_answers

        return new_answers(self.config["server"].as_str(), "en")

    def put(self, item: Item, wished: dict[str, str], *, is_written: bool) -> None:
        """Set a song's fields, keep them in beets' library and, if wanted, in the file."""
        for name, said in wished.items():
            item[field_of(name)] = said_to_value(name, said)
        if self.config["pretend"].get(bool):
            ui.show_model_changes(item)
            return
        told = ", ".join(f"{name} {said}" for name, said in wished.items()) or "nothing sure"
        self._log.info("{}: {}", item, told)
        if not wished:
            return
        if is_written:
            item.try_write()
        item.store()


def field_of(name: str) -> str:
    """Return beets' name of a field; before genres there was one genre."""
    field = FIELDS[name]
    return "genre" if field == "genres" and field not in Item._fields else field


def said_to_value(name: str, said: str) -> Any:
    """Turn what a tag says into beets' type: whole BPM, a list of genres, a key."""
    if name == "bpm":
        return round(float(said))
    return [said] if field_of(name) == "genres" else said
