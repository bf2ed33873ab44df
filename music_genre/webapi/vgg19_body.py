"""The JSON bodies of VGG19's `/v1/explain` and `/v1/spectrogram`: their one schema.

The service fills them, the front end checks them and passes them on.
"""

from pydantic import Field

from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import AudioBody, ModelBody


class EvidenceBody(Body):
    """A stretch of the track that speaks for the genre."""

    start_s: float
    end_s: float
    share: float = Field(description="of everything that speaks for the genre, 0–1")


class ExplanationBody(Body):
    """Why a window of a track got its probability of a genre."""

    genre: str
    probability: float = Field(description="of the genre, in this window")
    segment: int = Field(description="number of the window in `segments` of /v1/predict, from 0")
    start_s: float
    end_s: float
    importance: list[list[float]] = Field(
        description="one row for each stretch of frequency, the lowest first, one column for each "
        "step of time; −1 … 1, positive for the genre, negative for the others"
    )
    row_edges_hz: list[float] = Field(description="one more than there are rows")
    step_edges_s: list[float] = Field(description="on the track; one more than there are columns")
    seconds: list[float] = Field(description="importance of each step, −1 … 1")
    evidence: list[EvidenceBody] = Field(description="the strongest stretches, strongest first")
    png: str = Field(description="the picture as a data URI")
    model: ModelBody


class PeaksBody(Body):
    """Outline of the waveform."""

    per_second: float
    min: list[int] = Field(description="lowest sample of each stretch, −127 … 127")
    max: list[int] = Field(description="highest sample of each stretch, −127 … 127")


class MelBody(Body):
    """Mel-spectrogram of the whole track."""

    png: str = Field(
        description="base64 of an 8-bit greyscale PNG, one pixel for each column and band, low "
        "frequencies at the bottom; 255 is the track's peak, 0 is `dynamic_range_db` under it"
    )
    pixels_per_second: float
    n_mels: int
    f_min_hz: float
    f_max_hz: float
    scale: str = Field(description="slaney: linear to 1 kHz, logarithmic above")
    row_edges_hz: list[float] = Field(description="from the lowest; one more than there are bands")
    dynamic_range_db: float


class SpectrogramBody(Body):
    """What a player draws of a track."""

    duration_s: float
    peaks: PeaksBody
    mel: MelBody
    audio: AudioBody
