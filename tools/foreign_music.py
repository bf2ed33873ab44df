"""`make foreign-music`: what the served models say of whole pieces that nobody trained on.

The music of free games in Debian's packages, each piece whole, by the services' own code and the
page's own verdict; written as tables into `docs/foreign-music.md`. The genres were learnt from none
of it. How foreign music is was learnt from excerpts of the packages that are marked so: these rows
are no held-out measure, the others are.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from tqdm import tqdm

from music_genre.audio.errors import AudioProcessingError
from tools.game_music import ELECTRONIC, GAMES, NO_MUSIC, Piece, installed_pieces
from tools.served_verdict import bytes_to_verdict, served_models
from training.bundle import replace_file
from training.markdown import rows_to_markdown
from training.musicnn.sounds import PACKAGES
from training.settings import ROOT

PAGE: Final = ROOT / "docs" / "foreign-music.md"
N_TAGS: Final = 4
# What the first word may be of music that none of the ten genres is.
FITTING: Final = frozenset(
    {"ambient", "chill", "chillout", "dance", "electro", "electronic", "electronica"}
    | {"experimental", "house", "instrumental"}
)
HEAD: Final = """# Music of strangers

What the service says of whole pieces from free games, as Debian packages them: `make foreign-music` writes this page.
Nobody chose the pieces by genre, and no genre was learnt from them.

An answer is **useful** where it is the genre that the music is, said with confidence, or “none of the ten” with a first word that fits it: {words}.
It is **wrong** where another genre is said with confidence, and of **no use** otherwise: ambiguous, none of the ten for an orchestra, not music.
What the music is, is said by package (`tools/game_music.py`), not by ear and not by the words: the files of Wesnoth call themselves “Romantic Classical”, the others are taken for none of the ten, so a genre that one of these may well have counts as wrong.

"""  # noqa: E501  # one sentence a line in Markdown

Value = Literal["useful", "wrong", "no use"]


@dataclass(frozen=True)
class Answer:
    """What was said of a piece, and what it is worth."""

    piece: Piece
    verdict: Mapping[str, Any]
    value: Value


def verdict_to_value(verdict: Mapping[str, Any], is_what: str) -> Value:
    """Say what an answer is worth to somebody who knows what the music is."""
    if verdict["outcome"] == "confident":
        return "useful" if verdict["genre"] == is_what else "wrong"
    if verdict["outcome"] == "not_music":
        return "useful" if is_what == NO_MUSIC else "no use"
    if verdict["outcome"] == "none_of_these" and is_what == ELECTRONIC:
        tags = verdict["tags"] or {}
        return "useful" if tags and max(tags, key=tags.__getitem__) in FITTING else "no use"
    return "no use"


def answer_to_row(answer: Answer) -> tuple[str, ...]:
    """Write a row: package, piece, outcome, genre or nearest, words, worth."""
    verdict = answer.verdict
    tags = sorted((verdict["tags"] or {}).items(), key=lambda tag: -tag[1])[:N_TAGS]
    nearest = verdict["genre"] or verdict["nearest"]
    said = ""
    if nearest:
        said = f"{nearest} {verdict['probabilities'][nearest]:.0%}"
    outcome = verdict["outcome"].replace("_", " ")
    words = ", ".join(f"{name} {value:.0%}" for name, value in tags)
    value = f"**{answer.value}**" if answer.value == "wrong" else answer.value
    return (
        answer.piece.package,
        answer.piece.name,
        outcome + (f": {verdict['kind']}" if verdict["kind"] else ""),
        said if verdict["genre"] else f"({said})",
        words,
        value,
    )


def answers_to_page(answers: Sequence[Answer]) -> str:
    """Write the whole page: the sum, a row for each package, a row for each piece."""
    by_package = [
        (package, [answer for answer in answers if answer.piece.package == package])
        for package in GAMES
    ]
    rows = [
        (
            package,
            GAMES[package],
            "yes" if package in PACKAGES else "no",
            str(len(theirs)),
            *_shares(theirs),
        )
        for package, theirs in by_package
        if theirs
    ]
    header = ("package", "it is", "foreign music learnt from it", "pieces")
    sums = rows_to_markdown((*header, "useful", "wrong", "no use"), rows)
    titles = ("package", "piece", "outcome", "genre (nearest)", "words", "worth")
    table = rows_to_markdown(titles, [answer_to_row(answer) for answer in answers])
    words = ", ".join(sorted(FITTING))
    return f"{HEAD.format(words=words)}{answers_to_sum(answers)}\n\n{sums}\n\n{table}\n"


def answers_to_sum(answers: Sequence[Answer]) -> str:
    """Say in one line how many answers are worth something."""
    useful, wrong, _ = _shares(answers)
    return f"{len(answers)} pieces: useful {useful}, wrong with confidence {wrong}."


def _shares(answers: Sequence[Answer]) -> tuple[str, str, str]:
    """Count useful, wrong and useless answers, each with its share."""
    counts: Counter[Value] = Counter(answer.value for answer in answers)
    useful, wrong, no_use = (
        f"{counts[value]} ({counts[value] / len(answers):.0%})"
        for value in ("useful", "wrong", "no use")
    )
    return useful, wrong, no_use


def main() -> int:
    """Ask, print and write; 1 where no piece is installed."""
    models, answers = served_models(), []
    for piece in tqdm(installed_pieces(), desc="pieces", unit="piece"):
        try:
            verdict = bytes_to_verdict(piece.encoded, models)
        except AudioProcessingError as error:
            print(f"left out: {piece.package}, {piece.name} ({error.code})", file=sys.stderr)
            continue
        if verdict is not None:
            answers.append(Answer(piece, verdict, verdict_to_value(verdict, piece.is_what)))
    if not answers:
        print(f"install some of these Debian packages: {' '.join(GAMES)}")
        return 1
    replace_file(PAGE, answers_to_page(answers).encode())
    print(f"{answers_to_sum(answers)} Written: {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
