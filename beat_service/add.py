"""`python -m beat_service.add FOLDER --licence … --author …`: add a folder of beats.

The folder holds one folder for each style, and these the files, in folders of their own or not:
`FOLDER/Afro/Lagos Night.wav`. Each file is a beat whose title is its name; one whose content is in
the catalogue already is passed over, so that the same command can be run again and again.
A folder that `beat_service.export` wrote has a list; what that says of a file stands.
`data/README.md` says more.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.beat_list import (
    LIST_NAME,
    BeatList,
    BeatListError,
    ListedBeat,
    folder_to_beat_list,
)
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.changes import midi_to_said_meter
from beat_service.catalogue.database import DatabaseError, DatabaseSettings, url_to_engine
from beat_service.catalogue.description import Description
from beat_service.catalogue.upload import Analyse
from beat_service.drums.midi_file import is_midi
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.errors import BeatError, SameBeatError
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.decode import READABLE_SUFFIXES
from music_genre.audio.errors import AudioProcessingError
from music_genre.translations.catalogues import SOURCE_LANGUAGE
from music_genre.webapi.problems import error_to_problem

SUFFIXES: Final = {*READABLE_SUFFIXES, ".mid", ".midi"}


@dataclass
class Additions:
    """What became of each file; lines say which, and why it is not in the catalogue."""

    added: int = 0
    there: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def folder_to_files(folder: Path) -> Iterator[Path]:
    """List every file in a folder and those inside, in order; hidden ones are left alone."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


@dataclass(frozen=True)
class Said:
    """What the command line says of every file that is in no list; None where it says nothing."""

    licence: str | None = None
    author: str | None = None
    style: str | None = None


def add_folder(
    catalogue: BeatCatalogue, folder: Path, said: Said, listed: BeatList | None = None
) -> Additions:
    """Add every file, as the list says or else by its folder: the one right under `folder`."""
    additions = Additions()
    beats = listed.by_file() if listed else {}
    passed_over = {LIST_NAME, *(listed.copies() if listed else ())}
    for file in folder_to_files(folder):
        name = file.relative_to(folder).as_posix()
        if (beat := beats.get(name)) is not None:
            _add_listed(catalogue, file, beat, additions)
        elif name not in passed_over:
            _add_by_folder(catalogue, file, name, said, additions)
    missing = sorted(name for name in beats if not (folder / name).is_file())
    additions.refused += [f"{name}: in {LIST_NAME}, but not in the folder" for name in missing]
    return additions


def _add_listed(
    catalogue: BeatCatalogue, file: Path, beat: ListedBeat, additions: Additions
) -> None:
    """Add a file as a list describes it; our own beats are in every catalogue."""
    if beat.kind == "pattern":
        additions.there.append(f"{beat.file}: a beat of the project")
        return
    about = beat.model_dump(include={"title", "style", "licence", "author", "bpm"})
    _add_file(catalogue, file, beat.file, about | {"meter": beat.meter}, additions)


def _add_by_folder(
    catalogue: BeatCatalogue, file: Path, name: str, said: Said, additions: Additions
) -> None:
    """Add a file whose style is its folder, and its title its name."""
    style = said.style or next(iter(name.split("/")[:-1]), None)
    if file.suffix.lower() not in SUFFIXES:
        additions.skipped.append(f"{name}: neither audio nor MIDI by its name")
    elif style is None:
        additions.skipped.append(f"{name}: in no folder of a style; say --style")
    elif said.licence is None or said.author is None:
        additions.skipped.append(f"{name}: not in {LIST_NAME}; say --licence and --author")
    else:
        about = {"title": file.stem, "style": style, "licence": said.licence, "author": said.author}
        _add_file(catalogue, file, name, about, additions)


def _add_file(
    catalogue: BeatCatalogue, file: Path, name: str, about: dict[str, Any], additions: Additions
) -> None:
    """Add one file and note what became of it."""
    try:
        encoded = file.read_bytes()
        description = Description.model_validate(about)
        if description.bpm and description.meter and is_midi(encoded):
            meter = midi_to_said_meter(encoded, description.bpm, description.meter)
            description = description.model_copy(update={"meter": meter})
        catalogue.add(encoded, description)
        additions.added += 1
    except SameBeatError as error:
        additions.there.append(f"{name}: the same as {error.same_as}")
    except (AudioProcessingError, BeatError) as error:
        problem = error_to_problem(error, SOURCE_LANGUAGE)
        reason = f"{problem['title']}. {problem['detail']}"
        additions.refused.append(f"{name}: {reason}")
    except ValidationError as error:
        additions.refused.append(f"{name}: {error.errors()[0]['msg']}")
    except OSError as error:
        additions.refused.append(f"{name}: {error.strerror}")


def main(arguments: Sequence[str] | None = None, analyse: Analyse | None = None) -> int:
    """Add the folder named on the command line; 1 if a file was refused or there was none."""
    parser = argparse.ArgumentParser(prog="python -m beat_service.add", description=__doc__)
    parser.add_argument("folder", type=Path, help="STYLE/TITLE.wav, .mid …")
    parser.add_argument("--licence", help="of all files that no list names, e.g. CC-BY-4.0")
    parser.add_argument("--author", help="of them")
    parser.add_argument("--style", help="of them, instead of the names of their folders")
    asked = parser.parse_args(arguments)
    said = Said(asked.licence, asked.author, asked.style)
    try:
        listed = folder_to_beat_list(asked.folder)
        if not listed.beats and (said.licence is None or said.author is None):
            parser.error("say --licence and --author")
        engine = url_to_engine(DatabaseSettings().database_url)
    except (BeatListError, DatabaseError) as error:
        parser.error(str(error))
    catalogue = BeatCatalogue(engine, analyse or _analysis())
    catalogue.fill(folders_to_repertoire())
    found = add_folder(catalogue, asked.folder, said, listed)
    engine.dispose()
    print(
        f"{found.added} added, {len(found.there)} there already,"
        f" {len(found.skipped)} skipped, {len(found.refused)} refused"
    )
    for kind, lines in (("there already", found.there), ("skipped", found.skipped)):
        for line in lines:
            print(f"{kind}: {line}")
    for line in found.refused:
        print(line, file=sys.stderr)
    return 0 if (found.added or found.there) and not found.refused else 1


def _analysis() -> Analyse:
    """Load the analysis that the service itself uses."""
    return model_to_analyse(folder_to_analysis_model(ANALYSIS_DIR), StyleModel())


if __name__ == "__main__":
    sys.exit(main())
