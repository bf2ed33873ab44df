"""What the notation of our own pieces means."""

import pytest

from tools.page_music.notation import (
    Note,
    Touch,
    chords_to_bass,
    chords_to_comping,
    name_to_chord,
    name_to_pitch,
    row_to_hits,
    rows_to_drums,
    words_to_melody,
)


def test_names_of_chords_and_pitches() -> None:
    """Letters, sharps, flats, qualities and octaves are those of musicians."""
    assert (10, (0, 4, 7, 11)) == name_to_chord("Bbmaj7")
    assert (6, (0, 3, 7, 10)) == name_to_chord("F#m7")
    assert (0, (0, 4, 7)) == name_to_chord("C")
    assert [60, 69, 73, 58] == [name_to_pitch(name) for name in ("C4", "A4", "C#5", "Bb3")]


@pytest.mark.parametrize("name", ["H7", "Csus", ""])
def test_no_chord(name: str) -> None:
    """A slip of the pen is told."""
    with pytest.raises(ValueError, match=f"no chord: {name}"):
        name_to_chord(name)


@pytest.mark.parametrize("name", ["C", "X4", "4"])
def test_no_pitch(name: str) -> None:
    """A slip of the pen is told."""
    with pytest.raises(ValueError, match=f"no pitch: {name}"):
        name_to_pitch(name)


def test_rows() -> None:
    """A sign says how loud, its place when; blanks are for eyes. Every bar is alike."""
    assert [(0.0, 1.0), (0.75, 1 / 3)] == list(row_to_hits("9. .3", 4))
    hits = rows_to_drums({36: "9. .. .. ..", 42: ".. 9. .. .."}, 2, 2, 90)
    assert [(0, 36), (4, 36), (1, 42), (5, 42)] == [(hit.beat, hit.pitch) for hit in hits]
    assert {90} == {hit.velocity for hit in hits}


def test_comping() -> None:
    """Chords stay in the octave above the lowest pitch; rhythms take turns."""
    rows = "9...............|........9......."
    notes = chords_to_comping(("C", "F"), rows, 59, Touch(0.5, 100))

    assert [(0, 60), (0, 64), (0, 67), (6, 65), (6, 69), (6, 60)] == [
        (note.beat, note.pitch) for note in notes
    ]


def test_bass() -> None:
    """The third is the chord's own, and a point is a rest."""
    notes = chords_to_bass(("C", "Am7"), "0 t . -1", 1, 36, Touch(0.9, 100))

    assert [(0, 36), (1, 40), (3, 35), (4, 45), (5, 48), (7, 44)] == [
        (note.beat, note.pitch) for note in notes
    ]


def test_melody() -> None:
    """Lengths add up, rests too; what is not on a beat is softer."""
    notes = words_to_melody("C4:1 r:.5 E4:.5", Touch(0.5, 100))

    assert [Note(0, 0.5, 60, 100), Note(1.5, 0.25, 64, 92)] == notes
