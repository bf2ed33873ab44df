"""`make train-sounds`: from sounds to the network with its heads, and the report of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from unit.training.musicnn.made_weights import made_weights

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.evidence import SOUNDS
from music_genre.audio.onnx_graph import OnnxGraph
from svm_service.learnt import OUTPUTS, patches_to_learnt
from svm_service.patches import musicnn_mel_to_patches, waveform_to_musicnn_mel
from tools.signals import sine, song
from training.data.dataset import Clip, DatasetError
from training.musicnn import train
from training.musicnn.sound_heads import GTZAN_LOST, MUSIC_LOST, SoundTable
from training.musicnn.sounds import LabelledSound
from training.musicnn.train import main, table_to_heads

N_SOURCES = 8  # of each kind


def made_table() -> SoundTable:
    """Make ten easy sounds of each of eight sources of each kind, and of GTZAN."""
    random = np.random.default_rng(0)
    kinds: list[str] = []
    sources: list[str] = []
    is_gtzan: list[bool] = []
    for kind, gtzan in (*((kind, False) for kind in SOUNDS), ("music", True)):
        for source in range(N_SOURCES):
            kinds += [kind] * 10
            sources += [f"GTZAN, fold {source}" if gtzan else f"{kind} {source}"] * 10
            is_gtzan += [gtzan] * 10
    numbers = np.array([SOUNDS.index(kind) for kind in kinds])
    features = random.normal(0, 0.5, (len(kinds), 10))
    features[np.arange(len(kinds)), numbers] += 3
    features[np.array(is_gtzan), 9] += 3
    return SoundTable(features.astype(np.float32), numbers, sources, np.array(is_gtzan))


def made_sounds() -> Iterator[LabelledSound]:
    """Make a few seconds of every kind, from several sources."""
    random = np.random.default_rng(0)
    for number in range(N_SOURCES):
        noise = random.normal(0, 0.1 + number / 50, 2 * SAMPLE_RATE_HZ)
        clicks = np.zeros(2 * SAMPLE_RATE_HZ)
        clicks[:: 5_000 + 300 * number] = 1
        for kind, samples in (
            ("music", song(2, bpm=80 + 10 * number)),
            ("noise", noise),
            ("tone", sine(200 + 50 * number, 2)),
            ("speech", noise * np.sin(2 * np.pi * 4 * np.arange(len(noise)) / SAMPLE_RATE_HZ)),
            ("other", clicks),
        ):
            yield LabelledSound(kind, kind, f"{kind} {number}", samples.astype(np.float32))


def made_clips() -> list[Clip]:
    """Make clips with audio of three folds, and one without audio."""
    log_mel = np.zeros((128, 20), np.float32)
    clips = [
        Clip(
            f"{number}",
            "polka",
            "all",
            "123"[number % 3],
            log_mel,
            musicnn_mel=waveform_to_musicnn_mel(song(3, bpm=85 + 9 * number).astype(np.float32)),
        )
        for number in range(6)
    ]
    return [*clips, Clip("mute", "polka", "all", "1", log_mel)]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything be written into a folder, from made weights, sounds and clips."""
    monkeypatch.setenv("BUILD_DIR", str(tmp_path / "build"))
    monkeypatch.setattr(train, "NETWORK", tmp_path / "learnt.onnx")
    monkeypatch.setattr(train, "SOUNDS_REPORT", tmp_path / "sounds.json")
    monkeypatch.setattr(train, "wheel_to_weights", lambda *_: made_weights())
    monkeypatch.setattr(train, "all_sounds", made_sounds)
    monkeypatch.setattr(train, "folder_to_clips", lambda _: made_clips())
    return tmp_path


def test_report_of_an_easy_table() -> None:
    """Kinds that differ are recognised by heads of other sources, and little music is lost."""
    _, _, report = table_to_heads(made_table())

    counts = dict.fromkeys(SOUNDS, 80) | {"music": 160}
    assert counts == report["n_sounds"]
    assert dict.fromkeys(SOUNDS[1:], 1.0) == report["recognised"] == report["kind_right"]
    assert MUSIC_LOST == pytest.approx(report["gtzan_lost"], abs=1 / 80)
    assert GTZAN_LOST == pytest.approx(report["gtzan_called_foreign"], abs=1 / 80)
    by_source = report["foreign_called_foreign"]
    assert {f"music {n}" for n in range(N_SOURCES)} == by_source.keys()
    assert min(by_source.values()) >= 0.9
    assert 0 < report["music_from"] < 1
    assert 0 < report["foreign_from"] < 1


def test_foreign_head_gives_the_odds() -> None:
    """One column says of which of two sides music is: foreign above zero, GTZAN's under it."""
    table = made_table()

    of_kinds, of_foreign, _ = table_to_heads(table)

    assert ((10, len(SOUNDS)), (10, 1)) == (of_kinds.weights.shape, of_foreign.weights.shape)
    music = table.features[table.is_music]
    is_foreign = (music @ of_foreign.weights + of_foreign.bias)[:, 0] > 0
    assert (is_foreign == ~table.is_gtzan[table.is_music]).mean() > 0.97
    named = (table.features @ of_kinds.weights + of_kinds.bias).argmax(axis=1)
    assert (named == table.kinds).mean() > 0.97


def test_music_of_the_genres_is_not_taught_as_foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source whose music is of one of the genres has no part in what foreign music is."""
    monkeypatch.setattr(train, "OF_THE_GENRES", frozenset({"music 0"}))

    _, _, report = table_to_heads(made_table())

    by_source = report["foreign_called_foreign"]
    assert {f"music {n}" for n in range(1, N_SOURCES)} == by_source.keys()
    assert 160 == report["n_sounds"]["music"]


def test_command_writes_network_and_report(
    places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The network that is written answers as a service asks it; the report is printed too."""
    assert 0 == main()

    graph = OnnxGraph(places / "learnt.onnx", 1)
    assert set(OUTPUTS) <= graph.outputs
    tone = waveform_to_musicnn_mel(sine(320, 3).astype(np.float32))
    sound = patches_to_learnt(musicnn_mel_to_patches(tone), graph).sound
    assert SOUNDS.index("tone") == sound.kinds.argmax()
    report = json.loads((places / "sounds.json").read_text())
    assert {"music": N_SOURCES + 6, "noise": N_SOURCES} == {
        kind: report["n_sounds"][kind] for kind in ("music", "noise")
    }
    printed = capsys.readouterr().out
    assert f"music_from: {report['music_from']}" in printed
    assert "now `make train`" in printed


def test_missing_wheel_is_said(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the wheel nothing is written, and what to fetch is said."""

    def missing(*_: object) -> None:
        raise FileNotFoundError(2, "No such file", "musicnn.whl")

    monkeypatch.setattr(train, "wheel_to_weights", missing)

    assert 1 == main()
    assert "pip download --no-deps musicnn==0.1.0" in capsys.readouterr().out
    assert not (places / "learnt.onnx").exists()


def test_missing_sounds_are_said(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A kind of which the machine has no sounds is named, and the old network stays."""
    monkeypatch.setattr(
        train, "all_sounds", lambda: (s for s in made_sounds() if s.kind in {"music", "tone"})
    )

    assert 1 == main()
    assert "no sounds of noise, other, speech; install the packages" in capsys.readouterr().out
    assert not (places / "learnt.onnx").exists()


def test_missing_data_are_said(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without GTZAN's audio nothing is learnt."""

    def missing(_: Path) -> None:
        raise DatasetError("nowhere is not a folder")

    monkeypatch.setattr(train, "folder_to_clips", missing)

    assert 1 == main()
    assert "cannot go on: nowhere is not a folder" in capsys.readouterr().out
    assert not (places / "learnt.onnx").exists()
