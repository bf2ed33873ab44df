"""Pattern → strokes: where they stand, how hard they are, and what swing and rolls do."""

import pytest
from unit.beat_service.drums.plain_pattern import pattern

from beat_service.drums.hits import LOUDEST, ROLL_VELOCITY, pattern_to_hits
from beat_service.drums.repertoire import folders_to_repertoire

PATTERNS = {entry.id: entry for style in folders_to_repertoire() for entry in style.patterns}


def test_a_two_step_row_is_read_to_the_step() -> None:
    """Sixteen signs are one bar; a digit is a ninth of the loudest stroke."""
    hits = pattern_to_hits(pattern(steps={"kick": "9... .... 3... ....", "snare": ".... 9..."}), 1)

    assert [(0, "kick", 1), (1, "snare", 1), (2, "kick", 1 / 3), (3, "snare", 1)] == [
        (hit.beat, hit.voice, hit.velocity) for hit in hits
    ]


def test_rolls_divide_their_step() -> None:
    """`t` is three equal strokes within one sixteenth."""
    hits = pattern_to_hits(pattern(steps={"hat": "t... .... .... ....", "kick": "...."}), 1)

    assert pytest.approx([0, 1 / 12, 1 / 6]) == [hit.beat for hit in hits]


def test_swing_delays_every_second_step() -> None:
    """At two thirds, the second sixteenth of a pair stands where a triplet would."""
    swung = pattern(steps={"hat": "99..", "kick": ".... .... .... ...."}, swing=2 / 3)

    assert pytest.approx([0, 1 / 3]) == [hit.beat for hit in pattern_to_hits(swung, 1)[:2]]


def test_tones_are_semitones() -> None:
    """A pitched voice takes its notes from `tones`, rests are the kit's own pitch."""
    steps = {"bass_808": "9... 9... 9... 9...", "kick": "...."}
    toned = pattern(steps=steps, tones={"bass_808": "0... 3... .... b..."})

    assert [0, 3, 0, 11] == [hit.semitones for hit in pattern_to_hits(toned, 1)]


def test_a_short_pattern_is_repeated() -> None:
    """Four bars of a pattern of one are the same bar four times."""
    one, four = (pattern_to_hits(pattern(), bars) for bars in (1, 4))

    assert 4 * len(one) == len(four)
    assert {hit.beat % 4 for hit in four} == {hit.beat for hit in one}


@pytest.mark.parametrize(("sign", "velocity"), [("1", 1 / LOUDEST), ("9", 1.0)])
def test_softest_and_loudest_stroke(sign: str, velocity: float) -> None:
    """A sign from 1 to 9 is a velocity of so many ninths; a rest is no stroke."""
    (hit,) = pattern_to_hits(pattern(steps={"kick": f"{sign}... .... .... ....", "hat": "."}), 1)

    assert velocity == hit.velocity


def test_a_roll_of_two() -> None:
    """`d` is two strokes in one sixteenth, softer than a single one."""
    hits = pattern_to_hits(pattern(steps={"hat": ".... d... .... ....", "kick": "...."}), 1)

    assert pytest.approx([1, 1.125]) == [hit.beat for hit in hits]
    assert [ROLL_VELOCITY] * 2 == [hit.velocity for hit in hits]


def test_triplets_have_three_steps_a_beat() -> None:
    """Twelve signs are a bar of eighth triplets."""
    triplets = pattern(steps={"hat": "999 ... ... ...", "kick": "..."}, steps_per_beat=3)

    assert pytest.approx([0, 1 / 3, 2 / 3]) == [hit.beat for hit in pattern_to_hits(triplets, 1)]


def test_a_long_pattern_is_cut() -> None:
    """One bar of a pattern of two is its first bar."""
    steps = {"kick": "9... .... .... .... 3... .... .... ....", "hat": "...."}
    hits = pattern_to_hits(pattern(steps=steps), 1)

    assert [(0, 1)] == [(hit.beat, hit.velocity) for hit in hits]


@pytest.mark.parametrize("name", PATTERNS)
def test_strokes_of_every_pattern(name: str) -> None:
    """In time order, within the bars asked for, none of them silent or twice."""
    hits = pattern_to_hits(PATTERNS[name], 4)
    beats = [hit.beat for hit in hits]

    assert sorted(beats) == beats
    assert 0 <= beats[0] <= beats[-1] < 4 * PATTERNS[name].beats_per_bar
    assert all(0 < hit.velocity <= 1 and 0 <= hit.semitones < 12 for hit in hits)
    assert len(hits) == len({(hit.beat, hit.voice) for hit in hits})
