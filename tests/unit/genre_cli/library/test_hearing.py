"""A file → what is known of it."""

import hashlib
from pathlib import Path

import numpy as np
import soundfile

from genre_cli.answering.local import LocalAnswers
from genre_cli.library.finding import OTHER_FILE
from genre_cli.library.hearing import file_to_heard
from genre_cli.library.sound import encoded_to_sound_sha256
from svm_service.embedding_body import bytes_to_embedding_body
from tools.processes import ROOT
from tools.signals import to_file

SAMPLE = ROOT / "data" / "sample.wav"
NOTHING: frozenset[str] = frozenset()


def test_it_is_what_the_services_say() -> None:
    """Genre, tempo, key, energy and embedding are those of the services' own ways."""
    answers = LocalAnswers("en")
    encoded = SAMPLE.read_bytes()

    heard = file_to_heard(SAMPLE, NOTHING, "en")

    assert heard.sha256 == hashlib.sha256(encoded).hexdigest()
    assert heard.prediction and heard.analysis and heard.embedding is not None
    assert answers.predict(encoded)["ensemble"] == heard.prediction["ensemble"]
    beats = answers.beats(encoded)
    for trait in ("tempo", "key", "energy", "rhythm"):
        assert beats[trait] == heard.analysis[trait]
    svm = answers.bundles.svm
    expected = bytes_to_embedding_body(encoded, 900, svm).embedding
    np.testing.assert_allclose(expected, heard.embedding, atol=1e-3)


def test_fast_hears_less_and_answers_alike(tmp_path: Path) -> None:
    """Genre and key are those of full; only the windows that were heard are told."""
    file = tmp_path / "long.wav"
    samples, rate_hz = soundfile.read(SAMPLE)
    file.write_bytes(to_file(np.tile(samples, (150 * rate_hz) // len(samples) + 1), rate_hz))

    full = file_to_heard(file, NOTHING, "en")
    fast = file_to_heard(file, NOTHING, "en", "fast")

    assert full.prediction and fast.prediction and full.analysis and fast.analysis
    assert full.prediction["ensemble"]["nearest"] == fast.prediction["ensemble"]["nearest"]
    assert full.analysis["key"]["guesses"][0] | {"confidence": 0} == (
        fast.analysis["key"]["guesses"][0] | {"confidence": 0}
    )
    assert 3 == len(fast.prediction["svm"]["segments"]) < len(full.prediction["svm"]["segments"])
    assert full.embedding is not None
    assert fast.embedding is not None
    alike = np.corrcoef(full.embedding, fast.embedding)[0, 1]
    assert alike > 0.9


def test_known_content_is_not_heard() -> None:
    """The checksum is enough."""
    sha256 = hashlib.sha256(SAMPLE.read_bytes()).hexdigest()

    heard = file_to_heard(SAMPLE, frozenset({sha256}), "en")

    assert heard.is_known
    assert heard.prediction is None
    assert encoded_to_sound_sha256(SAMPLE.read_bytes()) == heard.sound_sha256


def test_silence_has_no_embedding(tmp_path: Path) -> None:
    """It is heard, and has nothing to compare."""
    file = tmp_path / "silence.wav"
    file.write_bytes(to_file(np.zeros(5 * 22_050)))

    heard = file_to_heard(file, NOTHING, "en")

    assert heard.embedding is None
    assert heard.analysis and "silence" == heard.analysis["outcome"]


def test_music_is_found_by_its_content(tmp_path: Path) -> None:
    """Whatever it is called; what neither is music nor says so is another file."""
    music, notes = tmp_path / "no ending", tmp_path / "notes.txt"
    music.write_bytes(SAMPLE.read_bytes())
    notes.write_text("words and words and words")

    assert file_to_heard(music, NOTHING, "en").problem is None
    assert {"code": OTHER_FILE} == file_to_heard(notes, NOTHING, "en").problem


def test_problems_have_their_reason(tmp_path: Path) -> None:
    """By the services' codes, and in the person's language."""
    words = tmp_path / "words.mp3"
    words.write_text("words and words and words")

    problem = file_to_heard(words, NOTHING, "fr").problem
    missing = file_to_heard(tmp_path / "none.mp3", NOTHING, "en").problem

    assert problem and ("not_audio", "Format audio non reconnu") == (
        problem["code"],
        problem["title"],
    )
    assert missing and "file_not_found" == missing["code"]


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file with a hole of a terabyte is refused at once."""
    huge = tmp_path / "huge.wav"
    with huge.open("wb") as file:
        file.write(SAMPLE.read_bytes()[:1000])
        file.truncate(1 << 40)

    problem = file_to_heard(huge, NOTHING, "en").problem

    assert problem and "too_large" == problem["code"]
