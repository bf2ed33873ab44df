"""Scores as played, and as recorded."""

import io

import mido
import numpy as np
import pytest
import soundfile

from tools.page_music.notation import Note
from tools.page_music.recording import (
    DRUM_CHANNEL,
    DRUMS,
    RATE_HZ,
    Part,
    Recording,
    Score,
    score_to_midi,
    score_to_waveform,
    swung,
    waveform_to_mp3,
)
from training.playing.sound_fonts import TRAINING_FONT

SCORE = Score(
    bpm=120,
    n_bars=1,
    parts=(
        Part(DRUMS, [Note(beat, 0.2, 36, 100) for beat in range(4)], 100),
        Part(40, [Note(0, 4, 69, 90)], 80),
        Part(32, [Note(0, 4, 45, 90)], 90),
    ),
    recording=Recording(room=0.2, drive=2.0, highest_hz=8_000),
)


def test_each_player_has_a_channel() -> None:
    """Drums are where General MIDI has them; the others have their programs and volumes."""
    messages = list(score_to_midi(SCORE))
    programs = {m.channel: m.program for m in messages if m.type == "program_change"}
    volumes = {m.channel: m.value for m in messages if m.type == "control_change"}
    struck = [m for m in messages if m.type == "note_on"]

    assert {0: 40, 1: 32} == programs
    assert {DRUM_CHANNEL: 100, 0: 80, 1: 90} == volumes
    assert 6 == len(struck)
    assert [36] * 4 == [m.note for m in struck if m.channel == DRUM_CHANNEL]


def test_played_on_time() -> None:
    """Four beats at 120 bpm are half a second apart, give or take what people are off."""
    now_s, beats_s = 0.0, []
    for message in score_to_midi(SCORE):
        now_s += message.time
        if isinstance(message, mido.Message) and message.type == "note_on" and message.channel == 9:
            beats_s.append(now_s)

    np.testing.assert_allclose(np.diff(beats_s), 0.5, atol=0.05)


@pytest.mark.parametrize(
    ("beat", "expected"), [(2.0, 2.0), (2.5, 2.66), (2.25, 2.33), (2.75, 2.83)]
)
def test_swing(beat: float, expected: float) -> None:
    """The second half of a beat comes later; beats stay."""
    assert expected == pytest.approx(swung(beat, 0.66))
    assert beat == pytest.approx(swung(beat, 0.5))


@pytest.mark.usefixtures("sound_font")
def test_recording() -> None:
    """It is as long as its bars and what rings, loud, faded out, and the same each time."""
    waveform = score_to_waveform(SCORE, TRAINING_FONT)

    assert round((2 + 1.2) * RATE_HZ) == len(waveform)
    assert 0.89 == pytest.approx(np.abs(waveform).max())
    assert 0 == waveform[-1]
    np.testing.assert_array_equal(waveform, score_to_waveform(SCORE, TRAINING_FONT))


def test_mp3() -> None:
    """What is coded is heard again."""
    time_s = np.arange(RATE_HZ) / RATE_HZ
    tone = 0.5 * np.sin(2 * np.pi * 440 * time_s)
    again, rate_hz = soundfile.read(io.BytesIO(waveform_to_mp3(tone)))

    assert RATE_HZ == rate_hz
    np.testing.assert_allclose(again[5000:40_000], tone[5000:40_000], atol=0.05)
