"""Recommended track → what `/recommend` answers."""

from collections.abc import Sequence

import pytest
from unit.beat_service.recommendation.known_traits import beat_of, traits_of

from beat_service.analysis.traits import TrackAnalysis, Traits
from beat_service.recommendation.body import track_to_body
from beat_service.recommendation.genre_client import Genres
from beat_service.recommendation.ranking import Recommendation, traits_to_beats
from beat_service.recommendation.recommender import RecommendedTrack, Styles
from music_genre.audio.decode import AudioInfo
from music_genre.webapi.beat_body import AnalysisModelBody, RecommendationBody

AUDIO = AudioInfo(duration_s=12.0, sample_rate_hz=44_100, channels=2, format="WAV", sounding_s=12.0)
MODEL, STYLE_MODEL = (
    AnalysisModelBody(name=name, version="1", sha256={}) for name in ("analysis", "beat_styles")
)
SHARES = {"House": 0.666666, "Rock": 0.333333}
BEATS = [beat_of("jack", "House"), beat_of("slow", "Rock", slowest_bpm=100.0, fastest_bpm=118.777)]
GENRES = Genres({"disco": 0.7, "rock": 0.3}, "svm")


def body_of(
    traits: Traits | None, beats: Sequence[Recommendation], styles: Styles | None
) -> RecommendationBody:
    """Make the answer of a track, as a client reads it."""
    track = RecommendedTrack(TrackAnalysis(traits, AUDIO, {"decode": 1.0}), beats, styles)
    body = track_to_body(track, MODEL, STYLE_MODEL)
    return RecommendationBody.model_validate_json(body.model_dump_json(by_alias=True))


def recommended(styles: Styles) -> RecommendationBody:
    """Make the answer of a track at 123.456 bpm for two beats."""
    traits = traits_of(123.456)
    return body_of(traits, traits_to_beats(traits, SHARES, BEATS), styles)


def test_the_first_beat_is_the_recommended_one() -> None:
    """Its style, rounded probability and reasons stand at the top, the other is an alternative."""
    body = recommended(Styles(SHARES, True, None))
    assert body.beat is not None
    assert body.reasons is not None

    assert ("House", 0.6667, True) == (body.recommended_beat, body.confidence, body.certain)
    assert ("jack", "Jack", 4, "CC0-1.0") == (
        body.beat.id,
        body.beat.title,
        body.beat.bars,
        body.beat.licence,
    )
    assert (123.46, "same", 0.9996) == (
        body.reasons.tempo.track_bpm,
        body.reasons.tempo.played,
        body.reasons.tempo.fit,
    )
    assert ["slow"] == [other.beat.id for other in body.alternatives]
    assert (MODEL, STYLE_MODEL) == (body.model, body.style_model)


def test_the_address_plays_the_tempo_that_is_named() -> None:
    """A beat that cannot go as fast as the track is asked for at its own fastest tempo."""
    body = recommended(Styles(SHARES, True, None))
    assert body.beat is not None
    (slow,) = body.alternatives

    assert (123.46, "/beats/jack/audio?bpm=123.46") == (body.beat.bpm, body.beat.url)
    assert (118.777, "/beats/slow/audio?bpm=118.777") == (slow.beat.bpm, slow.beat.url)


def test_strokes_at_the_same_tempo() -> None:
    """What our kits play has a MIDI file at the tempo of its sound; a recording has none."""
    traits = traits_of(123.456)
    beats = [beat_of("jack", "House", kind="pattern"), beat_of("loop", "Rock", kind="audio")]
    body = body_of(traits, traits_to_beats(traits, SHARES, beats), Styles(SHARES, True, None))
    assert body.beat is not None

    assert "/beats/jack/midi?bpm=123.46" == body.beat.midi_url
    assert body.alternatives[0].beat.midi_url is None


def test_unknown_parts_have_no_reason() -> None:
    """A beat that was never analysed has neither a rhythm's nor an energy's fit."""
    reasons = recommended(Styles(SHARES, True, None)).reasons
    assert reasons is not None

    assert (None, None) == (reasons.rhythm, reasons.energy)
    assert reasons.together == pytest.approx(reasons.tempo.fit)


def test_a_genre_that_had_a_say_is_named() -> None:
    """The most probable genre, which model predicted it, what for, and the sentence says it."""
    body = recommended(Styles(SHARES, False, GENRES, leant=True))
    assert body.prior is not None
    told = body.prior.model_dump(mode="json", by_alias=True)
    agreed = recommended(Styles(SHARES, False, GENRES))
    alone = recommended(Styles(SHARES, False, None))

    assert {"genre": "disco", "probability": 0.7, "from": "svm"}.items() <= told.items()
    assert (["style"], "decided") == (told["used_for"], told["effect"])
    assert "a guess: the rhythm leaves the style open; disco decided" == body.sentence
    assert agreed.sentence
    assert agreed.sentence.endswith("disco goes with it")
    assert (None, "a guess: the rhythm leaves the style open") == (alone.prior, alone.sentence)


def test_an_empty_catalogue() -> None:
    """The track is described, and nothing recommended with any certainty."""
    body = body_of(traits_of(120), [], Styles(SHARES, True, None))

    assert ("analyzed", None, 0, False) == (
        body.outcome,
        body.recommended_beat,
        body.confidence,
        body.certain,
    )
    assert ([], None, None) == (body.alternatives, body.beat, body.reasons)


def test_silence() -> None:
    """Silence has no beat, no prior and no certainty."""
    body = body_of(None, [], None)

    assert ("silence", None, False) == (body.outcome, body.recommended_beat, body.certain)
    assert (None, None, []) == (body.prior, body.beat, body.alternatives)
