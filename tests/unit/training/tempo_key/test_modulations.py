"""Songs that change key: made with known keys, and judged."""

from itertools import islice

import numpy as np
import pytest
from beat_signals import chords

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.playing.note_bank import BASSES, OTHERS, Notes
from training.tempo_key.modulations import (
    Modulation,
    measures_to_lines,
    notes_to_songs,
    songs_to_measures,
)

TONE = np.sin(np.arange(SAMPLE_RATE_HZ) * 2 * np.pi * 220 / SAMPLE_RATE_HZ).astype(np.float32)
NOTES: Notes = {program: {57: TONE} for program in (*BASSES, *OTHERS)}


def test_every_second_song_changes() -> None:
    """The change comes after one to two minutes, and the same songs come again."""
    songs = list(islice(notes_to_songs(NOTES), 2))
    again = next(notes_to_songs(NOTES))

    assert [True, False] == [song.changes for song in songs]
    for song in songs:
        assert 55 < song.at_s < 121
        assert len(song.waveform) / SAMPLE_RATE_HZ > song.at_s + 55
    np.testing.assert_array_equal(again.waveform, songs[0].waveform)


def test_songs_are_judged() -> None:
    """A plain change from C to E major is found where it is; chords that stay have none."""
    first, second = (np.tile(chords(tonic, False, 30.0), 3) for tonic in (0, 4))
    songs = [
        Modulation(np.concatenate([first, second]), 90.0, True, 4, False),
        Modulation(np.concatenate([first, first]), 90.0, False, 0, False),
    ]

    measures = songs_to_measures(iter(songs), folder_to_analysis_model(ANALYSIS_DIR))

    assert (1, 1.0) == (measures["found"]["n_clips"], measures["found"]["accuracy"])
    assert 1.0 == measures["named"]["accuracy"]
    assert 0.0 == measures["false"]["accuracy"]
    assert measures_to_lines(measures)[0].startswith(
        "a change of key is found, once, within 16 s: 1"
    )


@pytest.mark.parametrize("away_s", [-40.0, 40.0])
def test_a_change_elsewhere_is_not_found(away_s: float) -> None:
    """What is said half a minute from the change counts as missed."""
    both = np.concatenate([np.tile(chords(tonic, False, 30.0), 3) for tonic in (0, 4)])
    song = Modulation(both, 90.0 + away_s, True, 4, False)

    measures = songs_to_measures(
        iter([song, Modulation(both, 90.0, False, 4, False)]),
        folder_to_analysis_model(ANALYSIS_DIR),
    )

    assert 0.0 == measures["found"]["accuracy"]
    assert 1.0 == measures["false"]["accuracy"]
