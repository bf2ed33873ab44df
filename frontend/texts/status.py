"""Every text of the page about how the services do."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class StatusStrings:
    """The texts of one language."""

    title: str
    lead: str
    songs: str
    songs_summary: str
    durations: str
    durations_summary: str
    an_hour_ago: str
    now: str
    seconds: str
    service: str
    state: str
    ready: str
    failing: str
    unknown: str
    requests: str
    errors: str
    half: str
    most: str
    waiting: str
    refusals: str
    no_refusals: str
    genres: str
    no_songs: str
    no_genre: str
    again: str


ENGLISH: Final = StatusStrings(
    title="Status",
    lead="The last hour of this page and of the services it asks; each start begins anew.",
    songs="Requests a minute",
    songs_summary="{total} requests in the last hour, at most {most} in a minute",
    durations="Time to answer a song",
    durations_summary="Half of the songs within {half}, 95 of 100 within {most}",
    an_hour_ago="an hour ago",
    now="now",
    seconds="{number} s",
    service="Service",
    state="State",
    ready="ready",
    failing="does not answer",
    unknown="not asked yet",
    requests="Requests",
    errors="Errors",
    half="Half within",
    most="95 % within",
    waiting="Longest queue",
    refusals="Refusals",
    no_refusals="None in the last hour.",
    genres="Genres",
    no_songs="No song in the last hour.",
    no_genre="none of these",
    again="Show it anew",
)

STATUS_STRINGS: Final = InEveryLanguage("status", ENGLISH)
