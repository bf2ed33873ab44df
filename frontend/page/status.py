"""What services did in the last hour → what the page `/status` draws of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from frontend.page.numbers import number_to_text
from frontend.texts.page import GENRE_LABELS
from frontend.texts.status import STATUS_STRINGS
from frontend.watching.history import Minute, ServiceHistory
from frontend.watching.reading import (
    ERRORS,
    GENRE,
    REFUSED,
    REQUESTS,
    Key,
    counts_to_quantile,
)
from frontend.watching.watcher import OWN
from music_genre.translations.catalogues import Language

HEIGHT: Final = 100.0  # of a picture, whose width is 10 for each minute
STEP: Final = 10.0
HALF, MOST = 0.5, 0.95
NOTHING: Final = "–"
MOST_REFUSALS: Final = 10
NO_GENRE: Final = "none"


@dataclass(frozen=True)
class Bar:
    """A row of a list: a name, a number, and the number's share of the largest, 0–100."""

    name: str
    number: int
    percent: float


@dataclass(frozen=True)
class ServiceRow:
    """A service: its state and its hour."""

    name: str
    state: str
    is_failing: bool
    requests: int
    errors: int
    half: str
    most: str
    waiting: int


@dataclass(frozen=True)
class StatusPage:
    """All that is drawn; points are of SVG, from the oldest minute on."""

    songs_summary: str
    most_a_minute: int
    columns: Sequence[tuple[float, float, float]]  # x, y, height
    durations_summary: str
    longest: str
    half_points: Sequence[str]  # one for each stretch of minutes with songs
    most_points: Sequence[str]
    services: Sequence[ServiceRow]
    refusals: Sequence[Bar]
    genres: Sequence[Bar]


def histories_to_page(
    histories: Mapping[str, ServiceHistory], now_s: float, language: Language
) -> StatusPage:
    """Draw the last hour of all services."""
    hours = {name: history.hour(now_s) for name, history in histories.items()}
    strings, own = STATUS_STRINGS[language], hours[OWN]
    requests = [minute.counts[REQUESTS] for minute in own]
    largest = max(requests)
    halves = [counts_to_quantile(minute.counts, HALF) for minute in own]
    mosts = [counts_to_quantile(minute.counts, MOST) for minute in own]
    longest_s = max((value for value in mosts if value is not None), default=0.0)
    rows = [hour_to_row(name, hour, language) for name, hour in hours.items()]
    labels = GENRE_LABELS[language]
    return StatusPage(
        songs_summary=strings.songs_summary.format(total=sum(requests), most=largest),
        most_a_minute=largest,
        columns=[
            (place * STEP + 1, HEIGHT * (1 - n / largest), HEIGHT * n / largest)
            for place, n in enumerate(requests)
            if n
        ],
        durations_summary=strings.durations_summary.format(half=rows[0].half, most=rows[0].most),
        longest=_seconds(longest_s or None, language),
        half_points=values_to_points(halves, longest_s),
        most_points=values_to_points(mosts, longest_s),
        services=rows,
        refusals=counts_to_bars(
            {
                f"{name}: {code}": number
                for name, hour in hours.items()
                for code, number in hour_to_counts(hour, REFUSED).items()
            }
        )[:MOST_REFUSALS],
        genres=counts_to_bars(
            {
                strings.no_genre if genre == NO_GENRE else labels.get(genre, genre): number
                for genre, number in hour_to_counts(own, GENRE).items()
            }
        ),
    )


def hour_to_row(name: str, hour: Sequence[Minute], language: Language) -> ServiceRow:
    """Sum up a service's hour; its state is that of the last look."""
    strings = STATUS_STRINGS[language]
    total: Counter[Key] = Counter()
    for minute in hour:
        total += minute.counts
    ready = next((one.ready for one in reversed(hour) if one.ready is not None), None)
    states = {True: strings.ready, False: strings.failing, None: strings.unknown}
    return ServiceRow(
        name=name,
        state=states[ready],
        is_failing=ready is False,
        requests=total[REQUESTS],
        errors=total[ERRORS],
        half=_seconds(counts_to_quantile(total, HALF), language),
        most=_seconds(counts_to_quantile(total, MOST), language),
        waiting=int(max(minute.waiting for minute in hour)),
    )


def hour_to_counts(hour: Sequence[Minute], kind: str) -> Counter[str]:
    """Sum up what is counted of a kind, by its label."""
    total: Counter[str] = Counter()
    for minute in hour:
        total.update({label: n for (what, label), n in minute.counts.items() if what == kind})
    return total


def counts_to_bars(counts: Mapping[str, int]) -> list[Bar]:
    """Sort by number, the largest first."""
    largest = max(counts.values(), default=0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Bar(name, number, 100 * number / largest) for name, number in ranked if number]


def values_to_points(values: Sequence[float | None], largest: float) -> list[str]:
    """Make the points of lines over minutes, broken where there is no value."""
    stretches: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            x, y = (place + 0.5) * STEP, HEIGHT * (1 - value / largest)
            stretches[-1] += [f"{x - 3:.1f},{y:.1f}", f"{x + 3:.1f},{y:.1f}"]
    return [" ".join(points) for points in stretches if points]


def _seconds(value: float | None, language: Language) -> str:
    if value is None:
        return NOTHING
    number = number_to_text(value, 1 if value >= 1 else 2, language)
    return STATUS_STRINGS[language].seconds.format(number=number)
