"""`from music_genre import predict`."""

import subprocess
import sys
from pathlib import Path

import pytest
from fake_services import prediction, problem
from recommendation import recommendation

import music_genre
from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.local import LocalAnswers
from genre_cli.notebook.song import HeardSong, NotHeardError, Segment, kept_answers
from music_genre import predict
from music_genre.client import UnreachableError
from tools.processes import ROOT, Services, nobody

DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"


def test_a_song() -> None:
    """What was heard is what the services' stages hear, as attributes."""
    song = predict(DISCO)

    body = LocalAnswers("en").predict(DISCO.read_bytes())
    assert ("disco.mp3", "disco", "confident", True) == (
        *(song.name, song.genre, song.outcome, song.is_sure),
    )
    assert body["ensemble"]["probabilities"] == song.probabilities
    assert body["svm"]["segments"][0]["probabilities"] == song.segments[0].probabilities
    assert ("disco", 0.0) == (song.segments[0].genre, song.segments[0].start_s)
    assert 124 == pytest.approx(song.tempo, abs=2)
    assert song.energy is not None
    assert 16 < song.duration_s < 17
    assert str(song).startswith("disco.mp3: disco, sure, 124 BPM")
    assert "png" not in repr(song)
    assert "<img" in song._repr_html_()  # what Jupyter calls
    assert kept_answers(None, "en") is kept_answers(None, "en")


def test_a_server(services: Services) -> None:
    """It says the same, of bytes too."""
    song = predict(DISCO.read_bytes(), server=services.frontend)

    assert ("audio", "disco") == (song.name, song.genre)
    assert predict(DISCO).probabilities == pytest.approx(song.probabilities, abs=1e-3)


def test_what_cannot_be_heard(tmp_path: Path) -> None:
    """Errors have words and a code; those of files are Python's own."""
    with pytest.raises(NotHeardError, match=r"Unrecognised audio format.*\[not_audio\]") as caught:
        predict(b"words and words")
    assert "not_audio" == caught.value.code
    with pytest.raises(NotHeardError, match="Format audio non reconnu"):
        predict(b"words and words", language="fr")
    with pytest.raises(FileNotFoundError):
        predict(tmp_path / "missing.mp3")
    with pytest.raises(NotHeardError, match="not_ready") as unreachable:
        predict(b"sound", server=nobody())
    assert isinstance(unreachable.value.__cause__.__cause__, UnreachableError)  # type: ignore[union-attr]
    with pytest.raises(NobodyAnswersError):
        predict(b"sound", server="localhost")


def test_one_model_has_a_problem() -> None:
    """The other's answer is there all the same."""
    heard = prediction(jazz=0.9)
    body = {"svm": problem("not_ready", 503), "vgg19": heard, "ensemble": None}

    song = HeardSong("a", body, recommendation(), {"duration_s": 30.0})

    assert ("jazz", 1, "A minor", "8A") == (
        *(song.genre, len(song.segments), song.key, song.camelot),
    )
    assert {} == song.tags
    assert "a: jazz, sure, 112.02 BPM, A minor (8A)" == str(song)
    assert None is Segment(0.0, 1.0, None).genre


def test_silence_in_words() -> None:
    """There is no doubt to be told of what has no genre, and no sign of a name that is none."""
    silent = prediction("silence")
    nothing = {"tempo": None, "key": None, "energy": None}

    song = HeardSong("\u202ea", {"svm": silent, "ensemble": silent}, nothing, {"duration_s": 5.0})

    assert "\ufffda: silence" == str(song)
    assert (None, None, None, None) == (song.genre, song.tempo, song.camelot, song.energy)


def test_what_is_not_there() -> None:
    """The door leads nowhere else."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = music_genre.nothing


def test_the_door_costs_nothing() -> None:
    """Who imports the package for a part of it loads none of what `predict` needs."""
    program = (
        "import sys, music_genre, music_genre.translations.catalogues;"
        "print([n for n in sys.modules if n.split('.')[0] in "
        "('genre_cli', 'numpy', 'flask', 'onnxruntime', 'frontend', 'pydantic')])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()
