"""`python -m beat_service.export TARGET`: write the beats of the catalogue to files.

TARGET is a folder that is new or empty, a new `.zip`, or `-` for a ZIP on standard output. Each
beat is a WAV file and, where it has strokes, a MIDI file, in the folder of its style, with tempo
and key in their names; a recording that came in another format is there as it came too.
`beats.json` describes them all, and `python -m beat_service.add FOLDER` reads it again.
"""

import argparse
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED

from beat_service.beat_list import LIST_NAME, BeatList, ListedBeat
from beat_service.catalogue.database import DatabaseError, DatabaseSettings, url_to_engine
from beat_service.catalogue.reader import BeatReader
from beat_service.catalogue.tables import Beat
from beat_service.catalogue.wav_response import tempo_to_name
from beat_service.errors import BeatError, UnknownBeatError
from music_genre.audio.decoding.containers import bytes_to_container
from music_genre.audio.errors import AudioProcessingError
from music_genre.webapi.messages import PROBLEMS

STANDARD_OUTPUT: Final = "-"
ZIP_SUFFIX: Final = ".zip"
ZIP_LEVEL: Final = 1  # little gets smaller, but not every reader finds the end of what is stored
# Of containers whose files are not called after them.
SUFFIXES: Final = {"MP4": "m4a", "MATROSKA": "mka", "ASF": "wma", "WAVPACK": "wv"}
UNSAFE: Final = re.compile(r"[^\w &'()+-]")  # in names of folders, on one system or another
FOLDER_BYTES: Final = 200  # systems take 255
MINOR: Final = "m"

Write = Callable[[str, bytes], None]


@dataclass
class Exported:
    """What was written, and why a beat was not."""

    beats: list[ListedBeat] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def export_beats(
    reader: BeatReader, write: Write, style: str | None = None, *, own: bool = False
) -> Exported:
    """Write every beat, of one style or of people's own, one after the other, and then the list."""
    exported = Exported()
    for beat in reader.beats(style):
        if own and beat.kind == "pattern":
            continue
        try:
            exported.beats.append(_export_beat(reader, beat, write))
        except UnknownBeatError:
            continue  # deleted meanwhile: it is no beat of the catalogue any more
        except (AudioProcessingError, BeatError) as error:
            title = PROBLEMS[error.code].title
            exported.failed.append(f"{beat.id}: {title}")
    if exported.beats:
        write(LIST_NAME, BeatList(beats=exported.beats).to_json())
    return exported


def _export_beat(reader: BeatReader, beat: Beat, write: Write) -> ListedBeat:
    """Write the files of one beat and describe them."""
    name = f"{style_to_folder(beat.style)}/{beat_to_name(beat)}"
    files = {f"{name}.wav": reader.wav(beat.id)}
    source, midi = f"{name}.wav", None
    if beat.kind != "audio":
        source = midi = f"{name}.mid"
        files[midi] = reader.midi(beat.id)
    elif (original := reader.uploaded(beat.id)) != files[source]:
        source = f"{name}-original.{bytes_to_suffix(original)}"
        files[source] = original
    for path, content in files.items():
        write(path, content)
    return ListedBeat.of(beat, source, f"{name}.wav", midi)


def beat_to_name(beat: Beat) -> str:
    """Name a beat's files with what a music program's user looks for: `house-mine-120bpm-F#m`."""
    name = tempo_to_name(beat.id, beat.bpm)
    tonic, _, mode = (beat.key or "").partition(" ")
    return f"{name}-{tonic}{MINOR if mode == 'minor' else ''}" if tonic else name


def style_to_folder(style: str) -> str:
    """Name a style's folder: no sign that a system refuses, none that leads out of the target."""
    plain = UNSAFE.sub("_", style).encode()[:FOLDER_BYTES].decode(errors="ignore")
    return plain.strip() or "_"


def bytes_to_suffix(encoded: bytes) -> str:
    """Say what files like this are called. Raises `NotAudioError`."""
    container, _ = bytes_to_container(encoded)
    return SUFFIXES.get(container.name, container.name.lower())


@contextmanager
def target_to_writer(target: str) -> Iterator[Write]:
    """Open what files are written to. Raises `OSError` where something is there already."""
    if target == STANDARD_OUTPUT:
        with zipfile.ZipFile(sys.stdout.buffer, "w", ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as out:
            yield out.writestr
        return
    if target.lower().endswith(ZIP_SUFFIX):
        with zipfile.ZipFile(target, "x", ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as out:
            yield out.writestr
        return
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(0, "is not empty: choose a new folder", target)

    def write(name: str, content: bytes) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    yield write


def main(arguments: Sequence[str] | None = None) -> int:
    """Export to the target on the command line; 1 if a beat failed or there was none."""
    parser = argparse.ArgumentParser(prog="python -m beat_service.export", description=__doc__)
    parser.add_argument("target", help="a new folder, a new .zip, or - for standard output")
    parser.add_argument("--style", help="beats of this style alone, in any case")
    parser.add_argument("--own", action="store_true", help="without the beats of the project")
    asked = parser.parse_args(arguments)
    try:
        engine = url_to_engine(DatabaseSettings().database_url)
    except DatabaseError as error:
        parser.error(str(error))
    try:
        with target_to_writer(asked.target) as write:
            exported = export_beats(BeatReader(engine), write, asked.style, own=asked.own)
    except OSError as error:
        parser.error(f"{asked.target}: {error.strerror}")
    finally:
        engine.dispose()
    for line in exported.failed:
        print(line, file=sys.stderr)
    print(f"{len(exported.beats)} exported, {len(exported.failed)} failed", file=sys.stderr)
    if not exported.beats and not exported.failed:
        print("the database that DATABASE_URL names has no such beat", file=sys.stderr)
    return 0 if exported.beats and not exported.failed else 1


if __name__ == "__main__":
    sys.exit(main())
