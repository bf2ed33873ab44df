"""The map of a library's sound."""

import numpy as np
import pytest

from genre_cli.stats import sound_map
from genre_cli.stats.sound_map import embeddings_to_places


def islands(n_songs: int, n_features: int) -> np.ndarray:
    """Make songs around three far places, one after the other."""
    generator = np.random.default_rng(2)
    centres = generator.normal(size=(3, n_features)) * 10
    noise = generator.normal(size=(n_songs, n_features))
    return (centres[np.arange(n_songs) % 3] + noise).astype(np.float32)


@pytest.mark.parametrize("n_features", [20, 300])
def test_what_sounds_alike_is_near(n_features: int) -> None:
    """Each island stays one, whether there are more songs than features or fewer."""
    places = embeddings_to_places(islands(90, n_features))

    assert (90, 2) == places.shape
    np.testing.assert_allclose([0, 0], places.mean(axis=0), atol=1e-3)
    middles = np.array([places[n::3].mean(axis=0) for n in range(3)])
    nearest = np.linalg.norm(places[:, None] - middles, axis=2).argmin(axis=1)
    assert (np.arange(90) % 3 == nearest).all()


@pytest.mark.parametrize("n_songs", [30, 90])
def test_it_is_what_a_decomposition_finds(n_songs: int) -> None:
    """The two directions are the first singular vectors, either way of computing them."""
    embeddings = islands(n_songs, 40)
    _, spread, _ = np.linalg.svd(embeddings - embeddings.mean(axis=0), full_matrices=False)

    places = embeddings_to_places(embeddings)

    np.testing.assert_allclose(spread[:2], np.linalg.norm(places, axis=0), rtol=1e-4)


def test_a_large_library_is_looked_at_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """All have a place, and it is nearly the one that looking at all would give."""
    embeddings = islands(900, 20)
    exact = embeddings_to_places(embeddings)
    monkeypatch.setattr(sound_map, "MOST_LOOKED_AT", 500)

    places = embeddings_to_places(embeddings)

    for axis in range(2):
        assert abs(np.corrcoef(exact[:, axis], places[:, axis])[0, 1]) > 0.98


@pytest.mark.parametrize("n_songs", [1, 2])
def test_hardly_any_songs(n_songs: int) -> None:
    """They have places all the same."""
    places = embeddings_to_places(islands(n_songs, 20))

    assert (n_songs, 2) == places.shape
    assert np.isfinite(places).all()
