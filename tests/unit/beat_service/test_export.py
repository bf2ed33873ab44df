"""`python -m beat_service.export TARGET`, and the way back by `beat_service.add`."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import soundfile
from midi_files import BACKBEAT, meter, raw_midi, strokes, tempo
from unit.beat_service.conftest import fixed_traits

from beat_service import add
from beat_service.beat_list import LIST_NAME
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import url_to_engine
from beat_service.catalogue.description import Description
from beat_service.catalogue.reader import BeatReader
from beat_service.catalogue.tables import Beat
from beat_service.drums.pattern import folder_to_styles
from beat_service.errors import UnknownBeatError
from beat_service.export import (
    beat_to_name,
    bytes_to_suffix,
    export_beats,
    main,
    style_to_folder,
)
from tools.signals import song, to_file

LOOP = to_file(song(8.0, bpm=120.0))
MIXED = raw_midi(
    [tempo(100), *strokes([(0.0, 36), (1.0, 38)], 2, 4), meter(3, 4, 8), (8 * 480, b"\x99\x24\x5a")]
)
REGGAE = [style for style in folder_to_styles() if style.name == "Reggae"]
# What says that a beat is the same, wherever it was added.
SAME = (
    *("title", "style", "kind", "licence", "author", "bpm", "slowest_bpm", "fastest_bpm", "key"),
    *("bars", "meter", "beats", "traits"),
)


def flac() -> bytes:
    """Make a loop that did not come as WAV."""
    file = io.BytesIO()
    soundfile.write(file, song(6.0, bpm=100.0), 22_050, format="FLAC")
    return file.getvalue()


def described(title: str, style: str = "House", **more: Any) -> Description:
    """Describe a beat."""
    return Description(title=title, style=style, licence="CC-BY-4.0", author="Me", **more)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BeatCatalogue]:
    """Fill the database of the commands with beats of each kind, some of them changed."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/beats.db")
    engine = url_to_engine(f"sqlite:///{tmp_path}/beats.db")
    filled = BeatCatalogue(engine, fixed_traits)
    filled.add(LOOP, described("Loop"))
    filled.add(flac(), described("Flac", "A/../B", bpm=101.5, meter="3/4"))
    filled.add(BACKBEAT, described("Backbeat", "Coupé-décalé"))
    filled.add(MIXED, described("Mixed"))
    filled.change("house-loop", {"title": "Renamed", "bpm": 60.0})
    filled.change("coupe-decale-backbeat-bf8a5a4a", {"meter": "3/4", "bpm": 90.0})
    yield filled
    engine.dispose()


def facts(reader: BeatReader) -> list[dict[str, Any]]:
    """List what makes each beat what it is, and what it plays."""
    return sorted(
        (
            {name: getattr(beat, name) for name in SAME} | {"file": reader.uploaded(beat.id)}
            for beat in reader.beats()
        ),
        key=lambda each: str(each["title"]),
    )


def test_the_way_back(
    catalogue: BeatCatalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Beats of every kind come out and go into another catalogue as what they were."""
    folder = tmp_path / "exported"
    assert 0 == main([str(folder)])
    assert "4 exported, 0 failed" in capsys.readouterr().err
    before = facts(catalogue)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    assert 0 == add.main([str(folder)], fixed_traits)
    assert "4 added, 0 there already, 0 skipped, 0 refused" in capsys.readouterr().out

    engine = url_to_engine(f"sqlite:///{tmp_path}/other.db")
    other = BeatCatalogue(engine, fixed_traits)
    ours = [beat.id for beat in other.beats() if beat.kind == "pattern"]
    for beat_id in ours:
        other.delete(beat_id)
    assert before == facts(other)
    engine.dispose()


def test_again_into_the_same_catalogue(
    catalogue: BeatCatalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything is there already, ours too, and no form of a beat is taken for another."""
    catalogue.fill(REGGAE)
    assert 0 == main([str(tmp_path / "all"), "--style", "reggae"])
    assert 0 == main([str(tmp_path / "own"), "--own"])
    capsys.readouterr()
    for folder in ("all", "own"):
        assert 0 == add.main([str(tmp_path / folder)], fixed_traits)
        printed = capsys.readouterr().out
        assert "0 added" in printed
        assert "0 skipped, 0 refused" in printed


def test_names_and_files(catalogue: BeatCatalogue, tmp_path: Path) -> None:
    """A folder for each style, tempo and key in the names, a file as it came beside its WAV."""
    main([str(tmp_path / "exported")])
    found = {
        path.relative_to(tmp_path / "exported").as_posix(): path.read_bytes()
        for path in (tmp_path / "exported").rglob("*")
        if path.is_file()
    }

    assert {
        "beats.json",
        "House/house-loop-60bpm-Am.wav",
        "A____B/a-b-flac-101.5bpm-Am.wav",
        "A____B/a-b-flac-101.5bpm-Am-original.flac",
        "Coupé-décalé/coupe-decale-backbeat-bf8a5a4a-90bpm.wav",
        "Coupé-décalé/coupe-decale-backbeat-bf8a5a4a-90bpm.mid",
        "House/house-mixed-100bpm.wav",
        "House/house-mixed-100bpm.mid",
    } == found.keys()
    assert LOOP == found["House/house-loop-60bpm-Am.wav"]
    assert BACKBEAT == found["Coupé-décalé/coupe-decale-backbeat-bf8a5a4a-90bpm.mid"]
    assert catalogue.wav("house-mixed") == found["House/house-mixed-100bpm.wav"]


def test_own_and_style(catalogue: BeatCatalogue, tmp_path: Path) -> None:
    """Beats of the project can be left out, and one style be asked for, in any case."""
    catalogue.fill(REGGAE)
    for name, options, kinds in (
        ("all", [], {"pattern", "midi", "audio"}),
        ("own", ["--own"], {"midi", "audio"}),
        ("reggae", ["--style", "REGGAE"], {"pattern"}),
    ):
        assert 0 == main([str(tmp_path / name), *options])
        listed = json.loads((tmp_path / name / "beats.json").read_bytes())["beats"]
        assert kinds == {beat["kind"] for beat in listed}


def test_a_zip_is_the_same(catalogue: BeatCatalogue, tmp_path: Path) -> None:
    """The files of the folder, in an archive that is whole."""
    assert catalogue.styles()
    main([str(tmp_path / "folder")])
    assert 0 == main([str(tmp_path / "beats.ZIP")])
    with zipfile.ZipFile(tmp_path / "beats.ZIP") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        for name in names:
            assert (tmp_path / "folder" / name).read_bytes() == archive.read(name)
    assert len([path for path in (tmp_path / "folder").rglob("*") if path.is_file()]) == len(names)


def test_standard_output(
    catalogue: BeatCatalogue, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A dash is a ZIP for a pipe, and what is said of it is said elsewhere."""
    assert catalogue.styles()
    assert 0 == main(["-"])
    written = capfdbinary.readouterr()

    with zipfile.ZipFile(io.BytesIO(written.out)) as archive:
        assert "beats.json" in archive.namelist()
    assert b"4 exported" in written.err


@pytest.mark.parametrize("name", ["full", "there.zip"])
def test_nothing_is_written_over(
    catalogue: BeatCatalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A folder that is not empty, and a file that is there, are refused by their names."""
    assert catalogue.styles()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "there.zip").write_text("mine")
    with pytest.raises(SystemExit):
        main([str(tmp_path / name)])

    assert f"{name}: " in capsys.readouterr().err
    assert "mine" == (tmp_path / "there.zip").read_text()


def test_nothing_to_export(
    catalogue: BeatCatalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No beat is a mistake, and says where they were looked for."""
    assert catalogue.styles()
    assert 1 == main([str(tmp_path / "none"), "--style", "Polka"])

    assert "DATABASE_URL" in capsys.readouterr().err


def test_a_bad_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with the reason and no traceback."""
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/beats")
    with pytest.raises(SystemExit):
        main([str(tmp_path / "x")])

    assert "DATABASE_URL must begin with" in capsys.readouterr().err


def test_a_beat_that_cannot_be_played_is_named(
    catalogue: BeatCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are written, and it is in no list; one that is deleted meanwhile is not missed."""
    written: dict[str, bytes] = {}
    wav = catalogue.wav

    def some(beat_id: str, bpm: float | None = None) -> bytes:
        if beat_id == "house-mixed":
            raise UnknownBeatError
        return b"" if beat_id == "house-loop" else wav(beat_id, bpm)

    monkeypatch.setattr(catalogue, "wav", some)
    monkeypatch.setattr(catalogue, "uploaded", lambda _: b"no audio")
    exported = export_beats(catalogue, written.__setitem__)

    assert ["Backbeat"] == [beat.title for beat in exported.beats]
    assert ["a-b-flac: Unrecognised audio format", "house-loop: Unrecognised audio format"] == (
        sorted(exported.failed)
    )
    assert not any("mixed" in name or "loop" in name for name in written)
    assert LIST_NAME in written


@pytest.mark.parametrize(
    ("style", "folder"),
    [
        ("R&B", "R&B"),
        ("Drum'n'Bass (old)", "Drum'n'Bass (old)"),
        ("Coupé-décalé", "Coupé-décalé"),
        ("..", "__"),
        ("/etc", "_etc"),
        ("C:\\x", "C__x"),
        ("夏" * 80, "夏" * 66),
    ],
)
def test_folders_of_styles(style: str, folder: str) -> None:
    """Readable, and nothing that another system refuses or that leads elsewhere."""
    assert folder == style_to_folder(style)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("F# minor", "a-120bpm-F#m"),
        ("Eb major", "a-120bpm-Eb"),
        (None, "a-120bpm"),
    ],
)
def test_a_name_has_tempo_and_key(key: str | None, name: str) -> None:
    """As DJs write them; a beat without a key has none."""
    assert name == beat_to_name(Beat(id="a", bpm=120.0, key=key))


@pytest.mark.parametrize(
    ("start", "suffix"),
    [
        (b"RIFF\0\0\0\0WAVE", "wav"),
        (b"\0\0\0\x20ftypM4A ", "m4a"),
        (b"\x1a\x45\xdf\xa3\0", "mka"),
        (b"wvpk", "wv"),
        (b"caff\0\x01", "caf"),
    ],
)
def test_what_files_are_called(start: bytes, suffix: str) -> None:
    """By what is in them, with a name that `beat_service.add` takes for audio."""
    assert suffix == bytes_to_suffix(start + bytes(200))
    assert f".{suffix}" in add.SUFFIXES
