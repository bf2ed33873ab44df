"""The head on learnt features: what it learns, and that it is linear."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from svm_service.learnt import N_EMBEDDING
from training.musicnn.genre_head import Floats, embeddings_to_head, model_to_linear


def made_embeddings(labels: NDArray[np.intp], *, seed: int = 0) -> Floats:
    """Make both embeddings alike, with a hundred features that are larger where a label is."""
    random = np.random.default_rng(seed)
    hidden = random.normal(0, 1, (len(labels), N_EMBEDDING))
    for label in np.unique(labels):
        hidden[labels == label, 100 * label : 100 * (label + 1)] += 1
    return np.concatenate([hidden, hidden], axis=1).astype(np.float32)


def without_audio(embeddings: Floats) -> Floats:
    """Take the embeddings of the audio away."""
    return np.concatenate(
        [np.full_like(embeddings[:, :N_EMBEDDING], np.nan), embeddings[:, N_EMBEDDING:]], axis=1
    )


def none_narrow(labels: NDArray[np.intp]) -> Floats:
    """Make the rows of clips of which nothing is left in a narrow band."""
    return np.full((len(labels), N_EMBEDDING), np.nan, np.float32)


def test_what_is_left_in_a_narrow_band_is_learnt_from() -> None:
    """Embeddings that are told apart by the narrow rows alone are told apart."""
    labels = np.arange(100) % 2
    narrow = np.roll(made_embeddings(labels)[:, :N_EMBEDDING], 50, axis=1)
    unseen = np.roll(made_embeddings(labels, seed=1)[:, :N_EMBEDDING], 50, axis=1)
    unseen = np.concatenate([unseen, unseen], axis=1)
    broad = made_embeddings(labels)

    right = [
        float((embeddings_to_head(broad, rows, labels).scores(unseen).argmax(1) == labels).mean())
        for rows in (narrow, none_narrow(labels))
    ]

    assert right[0] > 0.9
    assert right[1] < 0.85


@pytest.mark.parametrize("n_genres", [2, 3, 10])
def test_genres_are_told_apart(n_genres: int) -> None:
    """Of clips that it has not seen, nine in ten are right, with audio and without."""
    labels = np.arange(200) % n_genres
    head = embeddings_to_head(made_embeddings(labels), none_narrow(labels), labels)
    unseen = made_embeddings(labels, seed=1)

    for rows in (unseen, without_audio(unseen)):
        scores = head.scores(rows)
        assert (200, n_genres) == scores.shape
        assert np.float32 == scores.dtype
        assert (scores.argmax(axis=1) == labels).mean() > 0.9


def test_clips_without_audio_teach_too() -> None:
    """A data set without any audio is learnt from its stored spectrograms alone."""
    labels = np.arange(100) % 2

    head = embeddings_to_head(without_audio(made_embeddings(labels)), none_narrow(labels), labels)

    scores = head.scores(made_embeddings(labels, seed=1))
    assert (scores.argmax(axis=1) == labels).mean() > 0.9


def test_scores_are_linear_in_the_audio() -> None:
    """What is exported, weights and a bias on the embedding of the audio, gives the scores."""
    labels = np.arange(60) % 3
    embeddings = made_embeddings(labels)
    head = embeddings_to_head(embeddings, none_narrow(labels), labels)

    expected = embeddings[:, :N_EMBEDDING] @ head.linear.weights + head.linear.bias

    np.testing.assert_allclose(head.scores(embeddings), expected, atol=1e-4)


def test_genres_count_alike() -> None:
    """Nine clips of one genre for each of the other do not make it likelier by themselves."""
    labels = (np.arange(200) % 10 == 0).astype(np.intp)
    noise = np.zeros((200, N_EMBEDDING), np.float32)
    noise[:, :4] = np.random.default_rng(0).normal(0, 1, (200, 4))
    embeddings = np.concatenate([noise, noise], axis=1)

    scores = embeddings_to_head(embeddings, none_narrow(labels), labels).scores(embeddings)

    assert 0 == pytest.approx(float((scores[:, 0] - scores[:, 1]).mean()), abs=0.5)


@pytest.mark.parametrize("n_classes", [2, 4])
def test_scaling_is_folded_in(n_classes: int) -> None:
    """The linear layer on raw features is scikit-learn's on scaled ones; two classes mirror."""
    random = np.random.default_rng(0)
    labels = np.arange(80) % n_classes
    features = random.normal(labels[:, None], 3, (80, 12)) * random.uniform(0.1, 9, 12)
    scaler = StandardScaler().fit(features)
    model = LogisticRegression().fit(scaler.transform(features), labels)

    linear = model_to_linear(scaler, model)

    scores = features @ linear.weights + linear.bias
    expected = model.decision_function(scaler.transform(features))
    assert (80, n_classes) == scores.shape
    if n_classes == 2:
        np.testing.assert_allclose(scores[:, 1] - scores[:, 0], expected, atol=1e-4)
        np.testing.assert_allclose(scores.sum(axis=1), 0, atol=1e-4)
    else:
        np.testing.assert_allclose(scores, expected, atol=1e-4)
