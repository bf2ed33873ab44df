"""`python -m beat_service.add FOLDER`."""

from pathlib import Path

import pytest
import soundfile
from midi_files import BACKBEAT
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
    """The samples of a WAV in a FLAC, and strokes in another MIDI file, are the same beats."""
    samples, rate_hz = soundfile.read(folder / "House" / "My Loop.wav", dtype="int16")
    deeper = folder / "Techno" / "old" / "disk 2"
    deeper.mkdir(parents=True)
    soundfile.write(deeper / "copy.flac", samples, rate_hz)
    midi = bytes_to_midi_beat(BACKBEAT)
    again = hits_to_midi(midi.hits, "Another name", 90.0, midi.bars.meter, midi.bars.n_beats)
    (deeper / "copy.mid").write_bytes(again)

    assert 0 == main([str(folder), *OPTIONS], fixed_traits)
    printed = capsys.readouterr().out
    assert "2 added, 2 there already" in printed
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
