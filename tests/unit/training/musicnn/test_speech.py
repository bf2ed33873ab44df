"""Speech by programs and by people, both made up here."""

from pathlib import Path

import numpy as np
import pytest
from unit.training.musicnn.made_programs import put_program

from music_genre.audio.constants import SAMPLE_RATE_HZ
from tools.signals import sine, to_file
from training.musicnn import speech
from training.musicnn.sounds import LONGEST_S
from training.musicnn.speech import (
    FEWEST_FILES,
    PAUSE_S,
    RECORDED_S,
    SENTENCES,
    spoken_by_people,
    spoken_by_programs,
)

N_RECORDINGS = 2
WORD_S = 1.0
ESPEAK = """\
if [ "$1" = "--voices" ]; then
  echo "Pty Language       Age/Gender VoiceName          File                 Other Languages"
  echo " 5  af              --/M      Afrikaans          gmw/af"
  echo " 2  en-gb           --/M      English            gmw/en"
  echo " 5  mb-de           --/M      german-mbrola      mb/mb-de1"
  exit 0
fi
echo "$*" >> "{folder}/asked"
case "$2" in mb-*) exit 1;; esac
exec cat "{folder}/spoken.wav"
"""


def put_words(folder: Path, n: int, name: str = "word") -> None:
    """Write `n` recorded words of a speaker, each of its own pitch."""
    folder.mkdir(parents=True)
    for number in range(n):
        word = to_file(sine(200 + 20 * number, WORD_S, 8_000), 8_000)
        (folder / f"{name}{number}.wav").write_bytes(word)


def test_every_voice_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each voice reads sentences, languages are sources; one whose program fails is left out."""
    (tmp_path / "spoken.wav").write_bytes(to_file(sine(300, 12, 16_000), 16_000))
    put_program(tmp_path, "espeak-ng", ESPEAK.replace("{folder}", str(tmp_path)), monkeypatch)

    sounds = list(spoken_by_programs())

    assert ["espeak af", "espeak en"] == [sound.source for sound in sounds]
    assert {"speech"} == {sound.kind for sound in sounds}
    assert {int(LONGEST_S * SAMPLE_RATE_HZ)} == {len(sound.samples) for sound in sounds}
    asked = (tmp_path / "asked").read_text()
    assert 3 == asked.count("--stdout")
    assert 6 == sum(asked.count(sentence) for sentence in SENTENCES)
    assert [s.name for s in sounds] == [s.name for s in spoken_by_programs()]


def test_machine_without_the_program_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where espeak-ng is missing there is no such speech."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert [] == list(spoken_by_programs())


def test_words_are_joined_by_speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each speaker has so many recordings of 2 to 10 s, always the same; beeps are no words."""
    voices = tmp_path / "voices"
    for speaker in ("anna", "ben"):
        put_words(voices / speaker, 30)
    (voices / "anna" / "beep.wav").write_bytes(b"no audio: reading it would fail")
    monkeypatch.setattr(speech, "RECORDED", {voices: N_RECORDINGS})

    sounds, again = list(spoken_by_people()), list(spoken_by_people())

    assert ["voices anna"] * 2 + ["voices ben"] * 2 == [sound.source for sound in sounds]
    assert len(sounds) == len({sound.name for sound in sounds})
    for one, other in zip(sounds, again, strict=True):
        shortest_s, longest_s = RECORDED_S
        length_s = len(one.samples) / SAMPLE_RATE_HZ
        assert shortest_s <= length_s <= longest_s + WORD_S + PAUSE_S[1]
        np.testing.assert_array_equal(one.samples, other.samples)


def test_words_are_not_said_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a speaker's words are used up, nothing is left for the next recording."""
    put_words(tmp_path / "voices" / "anna", FEWEST_FILES)
    monkeypatch.setattr(speech, "RECORDED", {tmp_path / "voices": 30})

    lengths_s = [len(sound.samples) / SAMPLE_RATE_HZ for sound in spoken_by_people()]

    assert 30 == len(lengths_s)
    assert FEWEST_FILES * WORD_S < sum(lengths_s) <= FEWEST_FILES * (WORD_S + PAUSE_S[1])
    assert 0 == lengths_s[-1]


def test_speaker_with_few_words_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven words are too few, also with a silence beside them, and a link is no speaker."""
    voices = tmp_path / "voices"
    put_words(voices / "few", FEWEST_FILES - 1)
    (voices / "few" / "silence.wav").write_bytes(to_file(np.zeros(8_000), 8_000))
    put_words(tmp_path / "elsewhere", FEWEST_FILES)
    (voices / "link").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(speech, "RECORDED", {voices: 1, tmp_path / "nowhere": 1})

    assert [] == list(spoken_by_people())
