"""Songs that people know, for a look at what the style model predicts for whole recordings.

GTZAN's clips have a genre and no style of drums, so an answer is right when its genre allows it;
the table is ours (`beat_service.styles.genre_styles`). Nothing is chosen or fitted on them.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from beat_service.styles.genre_styles import STYLES, genre_goes_with
from beat_service.styles.rhythm_vector import waveform_to_rhythm_vector
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform
from training.data.dataset import LONGEST_CLIP_S, folder_to_rows
from training.evaluation.measures import hits_to_accuracy
from training.styles.examples import Floats
from training.tempo_key.held_out import SHORTEST_AUDIO_S

WITHOUT_DRUMS: Final = "classical"
MAJORITY: Final = "Rock"


def folder_to_songs(folder: Path) -> list[tuple[str, Floats]]:
    """Read genre and rhythm vector of every clip with 15 s of audio; none without the folder."""
    if not folder.is_dir():
        return []
    songs = []
    for row in folder_to_rows(folder):
        if row["audio"] and row["genre"] in {*STYLES, WITHOUT_DRUMS}:
            audio = (folder / row["audio"]).read_bytes()
            waveform = bytes_to_waveform(audio, LONGEST_CLIP_S).waveform
            if len(waveform) >= SHORTEST_AUDIO_S * SAMPLE_RATE_HZ:
                songs.append((row["genre"], waveform_to_rhythm_vector(waveform)))
    return songs


def songs_to_measures(model: StyleModel, songs: Sequence[tuple[str, Floats]]) -> dict[str, Any]:
    """Measure how often the answer is allowed, beside chance, and how often it is sure."""
    answers: dict[str, Counter[str]] = {}
    right, sure, chance, always = [], [], [], []
    sure_without_drums = []
    for genre, vector in songs:
        probabilities = model.vector_to_probabilities(vector)
        answer = model.styles[int(probabilities.argmax())]
        answers.setdefault(genre, Counter())[answer] += 1
        is_sure = bool(probabilities.max() >= model.manifest.confident_from)
        if genre == WITHOUT_DRUMS:
            sure_without_drums.append(is_sure)
            continue
        right.append(genre_goes_with(genre, answer))
        sure.append(is_sure)
        chance.append(len(STYLES[genre]) / len(model.styles))
        always.append(genre_goes_with(genre, MAJORITY))
    n_sure = sum(sure)
    return {
        "right": hits_to_accuracy(sum(right), len(right)),
        "chance": float(np.mean(chance)),
        "always_rock": float(np.mean(always)),
        "n_confident": n_sure,
        "n_confident_right": sum(r for r, s in zip(right, sure, strict=True) if s),
        "without_drums": {"n_clips": len(sure_without_drums), "n_sure": sum(sure_without_drums)},
        "answers": {genre: dict(counts.most_common()) for genre, counts in sorted(answers.items())},
    }
