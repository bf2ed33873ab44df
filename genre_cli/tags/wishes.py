"""What was heard in a song → what its tags should say: only what is sure, unless told otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from genre_cli.library.rows import song_to_musical_key
from genre_cli.tags.fields import Field

if TYPE_CHECKING:
    from genre_cli.library.tables import Song

Notation = Literal["musical", "camelot", "open"]

SURE_TEMPO: Final = 0.8  # probability, as of a key that is called clear: right in four of five
NAMES: Final = {"hiphop": "Hip-Hop"}  # the others are their genre with a capital


@dataclass(frozen=True)
class Wish:
    """What a person wants in tags; `names` are own names of genres."""

    fields: Collection[Field] = ("genre", "bpm", "key")
    is_unsure_too: bool = False
    notation: Notation = "musical"
    names: Mapping[str, str] = field(default_factory=dict)


def song_to_wished(song: "Song", wish: Wish) -> dict[Field, str]:
    """List the fields that the song should have; a tempo has one digit after the point."""
    bpm = song_to_bpm(song, wish)
    key = song_to_key(song, wish.notation)
    wished: dict[Field, str | None] = {
        "genre": song_to_genre(song, wish),
        "bpm": None if bpm is None else f"{bpm:g}",
        "key": key,
        "comment": song_to_comment(song, bpm),
        "energy": song_to_energy(song),
    }
    return {name: said for name, said in wished.items() if said and name in wish.fields}


def song_to_genre(song: "Song", wish: Wish) -> str | None:
    """Name the genre, by the person's name for it if there is one."""
    genre = song.genre if song.is_sure or wish.is_unsure_too else None
    if genre is None:
        return None
    own = wish.names.get(genre) or NAMES.get(genre)
    return own or (genre.capitalize() if genre.islower() else genre)


def song_to_bpm(song: "Song", wish: Wish) -> float | None:
    """Tell the tempo [BPM]; free time has none."""
    if song.bpm is None or song.tempo_confidence is None:
        return None
    return song.bpm if song.tempo_confidence >= SURE_TEMPO or wish.is_unsure_too else None


def song_to_key(song: "Song", notation: Notation) -> str | None:
    """Write a clear key: `C#m`, `12A` or `5m`."""
    if song.tonic is None:
        return None
    if notation == "camelot":
        return song.camelot
    if notation == "open":
        return song.open_key
    return song_to_musical_key(song)


def song_to_comment(song: "Song", bpm: float | None) -> str | None:
    """Write what a DJ looks for in a comment: `8A - 128 - Energy 7`."""
    energy = song_to_energy(song)
    told = None if energy is None else f"Energy {energy}"
    said = [song.camelot, None if bpm is None else f"{bpm:.0f}", told]
    return " - ".join(filter(None, said)) or None


def song_to_energy(song: "Song") -> str | None:
    """Write the energy as Mixed In Key does, 1 … 10."""
    return None if song.energy is None else str(max(1, round(song.energy * 10)))
