"""`python -m beat_service.add FOLDER --licence … --author …`: add a folder of beats.

The folder holds one folder for each style, and these the files, in folders of their own or not:
`FOLDER/Afro/Lagos Night.wav`. Each file is a beat whose title is its name; one whose content is in
the catalogue already is passed over, so that the same command can be run again and again.
`data/README.md` says more.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import DatabaseError, DatabaseSettings, url_to_engine
from beat_service.catalogue.description import Description
from beat_service.catalogue.upload import Analyse
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.errors import BeatError, SameBeatError
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.decode import READABLE_SUFFIXES
from music_genre.audio.errors import AudioProcessingError
from music_genre.webapi.messages import PROBLEMS

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


def add_folder(
    catalogue: BeatCatalogue, folder: Path, licence: str, author: str, style: str | None = None
) -> Additions:
    """Add every file; its style is the folder right under `folder`, unless one is said."""
    additions = Additions()
    for file in folder_to_files(folder):
        name = str(file.relative_to(folder))
        of_folder = style or next(iter(file.relative_to(folder).parts[:-1]), None)
        if file.suffix.lower() not in SUFFIXES:
            additions.skipped.append(f"{name}: neither audio nor MIDI by its name")
        elif of_folder is None:
            additions.skipped.append(f"{name}: in no folder of a style; say --style")
        else:
            about = {"title": file.stem, "style": of_folder, "licence": licence, "author": author}
            _add_file(catalogue, file, name, about, additions)
    return additions


def _add_file(
    catalogue: BeatCatalogue, file: Path, name: str, about: dict[str, str], additions: Additions
) -> None:
    """Add one file and note what became of it."""
    try:
        catalogue.add(file.read_bytes(), Description.model_validate(about))
        additions.added += 1
    except SameBeatError as error:
        additions.there.append(f"{name}: the same as {error.same_as}")
    except (AudioProcessingError, BeatError) as error:
        message = PROBLEMS[error.code].en
        reason = f"{message.title}. {message.detail}".format(**error.facts)
        additions.refused.append(f"{name}: {reason}")
    except ValidationError as error:
        additions.refused.append(f"{name}: {error.errors()[0]['msg']}")
    except OSError as error:
        additions.refused.append(f"{name}: {error.strerror}")


def main(arguments: Sequence[str] | None = None, analyse: Analyse | None = None) -> int:
    """Add the folder named on the command line; 1 if a file was refused or there was none."""
    parser = argparse.ArgumentParser(prog="python -m beat_service.add", description=__doc__)
    parser.add_argument("folder", type=Path, help="STYLE/TITLE.wav, .mid …")
    parser.add_argument("--licence", required=True, help="of all files, e.g. CC-BY-4.0")
    parser.add_argument("--author", required=True, help="of all files")
    parser.add_argument("--style", help="of all files, instead of the names of their folders")
    asked = parser.parse_args(arguments)
    try:
        engine = url_to_engine(DatabaseSettings().database_url)
    except DatabaseError as error:
        parser.error(str(error))
    catalogue = BeatCatalogue(engine, analyse or _analysis())
    catalogue.fill(folders_to_repertoire())
    found = add_folder(catalogue, asked.folder, asked.licence, asked.author, asked.style)
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
