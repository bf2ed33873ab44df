"""What the bodies of `/analyze` and `/recommend` take, at their edges."""

from typing import Any

import pytest
from pydantic import ValidationError
from recommendation import recommendation, silent_recommendation

from music_genre.webapi.beat_body import (
    STEPS,
    AnalysisBody,
    KeyGuessBody,
    PlayedBeatBody,
    PriorBody,
    RecommendationBody,
    RhythmBody,
    StepsBody,
    TempoBody,
)

BEAT = recommendation()["beat"]
GUESS = {"mode": "minor", "camelot": "8A", "open_key": "1m", "confidence": 0.7}


@pytest.mark.parametrize("body", [recommendation(), silent_recommendation()])
def test_bodies_come_back_as_they_are(body: dict[str, Any]) -> None:
    """What one side writes, the other reads without loss, of songs and of silence."""
    read = RecommendationBody.model_validate(body)

    assert body == read.model_dump(mode="json", by_alias=True)
    assert AnalysisBody.model_fields.keys() < RecommendationBody.model_fields.keys()


@pytest.mark.parametrize(
    "url",
    [
        "/beats/house-1/audio",
        "/beats/house-1/audio?bpm=96",
        "/beats/house-1/audio?bpm=240.123456789",
        "/api/beats/house-1/audio?bpm=96.5",
    ],
)
def test_addresses_of_beats(url: str) -> None:
    """A beat's sound is a path of the beat service, or that path at the front end."""
    assert url == PlayedBeatBody.model_validate(BEAT | {"url": url}).url


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere/beats/house-1/audio",
        "//elsewhere/beats/house-1/audio",
        "/other/beats/house-1/audio",
        "/beats/../audio",
        "/beats/House/audio",
        "/beats/house-1/audio?bpm=",
        "/beats/house-1/audio?bpm=1000",
        "/beats/house-1/audio?bpm=9.1234567890",
        "/beats/house-1/audio?bpm=96&x=1",
        "/beats/house-1/audio\n",
    ],
)
def test_what_is_no_address_of_a_beat(url: str) -> None:
    """No other place, no other parameter, and no tempo that cannot be one."""
    with pytest.raises(ValidationError, match="url"):
        PlayedBeatBody.model_validate(BEAT | {"url": url})


@pytest.mark.parametrize(
    ("beat_id", "is_one"), [("a" * 80, True), ("a" * 81, False), ("-a", False)]
)
def test_names_of_beats(beat_id: str, is_one: bool) -> None:
    """A name has eighty characters at most, and begins with a letter or a digit."""
    if is_one:
        assert beat_id == PlayedBeatBody.model_validate(BEAT | {"id": beat_id}).id
    else:
        with pytest.raises(ValidationError, match="id"):
            PlayedBeatBody.model_validate(BEAT | {"id": beat_id})


def rhythm(n_steps: int, **changes: object) -> RhythmBody:
    """Make a rhythm whose high band has so many steps."""
    bar = [0.5] * n_steps
    plain: dict[str, object] = {"beat_times_s": [], "swing_ratio": None, "pattern": None}
    return RhythmBody.model_validate(
        plain | {"steps": {"low": bar, "mid": bar, "high": bar}} | changes
    )


@pytest.mark.parametrize(
    ("meter", "n_steps"), [("4/4", STEPS), ("3/4", 12), ("6/8", 12), ("7/8", 14), ("7/16", 7)]
)
def test_a_bar_has_the_steps_of_its_meter(meter: str, n_steps: int) -> None:
    """Four a quarter; one too few or too many in any band is refused."""
    assert meter == rhythm(n_steps, meter=meter).meter
    for other in (n_steps - 1, n_steps + 1):
        with pytest.raises(ValidationError, match=f"a bar of {meter} has {n_steps} steps"):
            rhythm(other, meter=meter)
    longer = {"low": [0.5] * n_steps, "mid": [0.5] * n_steps, "high": [0.5] * (n_steps + 1)}
    with pytest.raises(ValidationError, match=meter):
        rhythm(n_steps, meter=meter, steps=longer)


def test_a_song_is_in_four_unless_said() -> None:
    """A bar without a meter has sixteen steps; a strength over 1 is none."""
    assert "4/4" == rhythm(STEPS).meter
    with pytest.raises(ValidationError):
        StepsBody(low=[1.01] * STEPS, mid=[0.5] * STEPS, high=[0.5] * STEPS)


@pytest.mark.parametrize("bpm", [0.0, -120.0])
def test_tempo_is_positive(bpm: float) -> None:
    """A song does not stand still, or go backwards."""
    with pytest.raises(ValidationError, match="bpm"):
        TempoBody(bpm=bpm, confidence=1, candidates=[])


@pytest.mark.parametrize("tonic", ["C", "F#", "Bb"])
def test_tonics(tonic: str) -> None:
    """A tonic is a letter, sharp or flat or neither."""
    assert tonic == KeyGuessBody.model_validate(GUESS | {"tonic": tonic}).tonic


@pytest.mark.parametrize("tonic", ["H", "c", "C##", "", "do"])
def test_what_is_no_tonic(tonic: str) -> None:
    """German, small and doubled letters, and syllables, are not how services write keys."""
    with pytest.raises(ValidationError, match="tonic"):
        KeyGuessBody.model_validate(GUESS | {"tonic": tonic})


def test_name_of_the_genre_model() -> None:
    """The model is called `from` in JSON, which Python keeps for itself."""
    prior = {"genre": "reggae", "probability": 0.7, "from": "svm", "used_for": ["style"]}

    read = PriorBody.model_validate(prior)

    assert "svm" == read.from_model
    assert prior | {"effect": "weighed"} == read.model_dump(by_alias=True)
