"""Which answers of a library are doubtful, the most doubtful first.

By what the models say (`music_genre.webapi.prediction_body`): first what is between genres, then
what is said to be none of them, then what is said not to be music; within each the less probable
genre first. What is called confident is no doubt, and comes last where it is asked for.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from genre_cli.library.tables import Song


DOUBT: Final = ("ambiguous", "none_of_these", "not_music")
SURE: Final = "confident"


def songs_to_doubtful(songs: "Iterable[Song]", *, sure_too: bool = False) -> "list[Song]":
    """List the songs that nobody has decided, one of each recording, the most doubtful first."""
    asked = (*DOUBT, SURE) if sure_too else DOUBT
    doubtful = [song for song in songs if song.outcome in asked and not song.is_decided]
    doubtful.sort(key=lambda song: (asked.index(song.outcome or ""), song.probability or 0.0))
    seen: set[str | None] = set()
    return [song for song in doubtful if is_first(song.sound_sha256 or song.sha256, seen)]


def is_first(sound: str | None, seen: set[str | None]) -> bool:
    """Tell whether a recording was not seen yet, and note it."""
    is_new = sound not in seen
    seen.add(sound)
    return is_new
