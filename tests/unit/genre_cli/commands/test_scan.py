"""`genre scan` as a process, stopped in every way."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tools.processes import ROOT, clean_environment
from tools.signals import song, to_file

N_FILES = 6
ENDED_WITHIN_S = 120


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make short songs, each of its own content."""
    folder = tmp_path_factory.mktemp("music")
    for number in range(N_FILES):
        (folder / f"{number}.wav").write_bytes(to_file(song(4, bpm=90 + 5 * number)))
    return folder


def start(home: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a scan."""
    return subprocess.Popen(
        [sys.executable, "-m", "genre_cli", "scan", "--json", "--processes", "1", *arguments],
        env=clean_environment(GENRE_HOME=str(home), LANG="C"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(scan: subprocess.Popen[str]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Wait for the end; return what was told of files, and the counts."""
    out, err = scan.communicate(timeout=ENDED_WITHIN_S)
    assert "" == err
    *told, last = (json.loads(line) for line in out.splitlines())
    return told, last["scanned"]


def rows(home: Path) -> list[str]:
    """Read the names of the files in the library, each with what was heard."""
    engine = create_engine(f"sqlite:///{home / 'library.db'}")
    with engine.connect() as connection:
        asked = text("SELECT path FROM songs WHERE analysis IS NOT NULL AND sha256 IS NOT NULL")
        found = [Path(path).name for path in connection.scalars(asked)]
    engine.dispose()
    return found


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle_it_goes_on(music: Path, tmp_path: Path, how: signal.Signals) -> None:
    """What was heard is kept and not heard again, and in the end every file is there once."""
    scan = start(tmp_path, music)
    assert scan.stdout is not None
    first = [json.loads(scan.stdout.readline())]
    scan.send_signal(how)
    out, _ = scan.communicate(timeout=ENDED_WITHIN_S)
    first += [line for line in map(json.loads, out.splitlines()) if "file" in line]
    assert (130 if how == signal.SIGINT else -how) == scan.returncode
    kept = rows(tmp_path)
    assert {Path(one["file"]).name for one in first} <= {*kept}
    assert len(kept) < N_FILES

    told, counts = ended(start(tmp_path, music))

    assert {"unchanged": len(kept), "done": N_FILES - len(kept)} == counts
    assert not {Path(one["file"]).name for one in told} & {*kept}
    assert [f"{number}.wav" for number in range(N_FILES)] == sorted(rows(tmp_path))


def test_a_folder_of_odd_files(tmp_path: Path) -> None:
    """Each odd file has its reason, the music is heard, and other files are only counted."""
    folder = tmp_path / "music"
    folder.mkdir()
    shutil.copy(ROOT / "data" / "sample.wav", folder / "no ending")
    (folder / "notes.txt").write_text("words and words")
    (folder / "words.mp3").write_text("words and words")
    (folder / "empty.wav").touch()
    with (folder / "huge.flac").open("wb") as huge:
        huge.truncate(1 << 40)
    (folder / "loop").symlink_to(folder)

    scan = start(tmp_path / "home", folder)
    told, counts = ended(scan)

    problems = {Path(one["file"]).name: one["code"] for one in told if "code" in one}
    assert {
        "words.mp3": "not_audio",
        "empty.wav": "not_audio",
        "huge.flac": "too_large",
    } == problems
    assert {"done": 1, "refused": 3, "other_files": 1} == counts
    assert 1 == scan.returncode


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is told, and the exit status says so."""
    scan = start(tmp_path / "home", tmp_path / "none")
    told, counts = ended(scan)

    assert (["file_not_found"], {}, 1) == ([one["code"] for one in told], counts, scan.returncode)
