"""Bodies of answers → what an assistant is told: flat, in words that it can repeat.

The schemas go to the assistant with the tools, so a field says in its description what it means.
"""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from genre_cli.answering.answers import Body, body_to_verdict, body_to_witness
from genre_cli.library.likeness import Alike
from music_genre.webapi.prediction_body import most_probable


class TimelinePart(BaseModel):
    """What a stretch of the song sounds like by itself."""

    start_s: float
    end_s: float
    genre: str | None = Field(description="the likeliest; null where it is silent")
    probability: float | None


class GenreAnswer(BaseModel):
    """The genre of a song, and how sure that is."""

    file: str
    genre: str | None = Field(
        description="one of blues, classical, country, disco, hiphop, jazz, metal, pop, reggae, "
        "rock; null where it is none of them"
    )
    outcome: str = Field(
        description="confident: right in 85 of 100 such cases; ambiguous: say that it is not sure; "
        "none_of_these: other music, see tags; not_music; silence"
    )
    nearest: str | None = Field(description="the likeliest genre, whatever the outcome")
    probabilities: dict[str, float] = Field(description="calibrated, sum 1; empty for silence")
    tags: dict[str, float] = Field(description="words for how it sounds, each 0 to 1")
    timeline: list[TimelinePart]
    duration_s: float


class AnalysisAnswer(BaseModel):
    """Tempo, key and energy of a song; null is what it has not, or what is not clear."""

    file: str
    outcome: str = Field(description="analyzed or silence")
    bpm: float | None = Field(description="tempo; null in free time")
    bpm_probability: float | None = Field(description="that it is right within 4 %")
    bpm_range: list[float] | None = Field(description="slowest and fastest, in free time alone")
    key: str | None = Field(description="such as A minor; null where none is clear")
    camelot: str | None = Field(description="the key as DJs write it, such as 8A")
    key_probability: float | None
    energy: float | None = Field(description="0 to 1: loudness, onset rate, brightness")
    meter: str | None
    swing_ratio: float | None = Field(description="1 straight, 2 triplets")
    duration_s: float


class Beat(BaseModel):
    """A beat of the catalogue."""

    style: str
    style_probability: float
    title: str
    bpm: float = Field(description="the tempo at which it goes with the song")
    author: str
    licence: str


class BeatAnswer(BaseModel):
    """A beat that fits a song, and others."""

    file: str
    sentence: str | None = Field(description="how sure the style is, and what decided")
    beat: Beat | None = Field(description="null for silence")
    alternatives: list[Beat] = Field(description="of other styles, best first")


class SimilarSong(BaseModel):
    """A song of the library."""

    file: str
    likeness: float = Field(description="-1 to 1")
    genre: str | None
    bpm: float | None
    camelot: str | None
    energy: float | None


class SimilarAnswer(BaseModel):
    """Songs of the library that sound most like one, in the allowed folders, best first."""

    file: str
    songs: list[SimilarSong]


def body_to_genre(file: str, body: Body) -> GenreAnswer:
    """Tell the body of `predict`."""
    verdict, heard = body_to_verdict(body), body_to_witness(body)
    return GenreAnswer(
        file=file,
        genre=verdict["genre"],
        outcome=verdict["outcome"],
        nearest=verdict["nearest"],
        probabilities=verdict["probabilities"] or {},
        tags=verdict.get("tags") or {},
        timeline=[segment_to_part(one) for one in heard["segments"]],
        duration_s=heard["audio"]["duration_s"],
    )


def segment_to_part(segment: Body) -> TimelinePart:
    """Tell one window."""
    shares: Mapping[str, float] = segment["probabilities"] or {}
    genre = most_probable(shares) if shares else None
    share = None if genre is None else shares[genre]
    return TimelinePart(
        start_s=segment["start_s"], end_s=segment["end_s"], genre=genre, probability=share
    )


def body_to_analysis(file: str, body: Body) -> AnalysisAnswer:
    """Tell the body of `analyze`."""
    tempo, key = body["tempo"] or {}, body["key"] or {}
    energy, rhythm = body["energy"] or {}, body["rhythm"] or {}
    is_free = tempo.get("free", False)
    return AnalysisAnswer(
        file=file,
        outcome=body["outcome"],
        bpm=None if is_free else tempo.get("bpm"),
        bpm_probability=None if is_free else tempo.get("confidence"),
        bpm_range=[*tempo["range_bpm"]] if is_free and tempo["range_bpm"] else None,
        key=f"{key['tonic']} {key['mode']}" if key.get("clear") else None,
        camelot=key.get("camelot"),
        key_probability=key.get("confidence"),
        energy=energy.get("energy"),
        meter=rhythm.get("meter"),
        swing_ratio=rhythm.get("swing_ratio"),
        duration_s=body["audio"]["duration_s"],
    )


def body_to_beats(file: str, body: Body) -> BeatAnswer:
    """Tell the body of `beats`."""
    return BeatAnswer(
        file=file,
        sentence=body["sentence"],
        beat=played_to_beat(body["beat"], body["confidence"]) if body["beat"] else None,
        alternatives=[
            played_to_beat(one["beat"], one["confidence"]) for one in body["alternatives"]
        ],
    )


def played_to_beat(played: Body, probability: float) -> Beat:
    """Tell one beat."""
    facts = {name: played[name] for name in ("style", "title", "bpm", "author", "licence")}
    return Beat(style_probability=probability, **facts)


def alike_to_song(file: str, alike: Alike) -> SimilarSong:
    """Tell one song of the library."""
    song = alike.song
    return SimilarSong(
        file=file,
        likeness=round(alike.likeness, 4),
        genre=song.genre,
        bpm=song.bpm,
        camelot=song.camelot,
        energy=song.energy,
    )
