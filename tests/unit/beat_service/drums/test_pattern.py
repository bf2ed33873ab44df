"""Patterns: what the files hold, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from beat_service.drums.hits import pattern_to_hits
from beat_service.drums.pattern import Pattern, Voice, folder_to_styles

STYLES = folder_to_styles()
ASKED_FOR = {
    *("Afro", "Amapiano", "Trap", "Boom Bap", "Drill", "House", "Techno", "Drum and Bass"),
    *("Dancehall", "Reggae", "Reggaeton", "Disco", "Funk", "Rock", "Pop", "Metal", "Jazz Swing"),
    *("Blues Shuffle", "Country Train", "Bossa Nova", "Latin", "Soul"),
}
FEWEST_PATTERNS = 3


def pattern(**changes: Any) -> Pattern:
    """A plain beat, with changes."""
    plain: dict[str, Any] = {
        "id": "plain",
        "title": "Plain",
        "bpm": 120,
        "kit": "studio",
        "steps": {"kick": "9... .... 9... ....", "snare": ".... 9... .... 9..."},
    }
    return Pattern.model_validate(plain | changes)


def test_every_style_asked_for_is_there() -> None:
    """The catalogue holds the styles that people ask for, each with three patterns or more."""
    assert ASKED_FOR <= {style.name for style in STYLES}
    assert all(len(style.patterns) >= FEWEST_PATTERNS for style in STYLES)


def test_ids_and_rhythms_are_unique() -> None:
    """No id stands twice, and no rhythm is sold under two names."""
    patterns = [entry for style in STYLES for entry in style.patterns]
    rhythms = {
        frozenset((hit.beat, hit.voice) for hit in pattern_to_hits(entry, bars=4))
        for entry in patterns
    }

    assert len(patterns) == len({entry.id for entry in patterns})
    assert len(patterns) == len(rhythms)


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


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"steps": {"kick": "9...", "snare": "...."}}, "are not 1, 2 or 4 bars"),
        ({"steps": {"kick": "9... .... .... ....", "hat": "9.9"}}, "hat has 3 steps of 16"),
        ({"steps": {"kick": "9... .... .... ....", "gong": "...."}}, "steps.gong"),
        ({"steps": {"kick": "x... .... .... ....", "hat": "...."}}, "steps.kick"),
        ({"swing": 0.6, "steps_per_beat": 3, "steps": {"kick": "9.. ... ... ...", "hat": "..."}},
         "triplets swing"),
        ({"tones": {"kick": "0..."}}, "no pitch"),
        ({"bpm": 300}, "bpm"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(changes: dict[str, Any], reason: str) -> None:
    """A fault in a pattern file is named."""
    with pytest.raises(ValidationError, match=reason):
        pattern(**changes)


def test_every_voice_is_played_somewhere() -> None:
    """The kit holds no piece that no pattern uses."""
    played = {voice for style in STYLES for entry in style.patterns for voice in entry.steps}

    assert set(Voice) == played
