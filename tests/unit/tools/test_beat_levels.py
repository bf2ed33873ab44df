"""Levels of beats: what is right, what is not, and that ours are right."""

import numpy as np
import pytest

from beat_service.catalogue.catalogue import style_to_beats
from beat_service.catalogue.tables import Beat
from beat_service.drums.repertoire import folders_to_repertoire
from tools import beat_levels
from tools.beat_levels import Level, beat_to_level, loop_to_level

OURS = [beat for style in folders_to_repertoire() for beat in style_to_beats(style)]
RATE_HZ = 44_100


@pytest.mark.parametrize("beat", OURS[::12], ids=lambda beat: str(beat.id))
def test_ours_are_alike(beat: Beat) -> None:
    """−14 LUFS ± 1, true peak of at most −1 dBFS and no click at the seam; every twelfth of them.

    `make beat-levels` measures all, at three tempi.
    """
    level = beat_to_level(beat)

    assert level.is_right, level


@pytest.mark.parametrize(
    ("level", "is_right"),
    [
        (Level(-14.9, -1.0, 1.0), True),
        (Level(-15.1, -1.0, 1.0), False),
        (Level(-12.9, -1.0, 1.0), False),
        (Level(-14.0, -0.9, 1.0), False),
        (Level(-14.0, -1.0, 1.1), False),
    ],
)
def test_limits(level: Level, is_right: bool) -> None:
    """Too quiet, too loud, too high and a click are each a fault."""
    assert is_right == level.is_right


def test_a_cut_tone_clicks() -> None:
    """A sine that ends anywhere has a step at its seam that it has nowhere inside."""
    time_s = np.arange(2 * RATE_HZ) / RATE_HZ
    whole = 0.1 * np.sin(2 * np.pi * 100 * time_s)
    cut = 0.1 * np.sin(2 * np.pi * 100.125 * time_s)

    assert loop_to_level(whole, RATE_HZ).seam <= 1
    assert loop_to_level(cut, RATE_HZ).seam > 5


def test_faults_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names beats that are not right, with their tempo, and ends with 1."""
    monkeypatch.setattr(beat_levels, "folders_to_repertoire", lambda: folders_to_repertoire()[:1])
    monkeypatch.setattr(beat_levels, "beat_to_level", lambda _beat, _bpm: Level(-20.0, -3.0, 0.5))

    assert 1 == beat_levels.main()
    assert "afro-lagos-night at 104.0 BPM" in capsys.readouterr().err


def test_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all are right, the command ends with 0."""
    monkeypatch.setattr(beat_levels, "folders_to_repertoire", lambda: folders_to_repertoire()[:1])
    monkeypatch.setattr(beat_levels, "beat_to_level", lambda _beat, _bpm: Level(-14.0, -3.0, 0.5))

    assert 0 == beat_levels.main()
