"""What training refuses of anybody's folder, and what it leaves out, in words."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from own_music import own_clip, write_own_music

from tools.signals import to_file
from training.genre.custom_dataset import MIN_CLIPS
from training.train import main

Refusal = Callable[..., str]


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write three genres of made music; to be copied, not changed."""
    return write_own_music(tmp_path_factory.mktemp("own") / "music")


@pytest.fixture
def own(music: Path, tmp_path: Path) -> Path:
    """Copy the music, to be spoilt."""
    return Path(shutil.copytree(music, tmp_path / "music"))


@pytest.fixture
def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """Train the SVM on a folder; what is said when that is refused with status 1."""

    def train(data: Path, *options: str, out: Path = tmp_path / "out") -> str:
        options = options or ("--models", "svm")
        assert 1 == main(["--data", str(data), "--out", str(out), *options])
        said = capsys.readouterr().err
        assert "cannot go on: " in said
        return said

    return train


def test_folder_that_is_not_there(tmp_path: Path, refusal: Refusal) -> None:
    """A missing folder is named."""
    assert "nowhere is not a folder" in refusal(tmp_path / "nowhere")


def test_folder_without_genres(own: Path, refusal: Refusal) -> None:
    """Audio beside the genres instead of inside them: the layout is shown."""
    loose = own / "forró"

    assert f"{loose.name}/some genre/song.mp3" in refusal(loose)


def test_one_genre_alone(own: Path, refusal: Refusal) -> None:
    """There must be two genres to tell apart."""
    shutil.rmtree(own / "forró")
    shutil.rmtree(own / "kizomba")

    assert "one genre alone (techno house)" in refusal(own)


def test_too_few_clips(own: Path, refusal: Refusal) -> None:
    """One clip under the minimum: the genre, its count and the minimum are said."""
    (own / "kizomba" / "kizomba 00.wav").unlink()

    said = refusal(own)

    assert f"too few clips: kizomba {MIN_CLIPS - 1}; a genre needs {MIN_CLIPS}" in said


def test_too_few_clips_are_left(own: Path, refusal: Refusal) -> None:
    """A broken file that brings a genre under the minimum is listed before the refusal."""
    (own / "kizomba" / "kizomba 00.wav").write_bytes(b"no audio at all")

    said = refusal(own)

    assert "left out: kizomba/kizomba 00.wav (not audio)" in said
    assert f"that can be read and are no copies of others: kizomba {MIN_CLIPS - 1}" in said


def test_copies_and_broken_files_are_left_out(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same bytes in two genres count once, silence and short files not at all."""
    shutil.copy(own / "forró" / "forró 03.wav", own / "kizomba" / "same.wav")
    (own / "forró" / "silence.wav").write_bytes(to_file(0 * own_clip("forró", 0)))
    (own / "forró" / "short.wav").write_bytes(to_file(own_clip("forró", 0)[:2000]))
    (own / "forró" / "._hidden.wav").write_bytes(b"")
    (own / "covers").mkdir()

    status = main(["--data", str(own), "--out", str(tmp_path / "out"), "--models", "svm"])

    left_out = json.loads((tmp_path / "out" / "report.json").read_text())["data"]["left_out"]
    assert 0 == status
    assert {
        "kizomba/same.wav": "a copy of forró/forró 03.wav",
        "forró/silence.wav": "silent audio",
        "forró/short.wav": "audio too short: duration_s 0.09, minimum_s 1",
    } == left_out
    said = capsys.readouterr().err
    assert "ignored: covers (no audio directly in this folder)" in said
    assert "left out: kizomba/same.wav" in said


def test_foreign_files_are_not_overwritten(own: Path, tmp_path: Path, refusal: Refusal) -> None:
    """A folder with anything but an earlier result is left alone."""
    (tmp_path / "thesis.tex").touch()

    assert "holds" in refusal(own, out=tmp_path)
    assert f"cannot write to {tmp_path / 'thesis.tex'}" in refusal(own, out=tmp_path / "thesis.tex")


def test_weights_that_cannot_be_had(
    own: Path, tmp_path: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ImageNet's weights and without a network, it is said before the audio is read."""
    from keras import applications

    def fail(**_: object) -> None:
        raise Exception("no network")  # as Keras does

    monkeypatch.setenv("VGG19_WEIGHTS", str(tmp_path / "none.npz"))
    monkeypatch.setattr(applications, "VGG19", fail)

    said = refusal(own, "--models", "vgg19")

    assert "set VGG19_WEIGHTS" in said
    assert "--models svm" in said
    assert not (tmp_path / "out" / "cache").exists()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("audio,fold\na.wav,1\n", "needs the columns genre, and audio or clip"),
        ("audio,genre\na.wav,\n", "1 rows of clips.csv name no genre"),
        ("genre,audio\n", "no audio in"),
    ],
)
def test_tables_that_cannot_be_used(own: Path, refusal: Refusal, table: str, message: str) -> None:
    """A table without genres is refused with what it lacks."""
    (own / "clips.csv").write_text(table)

    assert message in refusal(own)


@pytest.mark.parametrize(
    ("folds", "message"),
    [("12", "fold of clips.csv has 1, 2"), ("123", "all of forró is in one fold")],
)
def test_folds_that_cannot_be_used(own: Path, refusal: Refusal, folds: str, message: str) -> None:
    """Folds of a table must be 1, 2 and 3, and no genre may be in one of them alone."""
    rows = ["audio,genre,fold"]
    for path in sorted(own.glob("*/*.wav")):
        genre, number = path.parent.name, int(path.stem[-2:])
        fold = "1" if genre == "forró" else folds[number % len(folds)]
        rows.append(f"{genre}/{path.name},{genre},{fold}")
    (own / "clips.csv").write_text("\n".join(rows))

    assert message in refusal(own)
