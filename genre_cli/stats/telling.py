"""Counts of a library → bars for a terminal, and rows for a pipe."""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.text import Text

from frontend.texts.page import GENRE_LABELS
from genre_cli.stats.counts import NO_GENRE, TEMPO_STEP_BPM, Counts, counts_to_body
from genre_cli.telling.names import cells_to_row, escaped
from genre_cli.telling.stats_texts import STATS_TEXTS
from genre_cli.telling.texts import TEXTS
from music_genre.translations.catalogues import Language

BAR: Final = 40  # [characters] of the largest count
MINUTE_S: Final = 60
MINUTES: Final = 60  # of an hour


def counts_to_text(counts: Counts, language: Language) -> Text:
    """Draw every count as bars, under its title."""
    texts = STATS_TEXTS[language]
    text = Text(f"{counts.n_songs} {texts.songs}, {duration_to_text(counts.duration_s)}\n")
    for title, numbers in counts_to_tables(counts, language):
        if numbers:
            text.append(f"\n{title}\n", style="bold")
            append_bars(text, numbers)
    return text


def counts_to_tables(counts: Counts, language: Language) -> Iterator[tuple[str, Mapping[str, int]]]:
    """List the tables with their titles, each number with its name as people say it."""
    texts, words = STATS_TEXTS[language], TEXTS[language]
    yield texts.genres, {name_to_label(name, language): n for name, n in counts.genres.items()}
    tempi = {f"{low}–{low + TEMPO_STEP_BPM}": n for low, n in counts.tempi.items()}
    yield f"{texts.tempo} (BPM)", tempi
    yield texts.keys, counts.keys
    doubt = {getattr(words, name): n for name, n in counts.outcomes.items()}
    yield texts.heard, doubt | ({texts.decided: counts.n_decided} if counts.n_decided else {})


def append_bars(text: Text, numbers: Mapping[str, int]) -> None:
    """Draw a line for each number."""
    most = max(numbers.values())
    widest = max(map(len, numbers))
    for name, number in numbers.items():
        bar = "█" * max(1, round(number / most * BAR))
        text.append(f"  {escaped(name):<{widest}}  {bar} {number}\n")


def counts_to_rows(counts: Counts) -> str:
    """Write what is counted, its name and its number, with tabs between."""
    rows = []
    for kind, told in counts_to_body(counts).items():
        pairs = told.items() if isinstance(told, dict) else [("", told)]
        rows += [cells_to_row(kind, str(name), str(number)) for name, number in pairs]
    return "\n".join(rows)


def name_to_label(name: str, language: Language) -> str:
    """Write a genre as people of a language do, or that there is none."""
    if name == NO_GENRE:
        return STATS_TEXTS[language].no_genre
    return GENRE_LABELS[language].get(name, name)


def duration_to_text(duration_s: float) -> str:
    """Write hours and minutes."""
    minutes = round(duration_s / MINUTE_S)
    return f"{minutes // MINUTES} h {minutes % MINUTES:02} min"
