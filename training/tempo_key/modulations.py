"""Songs that change key at a known moment, made up here → how often that is heard, and where.

Each has two parts of one to two minutes, played by instruments of a sound font; in every second one
the second part is a semitone, a tone or a fourth away, in the others it is in the same key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.analysis.key import MODES, TONICS, evidence_to_changes, log_mels_to_key_evidence
from beat_service.analysis.traits import sounding_evenly
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.constants import SAMPLE_RATE_HZ, WINDOW_S
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from training.evaluation.measures import hits_to_accuracy
from training.markdown import measures_to_cell
from training.playing.banks import UNHEARD_NOTES, folder_to_note_files
from training.playing.note_bank import Notes, file_to_notes
from training.playing.songs import random_to_song
from training.settings import TrainingSettings

N_SONGS: Final = 60
STEPS: Final = (1, 2, 3, -2, 5)  # [semitones] to the second key
PART_S: Final = (60.0, 120.0)
TEMPI_BPM: Final = (70.0, 150.0)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Modulation:
    """A song, float32 `(n_samples,)` at 22 050 Hz, when its second part begins [s], and its keys.

    `second` is a tonic, 0 for C, and `mode` that of both parts.
    """

    waveform: Floats
    at_s: float
    changes: bool
    second: int
    is_minor: bool


def notes_to_songs(notes: Notes, n_songs: int = N_SONGS) -> Iterator[Modulation]:
    """Make the songs; the same every time."""
    random = np.random.default_rng(0)
    for number in range(n_songs):
        changes = number % 2 == 0
        tonic, scale = int(random.integers(12)), int(random.integers(2))
        bpm = float(random.uniform(*TEMPI_BPM))
        second = (tonic + int(random.choice(STEPS))) % 12 if changes else tonic
        parts = [
            random_to_song(at, scale, bpm, float(random.uniform(*PART_S)), notes, random)
            for at in (tonic, second)
        ]
        at_s = len(parts[0]) / SAMPLE_RATE_HZ
        yield Modulation(np.concatenate(parts), at_s, changes, second, bool(scale))


def songs_to_measures(songs: Iterator[Modulation], model: AnalysisModel) -> dict[str, Any]:
    """Count the changes that are found once and near, with the right key, and those that are not.

    Near is within half a window of 30 s, of which each has one key.
    """
    calibration = model.manifest.calibration
    found, named, false = [], [], []
    for song in songs:
        windows = sounding_evenly(waveform_to_windows(song.waveform))
        log_mels = [window_to_log_mel(window) for window in windows]
        evidence = log_mels_to_key_evidence(log_mels, windows, model.key)
        changes = evidence_to_changes(
            evidence, calibration.key_profile_weight, calibration.key_temperature
        )
        if not song.changes:
            false.append(bool(changes))
            continue
        near = len(changes) == 1 and abs(changes[0].at_s - song.at_s) <= WINDOW_S / 2 + 1
        found.append(near)
        mode = MODES[song.is_minor]
        key = changes[0].key if near else None
        named.append(key is not None and (key.tonic, key.mode) == (TONICS[mode][song.second], mode))
    return {
        "found": hits_to_accuracy(sum(found), len(found)),
        "named": hits_to_accuracy(sum(named), len(named)),
        "false": hits_to_accuracy(sum(false), len(false)),
    }


def settings_to_modulation_report(settings: TrainingSettings) -> dict[str, Any]:
    """Measure changes of key by the served model on a font's songs; empty without the font."""
    files = folder_to_note_files(settings.build_dir)
    if UNHEARD_NOTES not in files:
        return {}
    songs = notes_to_songs(file_to_notes(files[UNHEARD_NOTES]))
    return {"key_changes": songs_to_measures(songs, folder_to_analysis_model(ANALYSIS_DIR))}


def measures_to_lines(measures: dict[str, Any]) -> list[str]:
    """Write a line for each kind of song."""
    titles = {
        "found": "a change of key is found, once, within 16 s",
        "named": "… and the new key is right",
        "false": "a change is said where there is none",
    }
    return [f"{title}: {measures_to_cell(measures[name])}" for name, title in titles.items()]
