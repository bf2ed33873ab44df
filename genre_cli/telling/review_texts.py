"""What `genre review` says, in the terminal and on its page, in every language."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class ReviewTexts:
    """One language's words; the keys are the same in all of them."""

    title: str
    place: str
    keys: str
    page_keys: str
    accept: str
    no_genre: str
    change: str
    another: str
    decide: str
    skip: str
    back: str
    take_back: str
    decided: str
    nothing_left: str
    count: str
    cannot_play: str
    no_player: str
    page_is_at: str


REVIEW_TEXTS: Final = InEveryLanguage(
    "review",
    ReviewTexts(
        title="Doubtful songs",
        place="{number} of {total}",
        keys="Enter accept · 1–9 that genre · c another · s skip · u take back · p play · q quit",
        page_keys="Keys: Enter or a accepts, 1–9 take that genre, c types another, s skips, "
        "b goes back, u takes back, the space bar plays.",
        accept="Accept: {genre}",
        no_genre="no genre",
        change="Or rather",
        another="Another genre",
        decide="Decide",
        skip="Skip",
        back="Back",
        take_back="Take back",
        decided="Decided: {genre}",
        nothing_left="Nothing is left to decide.",
        count="{number} decided",
        cannot_play="This browser cannot play this file.",
        no_player="Nothing on this machine opens this file; “genre review --page” plays it too.",
        page_is_at="The page is at {address}; Ctrl-C ends it. Whoever knows the address can hear "
        "these songs on this machine, and decide.",
    ),
)
