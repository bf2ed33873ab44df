"""A genre model that runs, and what it says of the known window."""

from pathlib import Path

import numpy as np
import pytest
from models.saturating_model import write_saturating_bundle

from music_genre.audio.errors import ModelBundleError
from music_genre.audio.evidence import SOUNDS
from music_genre.audio.genre_model import GENRES_ANSWER, KINDS_ANSWER
from svm_service.model import folder_to_model as folder_to_svm
from training.settings import MODEL_DIRS
from vgg19_service.model import folder_to_model as folder_to_vgg19


@pytest.mark.parametrize(
    ("name", "answers"), [("svm", {GENRES_ANSWER, KINDS_ANSWER}), ("vgg19", {GENRES_ANSWER})]
)
def test_committed_model_warms_up(name: str, answers: set[str]) -> None:
    """The model loads, and on this processor it is right about all that it knows."""
    load = {"svm": folder_to_svm, "vgg19": folder_to_vgg19}[name]
    model = load(MODEL_DIRS[name], 1)
    check = model.warm_up()

    known = model.manifest.known_answers
    said = model.known_answers()
    assert answers == known.keys() == said.keys()
    for answer in answers:
        np.testing.assert_allclose(said[answer], known[answer], rtol=0, atol=0.01)
    assert "exact" == check.arithmetic or check.difference == pytest.approx(0, abs=0.01)


def test_kinds_are_held_against_the_manifest_too(tmp_path: Path) -> None:
    """A bundle with another answer about the kinds of sound is not served."""
    model = folder_to_svm(write_saturating_bundle(tmp_path / "model"), 1)
    known = model.manifest.known_answers
    assert (len(SOUNDS),) == np.shape(known[KINDS_ANSWER])

    changed = {KINDS_ANSWER: tuple(reversed(known[KINDS_ANSWER]))}
    model.manifest = model.manifest.model_copy(update={"known_answers": {**known, **changed}})

    with pytest.raises(ModelBundleError, match="does not give its known answer"):
        model.warm_up()


def test_every_graph_computes_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for exact arithmetic, the model tells its graph and the network."""
    model = folder_to_svm(write_saturating_bundle(tmp_path / "model"), 1)
    told = []
    for graph in model.graphs:
        monkeypatch.setattr(graph, "compute_exactly", lambda graph=graph: told.append(graph))

    model.compute_exactly()

    assert [model.graph, model.learnt] == told
