"""A trained graph with its figures → a bundle that the service loads."""

from pathlib import Path

import numpy as np
import pytest
from models.any_manifest import graphs_to_any_svm_manifest
from models.saturating_model import write_saturating_bundle

from music_genre.audio.constants import GENRES, WINDOW_S
from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.genre_model import GENRES_ANSWER, KINDS_ANSWER
from music_genre.audio.model_bundle import MODEL_FILE, bytes_to_sha256
from svm_service.learnt import FOREIGN_WORDS, LEARNT_FILE
from svm_service.model import SvmModel, folder_to_model
from training.data.dataset import Clip
from training.evaluation.folds import HeldOut
from training.evaluation.measures import probabilities_to_measures
from training.genre.card import OWN_SOUNDS, DataTexts
from training.genre_bundle import save_model, with_known_answers
from training.settings import NETWORK

OWN = DataTexts("nothing", "", "", "No clips.", "", "", OWN_SOUNDS)


@pytest.fixture(scope="module")
def graph_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a graph of ten genres that takes statistics and an embedding."""
    return write_saturating_bundle(tmp_path_factory.mktemp("made") / "model") / MODEL_FILE


def made_held_out() -> HeldOut:
    """Make scores of 120 clips that are mostly right."""
    random = np.random.default_rng(0)
    labels = np.arange(120) % len(GENRES)
    scores = random.normal(0, 1, (120, len(GENRES))).astype(np.float32)
    scores[np.arange(120), labels] += 2
    return HeldOut(scores, labels, np.array(["1", "2", "3"] * 40))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, graph_path: Path) -> tuple[Path, HeldOut]:
    """Save a bundle with figures of made scores."""
    folder, held = tmp_path_factory.mktemp("saved") / "svm", made_held_out()
    measures = probabilities_to_measures(held.probabilities, held.labels, GENRES)
    measures |= {"fold_accuracies": {"1": 0.5, "2": 0.6, "3": 0.7}}
    clip = np.zeros((128, 20), np.float32)
    save_model(
        "svm",
        graph_path,
        folder,
        clips=[Clip(genre, genre, "train", "1", clip) for genre in GENRES],
        by_duration={WINDOW_S: held, 3.0: held},
        measures=measures,
        texts=OWN,
        thresholds=SoundThresholds(0.25, 0.75),
    )
    return folder, held


def test_bundle_is_served(saved: tuple[Path, HeldOut]) -> None:
    """The service loads it with the shipped network, and its known answers are right."""
    folder, held = saved
    model: SvmModel = folder_to_model(folder, 1)

    model.warm_up()

    manifest = model.manifest
    assert NETWORK.read_bytes() == (folder / LEARNT_FILE).read_bytes()
    assert GENRES == manifest.genres
    assert [3.0, WINDOW_S] == [duration_s for duration_s, _ in manifest.temperatures]
    assert held.confident_from == manifest.confident_from
    assert {GENRES_ANSWER, KINDS_ANSWER} == manifest.known_answers.keys()
    assert ("train",) == manifest.trained_splits
    card = (folder / "MODEL_CARD.md").read_text()
    assert "# SVM on mel" in card
    assert "No clips." in card


def test_thresholds_are_those_given(saved: tuple[Path, HeldOut]) -> None:
    """What was found for these clips is what the service goes by."""
    thresholds = folder_to_model(saved[0], 1).doubt.thresholds

    assert SoundThresholds(0.25, 0.75, FOREIGN_WORDS) == thresholds


def test_known_answers_are_exact(graph_path: Path) -> None:
    """They are what exact arithmetic says, six digits of it, and nothing else changes."""
    files = {MODEL_FILE: graph_path.read_bytes(), LEARNT_FILE: NETWORK.read_bytes()}
    plain = graphs_to_any_svm_manifest(files, genres=GENRES)

    manifest = with_known_answers(files, plain)

    assert plain == manifest.model_copy(update={"known_answers": plain.known_answers})
    for row in manifest.known_answers.values():
        assert 1 == pytest.approx(sum(row), abs=1e-5)
    assert 0 == np.argmax(manifest.known_answers[GENRES_ANSWER])
    assert bytes_to_sha256(files[MODEL_FILE]) == manifest.sha256
