"""Ticks → beats."""

import pytest
from midi_files import film_file, raw_midi, tempo

from beat_service.drums.midi_clock import ticks_to_beats
from beat_service.drums.midi_file import bytes_to_midi_file


def beats_of(encoded: bytes, said_bpm: float | None = None) -> list[float]:
    """Read the beats of a file's notes."""
    file = bytes_to_midi_file(encoded)
    clock = ticks_to_beats(file, file.tracks[0], said_bpm)
    return [clock(note.ticks) for note in file.tracks[0].notes]


def test_a_file_that_counts_beats() -> None:
    """No tempo moves a stroke."""
    strokes = [(240 * n, b"\x99\x24\x64") for n in range(4)]

    assert [0, 0.5, 1, 1.5] == beats_of(
        raw_midi([tempo(60), tempo(140, at_beat=1), *strokes]), 99.0
    )


SECONDS = [(0.5 * n, 36, 100) for n in range(4)]


@pytest.mark.parametrize(
    ("bpm", "said", "beats"),
    [
        (None, None, [0, 0.5, 1, 1.5]),
        (None, 120.0, [0, 1, 2, 3]),
        (90.0, None, [0, 0.75, 1.5, 2.25]),
        (90.0, 120.0, [0, 0.75, 1.5, 2.25]),
    ],
)
@pytest.mark.parametrize("frames_per_s", [24, 25, 29, 30])
def test_a_film(
    bpm: float | None, said: float | None, beats: list[float], frames_per_s: int
) -> None:
    """Its own tempo says where beats are, else the one that is said, else a second is one."""
    file = film_file(SECONDS, bpm, frames_per_s)

    assert beats == pytest.approx(beats_of(file, said), abs=1e-3)


def test_a_film_whose_tempo_changes() -> None:
    """A second at 60 is a beat, the next at 120 are two."""
    change = (1000, b"\xff\x51\x03" + (500_000).to_bytes(3, "big"))
    file = raw_midi(
        [tempo(60), change, *((500 * n, b"\x99\x24\x64") for n in range(5))], division=0xE728
    )

    assert [0, 0.5, 1, 2, 3] == beats_of(file)
