"""What the shipped network hears: an embedding, words, the kind of sound."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from music_genre.audio.constants import PATCH_FRAMES, PATCHES_PER_WINDOW, SAMPLE_RATE_HZ
from music_genre.audio.evidence import KINDS, SOUNDS, SoundThresholds, is_foreign
from music_genre.audio.known_song import known_window
from music_genre.audio.onnx_graph import OnnxGraph
from music_genre.audio.windows import Window, waveform_to_windows
from svm_service.learnt import (
    FOREIGN_WORDS,
    LEARNT_FILE,
    N_EMBEDDING,
    OUTPUTS,
    TAG_NAMES,
    patches_to_learnt,
    window_to_learnt,
    windows_to_embedding,
)
from svm_service.patches import musicnn_mel_to_patches
from svm_service.settings import Settings
from tools.signals import sine, song
from training.data.dataset import folder_to_clips

FOLDER = Settings.model_fields["model_dir"].default


@pytest.fixture(scope="module")
def network() -> OnnxGraph:
    """Load the shipped network."""
    return OnnxGraph(FOLDER / LEARNT_FILE, 1)


def white_noise(duration_s: float) -> NDArray[np.float64]:
    """Make white noise, always the same."""
    return np.random.default_rng(3).normal(0, 0.1, round(duration_s * SAMPLE_RATE_HZ))


def first_window(samples: NDArray[np.float64]) -> Window:
    """Cut the first window."""
    return waveform_to_windows(samples.astype(np.float32))[0]


def test_words_are_those_of_the_network() -> None:
    """There are fifty different words, the Million Song Dataset's first and last among them."""
    assert 50 == len(TAG_NAMES) == len(set(TAG_NAMES))
    assert ("rock", "happy") == (TAG_NAMES[0], TAG_NAMES[-1])


@pytest.mark.data
def test_foreign_words_are_rarely_gtzans(gtzan_dir: Path, network: OnnxGraph) -> None:
    """They are words of the network, and 3 % of GTZAN's clips with audio have one first."""
    assert set(TAG_NAMES) >= FOREIGN_WORDS
    thresholds = SoundThresholds(0.0, foreign_from=2.0, foreign_words=FOREIGN_WORDS)
    sounds = [
        patches_to_learnt(
            musicnn_mel_to_patches(clip.musicnn_mel, PATCHES_PER_WINDOW), network
        ).sound
        for clip in folder_to_clips(gtzan_dir)
        if clip.musicnn_mel is not None
    ]

    foreign = [is_foreign(sound, TAG_NAMES, thresholds) for sound in sounds]

    assert 0.01 < np.mean(foreign) <= 0.035


def test_network_can_be_asked_for_all(network: OnnxGraph) -> None:
    """The shipped file has every output that is asked for."""
    assert set(OUTPUTS) <= network.outputs


@pytest.mark.parametrize("duration_s", [1, 7, 30])
def test_any_length_is_heard(network: OnnxGraph, duration_s: float) -> None:
    """From 1 s to 30 s there are 1706 finite features, and every probability is one."""
    learnt = window_to_learnt(first_window(song(duration_s)), network)

    assert (N_EMBEDDING,) == learnt.embedding.shape
    assert np.float32 == learnt.embedding.dtype
    assert np.isfinite(learnt.embedding).all()
    assert (len(SOUNDS),) == learnt.sound.kinds.shape
    assert 1 == pytest.approx(learnt.sound.kinds.sum())
    assert 0 <= learnt.sound.foreign <= 1
    assert (len(TAG_NAMES),) == learnt.sound.tags.shape
    assert 0 <= learnt.sound.tags.min() <= learnt.sound.tags.max() <= 1


def test_patches_are_averaged(network: OnnxGraph) -> None:
    """Two patches have the mean of their embeddings; a patch taken twice is itself."""
    random = np.random.default_rng(0)
    patches = random.uniform(0, 3, (2, PATCH_FRAMES, 96)).astype(np.float32)

    one, other, both, twice = (
        patches_to_learnt(some, network).embedding
        for some in (patches[:1], patches[1:], patches, patches[[0, 0]])
    )

    np.testing.assert_allclose(both, (one + other) / 2, atol=1e-3)
    np.testing.assert_allclose(twice, one, atol=1e-4)
    assert np.abs(one - other).max() > 0.1


def test_window_is_heard_at_few_places(network: OnnxGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window of 30 s costs as many patches as are spread over it, no more."""
    asked = []
    run = network.run

    def counted(outputs: Sequence[str], batch: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        asked.append(len(batch))
        return run(outputs, batch)

    monkeypatch.setattr(network, "run", counted)

    window_to_learnt(first_window(song(30)), network)

    assert [PATCHES_PER_WINDOW] == asked


@pytest.mark.parametrize("samples", [song(10), known_window().samples.astype(np.float64)])
def test_music_is_music(network: OnnxGraph, samples: NDArray[np.float64]) -> None:
    """Chords, a bass and drums are music rather than anything else."""
    sound = window_to_learnt(first_window(samples), network).sound

    assert 0 == sound.kinds.argmax()


@pytest.mark.parametrize(
    ("samples", "kind"),
    [(white_noise(10), "noise"), (white_noise(1), "noise"), (sine(440, 10), "tone")],
)
def test_noises_and_tones_are_no_music(
    network: OnnxGraph,
    samples: NDArray[np.float64],
    kind: str,
) -> None:
    """White noise is noise and a sine is a tone, neither of them music."""
    kinds = window_to_learnt(first_window(samples), network).sound.kinds

    assert kind == KINDS[int(kinds[1:].argmax())]
    assert kinds[0] < 0.1


def test_embedding_of_a_track_is_by_duration(network: OnnxGraph) -> None:
    """A window of 30 s counts three times as much as one of 10 s."""
    long, short = first_window(song(30)), first_window(sine(440, 10))
    expected = (
        3 * window_to_learnt(long, network).embedding + window_to_learnt(short, network).embedding
    ) / 4

    embedding = windows_to_embedding([long, short], network)

    assert np.float32 == embedding.dtype
    np.testing.assert_allclose(expected, embedding, atol=1e-3)
