"""An audio file → its embedding as the JSON body of `POST /v1/embedding`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from music_genre.audio.decode import AudioInfo, bytes_to_waveform
from music_genre.audio.errors import SilentAudioError
from music_genre.audio.windows import waveform_to_windows
from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import AudioBody, facts_to_audio_body
from svm_service.learnt import N_EMBEDDING, NETWORK_NAME, windows_to_embedding
from svm_service.model import SvmModel

DIGITS: Final = 5


class EmbeddingBody(Body):
    """A track's embedding; vectors of one network and version can be compared."""

    embedding: list[float] = Field(min_length=N_EMBEDDING, max_length=N_EMBEDDING)
    network: str
    version: str = Field(description="SHA-256 of the network's file")
    audio: AudioBody


def bytes_to_embedding_body(encoded: bytes, max_audio_s: float, model: SvmModel) -> EmbeddingBody:
    """Compute the mean embedding of the sounding windows, by duration.

    Raises children of `AudioProcessingError`, `SilentAudioError` among them.
    """
    decoded = bytes_to_waveform(encoded, max_audio_s)
    sounding = [w for w in waveform_to_windows(decoded.waveform) if not w.is_silent]
    if not sounding:
        raise SilentAudioError
    embedding = windows_to_embedding(sounding, model.learnt)
    return embedding_to_body(embedding, decoded.info, model)


def embedding_to_body(
    embedding: NDArray[np.float32], audio: AudioInfo, model: SvmModel
) -> EmbeddingBody:
    """Round an embedding, float32 `(1706,)`, and say of which network and file it is."""
    return EmbeddingBody(
        embedding=[round(float(value), DIGITS) for value in embedding],
        network=NETWORK_NAME,
        version=model.learnt_version,
        audio=facts_to_audio_body(audio),
    )
