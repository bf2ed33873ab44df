"""Predictions by networks of other folds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from beat_signals import drums

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.tempogram import candidate_tempi
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from tools.signals import to_file
from training.tempo_key import held_out
from training.tempo_key.candidate_features import PARTS, BeatClip, folder_to_beat_clips
from training.tempo_key.held_out import (
    clips_to_audio_predictions,
    clips_to_candidate_features,
    clips_to_held_out,
)

BPM = 100.0


def made_clip(number: int, bpm: float | None, key: int | None) -> BeatClip:
    """Make a clip of drums, without audio; a third of the numbers is in each fold."""
    (window,) = waveform_to_windows(drums(bpm or 90.0, 10.0))
    fold = "123"[number % 3]
    return BeatClip(f"{number}", "jazz", fold, bpm, key, None, window_to_log_mel(window))


CLIPS = [made_clip(n, BPM + 5 * n, n) for n in range(5)] + [made_clip(5, None, 3)]


def test_features_are_of_what_has_a_label() -> None:
    """A clip without a tempo is in the key's features alone; tempo has the halves too."""
    features = clips_to_candidate_features(CLIPS, [])

    assert (5, 6) == (len(features.tempo_clips), len(features.key_clips))
    assert (PARTS * 5, 6) == (len(features.tempo[0]), len(features.key[0]))
    assert features.soft is None


def test_made_up_music_is_added_to_every_fold() -> None:
    """Pieces with soft onsets have features of their own, whichever folds are trained on."""
    features = clips_to_candidate_features(CLIPS, [(CLIPS[0].log_mel, BPM)])

    assert features.soft is not None
    assert features.soft[0].shape[1:] == features.tempo[0].shape[1:]
    assert 1 == len(features.soft[1])


def test_every_clip_is_predicted_by_networks_of_other_folds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fold by fold, networks train on the other two; a clip without audio has no audio."""
    trained: list[tuple[str, ...]] = []
    networks = held_out.Networks(
        *((ANALYSIS_DIR / name).read_bytes() for name in ("tempo.onnx", "key.onnx"))
    )

    def train(_: held_out.CandidateFeatures, folds: list[str]) -> held_out.Networks:
        trained.append(tuple(folds))
        return networks

    monkeypatch.setattr(held_out.CandidateFeatures, "train", train)

    made = clips_to_held_out(CLIPS, clips_to_candidate_features(CLIPS, []))

    assert [("2", "3"), ("1", "3"), ("1", "2")] == trained
    assert [] == list(made.from_audio)
    assert ["1", "1", "2", "2", "3"] == [one.fold for one in made.from_spectrograms]
    assert {candidate_tempi().shape} == {o.tempo_scores.shape for o in made.from_spectrograms}


def test_training_takes_the_folds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two folds, features of their clips and of made-up music train both networks."""
    given: list[int] = []
    monkeypatch.setattr(
        held_out, "features_to_networks", lambda features, *_: given.append(len(features))
    )
    monkeypatch.setattr(held_out, "networks_to_onnx", lambda _: b"graph")
    features = clips_to_candidate_features(CLIPS, [(CLIPS[0].log_mel, BPM)])

    features.train(["1"])
    features.train(None)

    assert [PARTS * 2 + 1, 2, PARTS * 5 + 1, 6] == given


def test_short_audio_is_left_out(tmp_path: Path) -> None:
    """From 15 s on, audio is predicted along the service's way: drums have their tempo."""
    clips = []
    for name, duration_s in (("long", 15.0), ("short", 14.9)):
        path = tmp_path / f"{name}.wav"
        path.write_bytes(to_file(drums(BPM, duration_s).astype(np.float64)))
        clips.append(replace(CLIPS[0], name=name, audio=path))
    model = folder_to_analysis_model(ANALYSIS_DIR)

    (prediction,) = clips_to_audio_predictions([*clips, CLIPS[1]], model.tempo, model.key)

    assert "long" == prediction.clip.name
    best = candidate_tempi()[prediction.tempo_scores.argmax()]
    assert min(abs(best / (BPM * ratio) - 1) for ratio in (0.5, 1, 2)) < 0.04
    assert (24,) == prediction.key.to_scores(1.0).shape


@pytest.mark.data
def test_labelled_clips_are_predicted(gtzan_dir: Path) -> None:
    """The served networks predict clips with 15 s of audio and leave out those with less."""
    clips = folder_to_beat_clips(gtzan_dir)
    model = folder_to_analysis_model(ANALYSIS_DIR)
    predictions = clips_to_audio_predictions(clips[:6], model.tempo, model.key)

    assert len(clips) > 600
    assert predictions
    assert all(len(one.waveform) >= 14.9 * 22_000 for one in predictions)
