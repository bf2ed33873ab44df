"""The embedding of a whole track as a body."""

from pathlib import Path

import numpy as np
import pytest
from models.saturating_model import write_saturating_bundle

from music_genre.audio.errors import SilentAudioError
from music_genre.audio.windows import waveform_to_windows
from svm_service.embedding_body import bytes_to_embedding_body
from svm_service.learnt import N_EMBEDDING, NETWORK_NAME, windows_to_embedding
from svm_service.model import SvmModel, folder_to_model
from tools.signals import song, to_file


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SvmModel:
    """Load a bundle with the shipped network."""
    folder: Path = tmp_path_factory.mktemp("svm") / "model"
    return folder_to_model(write_saturating_bundle(folder), 1)


def test_body_is_the_embedding(model: SvmModel) -> None:
    """The vector is that of the sounding windows, with the network that it is of."""
    silence = np.zeros(30 * 22_050)
    samples = np.concatenate([song(30), silence])

    body = bytes_to_embedding_body(to_file(samples, subtype="FLOAT"), 90.0, model)

    sounding = [w for w in waveform_to_windows(samples.astype(np.float32)) if not w.is_silent]
    expected = windows_to_embedding(sounding, model.learnt)
    assert N_EMBEDDING == len(body.embedding)
    np.testing.assert_allclose(expected, body.embedding, atol=1e-3)
    assert (NETWORK_NAME, model.learnt_version) == (body.network, body.version)
    assert 60 == pytest.approx(body.audio.duration_s)


def test_silence_has_no_embedding(model: SvmModel) -> None:
    """A silent file is refused."""
    with pytest.raises(SilentAudioError):
        bytes_to_embedding_body(to_file(np.zeros(5 * 22_050)), 30.0, model)
