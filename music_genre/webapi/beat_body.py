"""The JSON bodies of the beat service's `/analyze` and `/recommend`: their one schema.

The beat service fills them, the front end checks and draws them. More keys may come with time.
"""

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import AudioBody

BPM_DIGITS: Final = 2
SLOWEST_BPM: Final = 40  # a slower beat is counted at double speed, a faster one than 240 at half
FASTEST_BPM: Final = 240
STEPS_PER_BEAT: Final = 4
BEATS_PER_BAR: Final = 4
STEPS: Final = BEATS_PER_BAR * STEPS_PER_BEAT  # of a bar of 4/4
STEPS_PER_WHOLE: Final = 16  # of a whole note: a bar of 7/8 has seven times an eighth of them
FOUR_FOUR: Final = "4/4"
METER: Final = r"(?:[1-9]|[12]\d|3[0-2])/(?:1|2|4|8|16)"  # bars that sixteenths can fill
BEAT_ID: Final = r"[a-z0-9][a-z0-9-]{0,79}"
BPM_IN_URL: Final = r"[0-9]{1,3}(?:\.[0-9]{1,9})?"
FRONT_END: Final = "/api"  # the front end passes on addresses of the beat service under this path

Band = Literal["low", "mid", "high"]
BANDS: Final[tuple[Band, ...]] = get_args(Band)
Mode = Literal["major", "minor"]
Relation = Literal["chosen", "half", "double", "third", "triple", "other"]
Played = Literal["same", "half", "double"]
UsedFor = Literal["style"]
Effect = Literal["decided", "agreed", "weighed"]

Share = Annotated[float, Field(ge=0, le=1)]
Bpm = Annotated[float, Field(gt=0)]
Meter = Annotated[str, Field(pattern=rf"^{METER}$")]
Steps = Annotated[list[Share], Field(min_length=1)]
Tonic = Annotated[str, Field(pattern=r"^[A-G][#b]?$")]


class TempoCandidateBody(Body):
    """A possible tempo."""

    bpm: Bpm
    score: Share = Field(description="probability that the tempo is within 4 % of this")
    relation: Relation = Field(description="to the chosen tempo")


class TempoBody(Body):
    """Tempo and its doubt."""

    free: bool = Field(
        False,
        description="free time: `bpm` is more likely wrong than right, so take `range_bpm`",
    )
    range_bpm: tuple[Bpm, Bpm] | None = Field(
        None, description="slowest and fastest probable tempo of free time; null where not free"
    )
    bpm: Bpm = Field(description="the likeliest tempo; a whole number in free time")
    confidence: Share = Field(description="probability that it is right within 4 %")
    drift_bpm: tuple[Bpm, Bpm] | None = Field(
        None, description="slowest and fastest tempo on the way of a steady track that drifts"
    )
    candidates: list[TempoCandidateBody]


class KeyGuessBody(Body):
    """A possible key."""

    tonic: Tonic = Field(description="C, C#, Db …")
    mode: Mode
    camelot: str
    open_key: str
    confidence: Share


class KeyChangeBody(Body):
    """From when on a track is in another key."""

    at_s: float = Field(ge=0, description="the window of 30 s in which it is heard first begins so")
    key: KeyGuessBody


class KeyBody(Body):
    """Key; `tonic`, `mode` and the codes are null where no key is clear."""

    clear: bool
    tonic: Tonic | None
    mode: Mode | None
    camelot: str | None
    open_key: str | None
    confidence: Share = Field(description="probability of the first guess")
    guesses: list[KeyGuessBody] = Field(
        min_length=1, description="the two most probable keys, clear or not"
    )
    changes: list[KeyChangeBody] = Field(
        [], description="where a clear key changes on the way, in their order"
    )


class EnergyPartBody(Body):
    """One measurement."""

    measured: float = Field(description="in the unit of the part's name")
    level: Share = Field(description="the same on 0–1")


class EnergyBody(Body):
    """Energy: 0.5 · loudness + 0.3 · onset rate + 0.2 · brightness, each on 0–1."""

    energy: Share
    loudness_lufs: EnergyPartBody
    onset_rate_hz: EnergyPartBody
    brightness_hz: EnergyPartBody


class PatternBody(Body):
    """The closest of our patterns; `GET /beats/{id}` has it."""

    id: str
    name: str
    style: str
    similarity: Share = Field(description="cosine of both bars, 0–1")


class StepsBody(Body):
    """Strengths 0–1 of every step of a bar, sixteen in 4/4, in each band."""

    low: Steps
    mid: Steps
    high: Steps


class RhythmBody(Body):
    """Beats and the mean bar."""

    beat_times_s: list[float]
    downbeat_times_s: list[float] = Field(
        [], description="the beats with which bars begin; empty where there are no two bars"
    )
    meter: Meter = Field(FOUR_FOUR, description="of the bar in `steps`")
    steps: StepsBody | None = Field(description="null without a whole bar")
    swing_ratio: float | None = Field(description="first eighth over second; 1 straight, 2 triplet")
    pattern: PatternBody | None

    @model_validator(mode="after")
    def _bar_is_as_long_as_its_meter(self) -> Self:
        count, unit = map(int, self.meter.split("/"))
        n_steps = count * STEPS_PER_WHOLE // unit
        bands = (self.steps.low, self.steps.mid, self.steps.high) if self.steps else ()
        if any(len(band) != n_steps for band in bands):
            raise ValueError(f"a bar of {self.meter} has {n_steps} steps")
        return self


class AnalysisModelBody(Body):
    """Which networks answered."""

    name: str
    version: str
    sha256: dict[str, str]


class AnalysisBody(Body):
    """Answer of `/analyze`; the four traits are null for silence."""

    outcome: Literal["analyzed", "silence"]
    tempo: TempoBody | None
    key: KeyBody | None
    energy: EnergyBody | None
    rhythm: RhythmBody | None
    audio: AudioBody
    model: AnalysisModelBody
    timing_ms: dict[str, float]


class PlayedBeatBody(Body):
    """A beat of the catalogue at the tempo that goes with the track."""

    id: str = Field(pattern=rf"^{BEAT_ID}$")
    title: str
    style: str
    bpm: Bpm = Field(description="the tempo that `url` plays it at")
    key: str | None
    bars: int = Field(ge=1)
    meter: Meter = Field(FOUR_FOUR, description="of its bars; `bpm` counts quarters in all of them")
    beats: float | None = Field(None, gt=0, description="quarters until it repeats")
    licence: str
    author: str
    url: str = Field(
        pattern=rf"^(?:{FRONT_END})?/beats/{BEAT_ID}/audio(?:\?bpm={BPM_IN_URL})?$",
        description="its sound, WAV, from the root of the service that answers",
    )
    midi_url: str | None = Field(
        None,
        pattern=rf"^(?:{FRONT_END})?/beats/{BEAT_ID}/midi(?:\?bpm={BPM_IN_URL})?$",
        description="its strokes, a MIDI file at the same tempo; none of a recording",
    )


class TempoReasonBody(Body):
    """How the tempi go together."""

    fit: Share = Field(description="0–1; half and double time cost a tenth")
    track_bpm: Bpm
    beat_bpm: Bpm
    played: Played = Field(description="the beat's tempo beside the track's")


class RhythmReasonBody(Body):
    """How alike the mean bars are."""

    fit: Share = Field(description="cosine of both bars of sixteen steps in three bands, 0–1")


class EnergyReasonBody(Body):
    """How far apart the energies are."""

    fit: Share = Field(description="1 less the difference of the energies")


class ReasonsBody(Body):
    """Why this beat of its style; a part is null where it is not known."""

    tempo: TempoReasonBody
    rhythm: RhythmReasonBody | None
    energy: EnergyReasonBody | None
    together: Share = Field(
        description="0.5 · tempo + 0.3 · rhythm + 0.2 · energy, of what is known"
    )


class AlternativeBody(Body):
    """The best beat of another style."""

    style: str
    confidence: Share = Field(description="probability that the track is of this style")
    beat: PlayedBeatBody
    reasons: ReasonsBody


class PriorBody(Body):
    """What a genre service said, and what it was used for."""

    genre: str = Field(
        description="the most probable one; where none of the genres fits, the word that fits best"
    )
    probability: Share = Field(
        description="of that genre, calibrated; of a word its share among those that had a say"
    )
    from_model: str = Field(
        alias="from", description="name of the genre model; `verdict` where several were joined"
    )
    used_for: list[UsedFor]
    effect: Effect = Field(
        "weighed", description="whether the style is another one by it, or the rhythm's own guess"
    )


class RecommendedBody(Body):
    """What is recommended; no beat for silence."""

    recommended_beat: str | None = Field(description="a style; null for silence")
    confidence: Share = Field(
        description="probability that the track is of that style; calibrated where `prior` is null"
    )
    certain: bool = Field(
        description="false where the rhythm's answers are right too seldom to rely on"
    )
    prior: PriorBody | None = Field(
        description="null where the genre had no say: rhythm sure, or no answer from a service"
    )
    sentence: str | None = Field(
        None,
        description="how sure the style is and what decided it, in the language that was asked "
        "for; null for silence",
    )
    beat: PlayedBeatBody | None
    reasons: ReasonsBody | None
    alternatives: list[AlternativeBody] = Field(description="up to five other styles, best first")


class RecommendationBody(AnalysisBody, RecommendedBody):
    """Answer of `/recommend`: the beats first, then the answer of `/analyze`."""

    style_model: AnalysisModelBody
    remembered: bool = Field(
        False, description="whether the song is kept with the beat, because `remember` asked for it"
    )
