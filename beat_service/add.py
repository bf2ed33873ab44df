"""`python -m beat_service.add FOLDER --licence … --author …`: add a folder of beats.

The folder holds one folder for each style, and these the files: `FOLDER/Afro/Lagos Night.wav`.
Each file is a beat whose title is its name; `data/README.md` says more.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
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
from beat_service.errors import BeatError
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.decode import READABLE_SUFFIXES
from music_genre.audio.errors import AudioProcessingError
from music_genre.webapi.messages import PROBLEMS

SUFFIXES: Final = {*READABLE_SUFFIXES, ".mid", ".midi"}


def folder_to_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """List style and file of every beat, in order; other files are left alone."""
    for file in sorted(folder.glob("*/*")):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith("."):
            yield file.parent.name, file


def add_folder(
    catalogue: BeatCatalogue, folder: Path, licence: str, author: str
) -> tuple[int, list[str]]:
    """Add every file; count those added, and say what was wrong with each of the others."""
    added, refused = 0, []
    for style, file in folder_to_files(folder):
        try:
            description = Description(title=file.stem, style=style, licence=licence, author=author)
            catalogue.add(file.read_bytes(), description)
            added += 1
        except (AudioProcessingError, BeatError) as error:
            message = PROBLEMS[error.code].en
            refused.append(
                f"{style}/{file.name}: {message.title}. {message.detail}".format(**error.facts)
            )
        except ValidationError as error:
            refused.append(f"{style}/{file.name}: {error.errors()[0]['msg']}")
    return added, refused


def main(arguments: Sequence[str] | None = None, analyse: Analyse | None = None) -> int:
    """Add the folder named on the command line; 1 if a file was refused or there was none."""
    parser = argparse.ArgumentParser(prog="python -m beat_service.add", description=__doc__)
    parser.add_argument("folder", type=Path, help="STYLE/TITLE.wav, .mid …")
    parser.add_argument("--licence", required=True, help="of all files, e.g. CC-BY-4.0")
    parser.add_argument("--author", required=True, help="of all files")
    asked = parser.parse_args(arguments)
    try:
        engine = url_to_engine(DatabaseSettings().database_url)
    except DatabaseError as error:
        parser.error(str(error))
    catalogue = BeatCatalogue(engine, analyse or _analysis())
    catalogue.fill(folders_to_repertoire())
    added, refused = add_folder(catalogue, asked.folder, asked.licence, asked.author)
    engine.dispose()
    print(f"{added} added, {len(refused)} refused")
    for line in refused:
        print(line, file=sys.stderr)
    return 0 if added and not refused else 1


def _analysis() -> Analyse:
    """Load the analysis that the service itself uses."""
    return model_to_analyse(folder_to_analysis_model(ANALYSIS_DIR), StyleModel())


if __name__ == "__main__":
    sys.exit(main())
