"""`python -m beat_service.add FOLDER`."""

import json
from pathlib import Path
from typing import Any

import pytest
import soundfile
from midi_files import BACKBEAT, midi_file
from unit.beat_service.conftest import fixed_traits

from beat_service.add import main
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import url_to_engine
from beat_service.drums.midi import bytes_to_midi_beat
from beat_service.drums.midi_export import hits_to_midi
from tools.signals import song, to_file

OPTIONS = ["--licence", "CC-BY-4.0", "--author", "Me"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write two beats of two styles, and files that are none."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/beats.db")
    for name, content in {
        "House/My Loop.wav": to_file(song(8.0, bpm=120.0)),
        "Gqom/Backbeat.mid": BACKBEAT,
        "House/.hidden.wav": b"",
        "House/cover.jpg": b"",
    }.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_bytes(content)
    return tmp_path / "mine"


def test_a_whole_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every beat of the folder is in the catalogue, beside ours; its style is its folder."""
    assert 0 == main([str(folder), *OPTIONS], fixed_traits)

    engine = url_to_engine(f"sqlite:///{folder.parent}/beats.db")
    catalogue = BeatCatalogue(engine, fixed_traits)
    assert "My Loop" == catalogue.beat("house-my-loop").title
    assert "Gqom" == catalogue.beat("gqom-backbeat").style
    assert {"Afro", "Gqom"} <= set(catalogue.styles())
    assert "2 added, 0 there already, 1 skipped, 0 refused" in capsys.readouterr().out
    engine.dispose()


def test_refused_files_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One bad file does not keep out the others, is named with its reason, and fails the run."""
    (folder / "House" / "bad.wav").write_text("no audio")
    (folder / "House" / f"{'long' * 30}.wav").write_bytes(to_file(song(2.0)))

    assert 1 == main([str(folder), *OPTIONS], fixed_traits)
    printed = capsys.readouterr()
    assert "2 added, 0 there already, 1 skipped, 2 refused" in printed.out
    assert "House/bad.wav: Unrecognised audio format." in printed.err
    assert "at most 80 characters" in printed.err


def test_again_is_no_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run adds nothing, says so of each file, and ends with 0."""
    main([str(folder), *OPTIONS], fixed_traits)
    capsys.readouterr()

    assert 0 == main([str(folder), *OPTIONS], fixed_traits)
    printed = capsys.readouterr().out
    assert "0 added, 2 there already, 1 skipped, 0 refused" in printed
    assert "there already: House/My Loop.wav: the same as house-my-loop" in printed
    assert "skipped: House/cover.jpg: neither audio nor MIDI by its name" in printed


def test_duplicates_are_found_by_content(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The samples of a WAV in a FLAC, and strokes in another MIDI file, are the same beats.

    The same strokes at another tempo are another beat.
    """
    samples, rate_hz = soundfile.read(folder / "House" / "My Loop.wav", dtype="int16")
    deeper = folder / "Techno" / "old" / "disk 2"
    deeper.mkdir(parents=True)
    soundfile.write(deeper / "copy.flac", samples, rate_hz)
    midi = bytes_to_midi_beat(BACKBEAT)
    for name, bpm in (("copy", 96.0), ("slower", 90.0)):
        again = hits_to_midi(midi.hits, "Another name", bpm, midi.bars.meter, midi.bars.n_beats)
        (deeper / f"{name}.mid").write_bytes(again)

    assert 0 == main([str(folder), *OPTIONS], fixed_traits)
    printed = capsys.readouterr().out
    assert "3 added, 2 there already" in printed
    assert "Techno/old/disk 2/copy.flac: the same as house-my-loop" in printed
    assert "Techno/old/disk 2/copy.mid: the same as gqom-backbeat" in printed


def test_another_beat_of_the_same_name_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name is taken by a beat that sounds different: somebody has to choose."""
    (folder / "House" / "more").mkdir()
    (folder / "House" / "more" / "My Loop.wav").write_bytes(to_file(song(8.0, bpm=100.0)))

    assert 1 == main([str(folder), *OPTIONS], fixed_traits)
    assert "House/more/My Loop.wav: " in capsys.readouterr().err


def test_a_style_for_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files in no folder of a style are skipped, unless a style is said."""
    (folder / "Gqom" / "Backbeat.mid").rename(folder / "Backbeat.mid")
    main([str(folder), *OPTIONS], fixed_traits)

    assert "skipped: Backbeat.mid: in no folder of a style" in capsys.readouterr().out
    assert 0 == main([str(folder), *OPTIONS, "--style", "Kwaito"], fixed_traits)
    assert "1 added, 1 there already, 1 skipped, 0 refused" in capsys.readouterr().out


def test_what_a_list_says_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Above folders and options; a copy is passed over, and what is missing or amiss is named."""
    loop: dict[str, Any] = {"file": "House/My Loop.wav", "audio": "House/My Loop.wav"}
    loop |= {"title": "Listed", "style": "Gqom", "kind": "audio", "bpm": 60, "meter": "3/4"}
    loop |= {"licence": "CC0-1.0", "author": "You"}
    beat = loop | {"file": "Gqom/Backbeat.mid", "audio": "House/copy.wav", "kind": "midi"}
    beat["title"] = "Other"
    gone, fast = beat | {"file": "gone.mid"}, beat | {"file": "House/fast.mid", "bpm": 999}
    ours = beat | {"file": "House/ours.mid", "kind": "pattern"}
    (folder / "beats.json").write_text(json.dumps({"beats": [loop, beat, gone, fast, ours]}))
    (folder / "House" / "copy.wav").write_bytes(to_file(song(2.0)))
    for name in ("fast", "ours"):
        (folder / "House" / f"{name}.mid").write_bytes(BACKBEAT)
    (folder / "House" / "new.mid").write_bytes(midi_file([(0, 36, 90)]))

    assert 1 == main([str(folder), "--author", "Me", "--style", "Techno"], fixed_traits)
    printed = capsys.readouterr()
    assert "2 added, 1 there already, 2 skipped, 2 refused" in printed.out
    assert "skipped: House/new.mid: not in beats.json; say --licence and --author" in printed.out
    assert "there already: House/ours.mid: a beat of the project" in printed.out
    assert "gone.mid: in beats.json, but not in the folder" in printed.err
    assert "House/fast.mid: Input should be less than or equal to 240" in printed.err
    engine = url_to_engine(f"sqlite:///{folder.parent}/beats.db")
    added = BeatCatalogue(engine, fixed_traits).beat("gqom-listed")
    assert ("CC0-1.0", "You", 60.0, "3/4") == (added.licence, added.author, added.bpm, added.meter)
    engine.dispose()


@pytest.mark.parametrize("options", [[], ["--licence", "CC0-1.0"], ["--author", "Me"]])
def test_without_a_list_somebody_has_to_say_whose_they_are(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """Licence and author of all files are asked for before anything is added."""
    with pytest.raises(SystemExit):
        main([str(folder), *options], fixed_traits)

    assert "say --licence and --author" in capsys.readouterr().err


def test_a_broken_list_is_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and nothing is added by guessing."""
    (folder / "beats.json").write_text("{")
    with pytest.raises(SystemExit):
        main([str(folder), *OPTIONS], fixed_traits)

    assert "beats.json: " in capsys.readouterr().err


def test_an_empty_folder_is_a_mistake(folder: Path) -> None:
    """A folder in which nothing was found ends with 1."""
    assert 1 == main([str(folder / "elsewhere"), *OPTIONS], fixed_traits)


def test_a_bad_database_is_a_mistake_of_use(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with the reason and no traceback."""
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/beats")
    with pytest.raises(SystemExit):
        main([str(folder), *OPTIONS], fixed_traits)

    assert "DATABASE_URL must begin with" in capsys.readouterr().err
