"""The style model that is shipped."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from beat_service.drums.pattern import folder_to_styles
from beat_service.styles.style_model import MODEL_DIR, StyleModel
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import MANIFEST_FILE, MODEL_FILE
from training.styles.examples import Examples, pattern_examples

REPORT = Path(__file__).parents[4] / "training" / "reports" / "beat_styles.json"
UNSEEN = 11
TOP1_BAR = 0.8  # 88.4 % are reported with another seed, 86.3 % come out with this one
IN_FIVE_BAR = 0.85


@pytest.fixture(scope="module")
def model() -> StyleModel:
    """The model, loaded once."""
    return StyleModel()


@pytest.fixture(scope="module")
def played() -> Examples:
    """Our patterns at other tempi, on another kit, by other people."""
    return pattern_examples(UNSEEN)


def test_it_knows_our_styles(model: StyleModel) -> None:
    """The styles are those of the base."""
    assert {style.name for style in folder_to_styles()} == set(model.styles)


def test_probabilities(model: StyleModel) -> None:
    """Every answer is a distribution, also for silence."""
    silence = model.waveform_to_probabilities(np.zeros(22_050 * 5, np.float32))

    assert (len(model.styles),) == silence.shape
    assert pytest.approx(1) == silence.sum()


def test_our_patterns_are_recognised_on_an_unseen_kit(model: StyleModel, played: Examples) -> None:
    """Other tempi, another kit, other people: nearly all are still themselves."""
    right = [
        model.styles[int(model.vector_to_probabilities(vector).argmax())] == style
        for vector, style in zip(played.vectors, played.styles, strict=True)
    ]

    assert np.mean(right) >= TOP1_BAR


def test_a_pattern_is_like_itself(model: StyleModel, played: Examples) -> None:
    """Of all 95, the pattern that is played is mostly among the five likest."""
    ranks = []
    for vector, name in zip(played.vectors, played.names, strict=True):
        likeness = model.vector_to_likeness(vector)
        ranks.append(sorted(likeness.values(), reverse=True).index(likeness[name]))

    assert np.mean(np.array(ranks) < 5) >= IN_FIVE_BAR


def test_likeness_is_of_every_pattern(model: StyleModel, played: Examples) -> None:
    """Every pattern of the base has a cosine, and no other."""
    likeness = model.vector_to_likeness(played.vectors[0])

    assert {p.id for style in folder_to_styles() for p in style.patterns} == set(likeness)
    assert all(-1.001 <= cosine <= 1.001 for cosine in likeness.values())


def test_embeddings_lie_on_a_sphere(model: StyleModel, played: Examples) -> None:
    """An embedding is float32 of length 1, so that a product of two is their cosine."""
    embedding = model.vector_to_embedding(played.vectors[0])

    assert np.float32 == embedding.dtype
    assert pytest.approx(1, abs=1e-4) == float(embedding @ embedding)


def test_the_report_is_the_models() -> None:
    """The manifest and the report hold the same figures."""
    manifest = json.loads((MODEL_DIR / "manifest.json").read_text())

    assert json.loads(REPORT.read_text()) == manifest["scores"]


def test_a_model_without_patterns_is_refused(tmp_path: Path) -> None:
    """A graph of an older training, which knows no patterns, ends the start."""
    shutil.copytree(MODEL_DIR, tmp_path, dirs_exist_ok=True)
    model = onnx.load(tmp_path / MODEL_FILE)
    del model.metadata_props[:]
    onnx.save(model, tmp_path / MODEL_FILE)
    manifest = json.loads((tmp_path / MANIFEST_FILE).read_text())
    manifest["sha256"] = hashlib.sha256((tmp_path / MODEL_FILE).read_bytes()).hexdigest()
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(manifest))

    with pytest.raises(ModelBundleError, match="without patterns; retrain"):
        StyleModel(tmp_path)


def test_another_services_model_is_refused() -> None:
    """A genre model in this place ends the start with its name."""
    with pytest.raises(ModelBundleError, match="holds the model svm"):
        StyleModel(MODEL_DIR.parents[1] / "svm_service" / "model")
