"""Styles by rhythm, genres and words of a track → styles by both.

    P(style) ∝ P_rhythm(style) · (Σ over genres of P(genre) · M[genre, style]) ^ WEIGHT

Where none of the genres fits, words stand in their place: what listeners call such music
(“electronic”, “house”), each weighing as much as it fits.

M is written by hand, before anything was measured with it: 1 where drummers of the genre play the
style, `FLOOR` where they do not, so that a rhythm that is clear enough wins all the same. A genre
that is not in the table (from a model with genres of its own) goes with everything. A style that
none of GTZAN's ten genres stands for (House, Afro, Samba …) is with those where such tracks end up:
else a genre would always speak against it.
"""

from collections.abc import Mapping
from typing import Final

FLOOR: Final = 0.15  # fit of a style that drummers of the genre do not play
WEIGHT: Final = 2.0  # exponent of the fit of genres and words against the rhythm
STYLES: Final[Mapping[str, frozenset[str]]] = {
    # Shuffles and slow twelve-eights; New Orleans, soul and gospel are its children.
    "blues": frozenset(
        {"Blues Shuffle", "Gospel", "Jazz Swing", "New Orleans", "Rock", "Soul"},
    ),
    # Trains, and ballads with a plain backbeat.
    "country": frozenset({"Blues Shuffle", "Country Train", "Pop", "Rock"}),
    # Four on the floor, and what it came from and led to.
    "disco": frozenset(
        {"Afrobeat", "Amapiano", "Disco", "Funk", "House", "Pop", "Soul", "Techno", "UK Garage"},
    ),
    # Sampled breaks and machines.
    "hiphop": frozenset(
        {"Afro", "Boom Bap", "Drill", "Drum and Bass", "Funk", "Reggaeton", "Trap", "UK Garage"},
    ),
    # Swing, Latin jazz, fusion.
    "jazz": frozenset(
        {
            *("Afrobeat", "Blues Shuffle", "Bossa Nova", "Funk", "Jazz Swing", "Latin"),
            *("New Orleans", "Samba"),
        },
    ),
    "metal": frozenset({"Metal", "Punk", "Rock"}),
    # Charts: whatever is danced to or sung along.
    "pop": frozenset(
        {
            *("Afro", "Amapiano", "Boom Bap", "Dancehall", "Disco", "Funk", "House", "Latin"),
            *("Pop", "Reggaeton", "Rock", "Soul", "Techno", "Trap", "UK Garage"),
        },
    ),
    "reggae": frozenset({"Afro", "Dancehall", "Reggae", "Reggaeton"}),
    "rock": frozenset({"Blues Shuffle", "Metal", "Pop", "Punk", "Rock"}),
}  # classical music has no drums, so it goes with all

_CLUB: Final = frozenset(
    {
        *("Afro", "Amapiano", "Disco", "Drill", "Drum and Bass", "House", "Techno", "Trap"),
        "UK Garage",
    },
)
_CALM: Final = frozenset(
    {"Boom Bap", "Bossa Nova", "Drum and Bass", "House", "Techno", "Trap", "UK Garage"}
)
_RAP: Final = frozenset({"Boom Bap", "Dancehall", "Drill", "Reggaeton", "Soul", "Trap"})
# Words of listeners that say what is drummed; the others (“beautiful”, “80s”) say nothing here.
WORDS: Final[Mapping[str, frozenset[str]]] = (
    dict.fromkeys(("electronic", "electronica", "electro", "dance", "house", "party"), _CLUB)
    | dict.fromkeys(("ambient", "chill", "chillout"), _CALM)
    | dict.fromkeys(("hip-hop", "rnb"), _RAP)
    | dict.fromkeys(("metal", "heavy metal", "hard rock"), STYLES["metal"])
    | dict.fromkeys(
        (
            *("rock", "alternative", "alternative rock", "classic rock", "indie", "indie rock"),
            "progressive rock",
        ),
        STYLES["rock"],
    )
    | dict.fromkeys(("pop", "indie pop", "catchy"), STYLES["pop"])
    | dict.fromkeys(("folk", "acoustic"), STYLES["country"] | {"Bossa Nova"})
    | {genre: STYLES[genre] for genre in ("blues", "country", "jazz")}
    | {
        "punk": frozenset({"Punk", "Rock"}),
        "soul": frozenset({"Disco", "Funk", "Gospel", "New Orleans", "Soul"}),
        "funk": frozenset({"Afrobeat", "Disco", "Funk", "New Orleans", "Soul"}),
    }
)
WORD_FROM: Final = 0.2  # [0–1] how well a word fits from which it has a say

Probabilities = Mapping[str, float]


def genre_goes_with(genre: str, style: str) -> bool:
    """Say whether drummers of a genre play a style; of a genre that is not in the table, all do."""
    return genre not in STYLES or style in STYLES[genre]


def genres_to_fit(genres: Probabilities, style: str) -> float:
    """Rate how well a style goes with a track of which the genre is guessed, `FLOOR` … 1."""
    return sum(
        share * (1.0 if genre_goes_with(genre, style) else FLOOR) for genre, share in genres.items()
    )


def words_to_genres(words: Probabilities) -> dict[str, float]:
    """Keep the words that say what is drummed and fit well enough, scaled to sum 1."""
    telling = {word: fit for word, fit in words.items() if word in WORDS and fit >= WORD_FROM}
    total = sum(telling.values())
    return {word: fit / total for word, fit in telling.items()}


def words_to_fit(words: Probabilities, style: str) -> float:
    """Rate how well a style goes with words of sum 1, `FLOOR` … 1."""
    return sum(share * (1.0 if style in WORDS[word] else FLOOR) for word, share in words.items())


def styles_with_words(
    styles: Probabilities, words: Probabilities, weight: float = WEIGHT
) -> dict[str, float]:
    """Compute the probability of each style by the rhythm's and by words of sum 1; sum 1."""
    return _scaled(
        {style: share * words_to_fit(words, style) ** weight for style, share in styles.items()}
    )


def styles_with_genres(
    styles: Probabilities, genres: Probabilities, weight: float = WEIGHT
) -> dict[str, float]:
    """Compute the probability of each style by the rhythm's and by the genres; sum 1."""
    return _scaled(
        {style: share * genres_to_fit(genres, style) ** weight for style, share in styles.items()}
    )


def _scaled(fused: Probabilities) -> dict[str, float]:
    total = sum(fused.values())
    return {style: share / total for style, share in fused.items()}
