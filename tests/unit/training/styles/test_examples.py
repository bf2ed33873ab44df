"""Examples of rhythms to train and to measure on."""

from pathlib import Path

import numpy as np
import pytest
from unit.training.made_performances import backbeat
from unit.training.styles.made_examples import OTHERS, PATTERNS

from beat_service.drums.pattern import folder_to_styles, pattern_to_tempi
from training.playing.performances import EXCERPT_S
from training.playing.sound_fonts import performance_to_midi
from training.styles.examples import (
    TEMPO_STEPS,
    UNHEARD,
    groove_examples,
    played_patterns,
    rows_to_examples,
    together,
)

STYLES = folder_to_styles()
BACKBEAT = backbeat(64)
INFO = """drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,duration,split
d,s,a/1,rock,120,beat,4-4,1.mid,32.0,validation
d,s,a/2,funk,120,beat,4-4,1.mid,32.0,validation
d,s,a/3,funk,120,beat,4-4,1.mid,32.0,train
"""


def test_joined_examples_keep_every_field() -> None:
    """Sets that are put together in any order keep what is known of each row."""
    joined = together(OTHERS, PATTERNS)

    assert [True, True, False, False, False] == joined.is_mixed.tolist()
    assert ["no drums/1", "a/1", "b/2", "four", "shuffle"] == joined.names.tolist()


@pytest.mark.parametrize("odd", [0, 1])
def test_training_and_measuring_have_other_tempi(odd: int) -> None:
    """Training takes the even eighths of a pattern's range, measuring the odd ones."""
    style = STYLES[0]
    pattern = style.patterns[0]
    slowest, fastest = pattern_to_tempi(pattern, style)

    played = list(played_patterns([style], 20, odd, np.random.default_rng(odd)))

    eighths = [
        (entry.bpm - slowest) / (fastest - slowest) * TEMPO_STEPS
        for entry in played
        if entry.name == pattern.id
    ]
    assert 20 == len(eighths)
    assert {odd} == {int(eighth) % 2 for eighth in eighths}
    assert 20 * len(style.patterns) == len(played)


def test_rows_are_named_after_what_was_played() -> None:
    """Each vector has its performance's name and style, and its part of the bank."""
    rows = [np.full(3, number, np.float32) for number in range(2)]

    made = rows_to_examples(rows, [BACKBEAT, BACKBEAT], np.array([2, UNHEARD]), is_mixed=True)

    assert (2, 3) == made.vectors.shape
    assert ["backbeat"] * 2 == made.names.tolist()
    assert ["Rock"] * 2 == made.styles.tolist()
    assert [2, UNHEARD] == made.parts.tolist()
    assert made.is_mixed.all()


def test_groove_is_played_on_the_held_out_kit(tmp_path: Path) -> None:
    """Performances of the part that is asked for become vectors; the same strokes, the same one."""
    (tmp_path / "info.csv").write_text(INFO)
    performance_to_midi(BACKBEAT).save(tmp_path / "1.mid")

    made = groove_examples(tmp_path, "validation")

    assert BACKBEAT.n_beats * 60 / BACKBEAT.bpm > EXCERPT_S
    assert (["a/1", "a/2"], ["Rock", "Funk"]) == (made.names.tolist(), made.styles.tolist())
    assert {UNHEARD} == set(made.parts.tolist())
    assert not made.is_mixed.any()
    np.testing.assert_array_equal(made.vectors[0], made.vectors[1])
    assert np.isfinite(made.vectors).all()
    assert made.vectors.any()
