"""Patterns: what the files hold, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError
from unit.beat_service.drums.plain_pattern import pattern

from beat_service.drums.hits import pattern_to_hits
from beat_service.drums.pattern import Voice, folder_to_styles

STYLES = folder_to_styles()
ASKED_FOR = {
    *("Afro", "Amapiano", "Trap", "Boom Bap", "Drill", "House", "Techno", "Drum and Bass"),
    *("Dancehall", "Reggae", "Reggaeton", "Disco", "Funk", "Rock", "Pop", "Metal", "Jazz Swing"),
    *("Blues Shuffle", "Country Train", "Bossa Nova", "Latin", "Soul"),
}
FEWEST_PATTERNS = 3


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


@pytest.mark.parametrize(
    ("meter", "kick", "bars", "steps_per_bar"),
    [
        ("4/4", "9... .... .... ....", 1, 16),
        ("3/4", "9... .... ....", 1, 12),
        ("6/8", "9..... 9.....", 1, 12),
        ("7/8", "9... .... .... .. | 9... .... .... ..", 2, 14),
        ("5/4", "9... .... .... .... ....", 1, 20),
    ],
)
def test_bars_of_other_meters(meter: str, kick: str, bars: int, steps_per_bar: int) -> None:
    """A bar has as many steps as its meter, and strokes repeat after it."""
    made = pattern(meter=meter, steps={"kick": kick, "hat": "9."})
    kicks = [hit.beat for hit in pattern_to_hits(made, 4) if hit.voice == Voice.KICK]

    assert (bars, steps_per_bar) == (made.bars, made.steps_per_bar)
    assert made.beats_per_bar == steps_per_bar / 4
    assert [4 * bar * made.beats_per_bar / 4 for bar in range(4)] == [
        beat for beat in kicks if not beat % made.beats_per_bar
    ]


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
        ({"meter": "7/8"}, "16 steps are not 1, 2 or 4 bars"),
        ({"meter": "4/3"}, "meter"),
        ({"meter": "7/8", "steps_per_beat": 3}, "do not fill a bar of 7/8"),
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


@pytest.mark.parametrize(("bpm", "fits"), [(40, True), (39.9, False), (240, True), (240.1, False)])
def test_slowest_and_fastest_tempo(bpm: float, fits: bool) -> None:
    """A beat goes from 40 to 240 bpm and not beyond."""
    if fits:
        assert bpm == pattern(bpm=bpm).bpm
    else:
        with pytest.raises(ValidationError, match="bpm"):
            pattern(bpm=bpm)
