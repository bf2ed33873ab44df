"""What a model says, or all of them together → a section of the results: plain texts, no HTML.

The verdict stands first and says what the file is. The models' sections say what each witness
heard, and name no genre where the verdict finds that none fits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from frontend.answers.verdict import NO_GENRE_FITS, body_to_nearest
from frontend.page.numbers import share_to_percent
from frontend.texts.page import GENRE_LABELS, STRINGS, Strings
from frontend.texts.verdict import NO_KIND, TAG_LABELS, VERDICT_STRINGS
from music_genre.translations.catalogues import Language
from music_genre.webapi.prediction_body import NAMES_A_GENRE

N_CANDIDATES: Final = 2  # genres that an ambiguous answer names
MOST_TAGS: Final = 5
TAG_FROM: Final = 0.1  # a word under it would be a guess (own choice)

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Bar:
    """One genre; `percent` is for reading, `width` for SVG."""

    label: str
    percent: str
    width: str
    is_top: bool


@dataclass(frozen=True)
class Problem:
    """What was wrong, and what to do."""

    title: str
    detail: str


@dataclass(frozen=True)
class Said:
    """An answer in words: what it is, how sure, and what to make of it.

    `outcome` is how sure a genre is, `sureness` what that means; `tags` follow on `advice`; bars
    are open where `folded` is empty, else under that title.
    """

    headline: str = ""
    percent: str = ""
    outcome: str = ""
    sureness: str = ""
    advice: str = ""
    tags: tuple[str, ...] = ()
    nearest: str = ""
    bars: tuple[Bar, ...] = ()
    folded: str = ""


@dataclass(frozen=True)
class Section:
    """What one model says, or all of them, or a problem.

    `is_agreed` is whether the models are nearest to the same genre; None where that is not said.
    """

    key: str
    title: str
    said: Said = field(default_factory=Said)
    note: str = ""
    is_agreed: bool | None = None
    problem: Problem | None = None


def answer_to_said(answer: Body, language: Language) -> Said:
    """Put a verdict in words: an answer that has all of `EnsembleBody`, or did before it grew."""
    strings = VERDICT_STRINGS[language]
    bars = probabilities_to_bars(answer, language)
    if answer["outcome"] == "not_music":
        kind = strings.kinds.get(answer.get("kind") or "")
        return Said(
            headline=strings.not_music.format(kind=kind) if kind else strings.not_music_alone,
            advice=strings.try_music,
            bars=bars,
            folded=_counted(strings.if_one, bars, language),
        )
    if answer["outcome"] == "none_of_these":
        others = answer_to_other_tags(answer)
        tags = tags_to_labels(others, language)
        return Said(
            headline=_counted(_tags_to_headline(others, language), bars, language),
            advice=strings.rather if tags else strings.another_kind,
            tags=tags,
            nearest=_answer_to_nearest(answer, language),
            bars=bars,
            folded=_counted(strings.if_one, bars, language),
        )
    if not bars:
        return Said(headline=strings.silence)
    if answer["outcome"] == "ambiguous" and len(bars) >= N_CANDIDATES:
        first, second = bars[:N_CANDIDATES]
        return Said(
            headline=strings.between.format(first=first.label, second=second.label),
            percent=f"{first.percent} · {second.percent}",
            outcome=strings.ambiguous,
            sureness=answer_to_sureness(answer, language),
            bars=bars,
        )
    return Said(
        headline=bars[0].label,
        percent=bars[0].percent,
        outcome=strings.confident if answer["outcome"] == "confident" else strings.ambiguous,
        sureness=answer_to_sureness(answer, language),
        bars=bars,
    )


def answer_to_sureness(answer: Body, language: Language) -> str:
    """Say what sure or not sure means, with the share that was measured where there is one."""
    strings, share = VERDICT_STRINGS[language], answer.get("confident_precision")
    is_sure = answer["outcome"] == "confident"
    if share is None:
        return strings.confident_means if is_sure else strings.ambiguous_means
    words = strings.confident_measured if is_sure else strings.ambiguous_measured
    return words.format(percent=share_to_percent(share, language))


def answer_to_witness(answer: Body, verdict: Body | None, language: Language) -> Said:
    """Put in words what one model adds to a verdict; of what the verdict says already, nothing.

    How sure the answer is, the verdict alone says: a witness that is surer would contradict it.
    """
    said = replace(answer_to_said(answer, language), outcome="", sureness="")
    if not verdict or verdict["outcome"] not in NO_GENRE_FITS:
        return said
    if answer["outcome"] not in NAMES_A_GENRE:
        return Said(headline=said.headline, bars=said.bars, folded=said.folded)
    strings = VERDICT_STRINGS[language]
    bars = tuple(replace(bar, is_top=False) for bar in said.bars)
    is_music = verdict["outcome"] != "not_music"
    return Said(
        headline=strings.cannot_tell,
        advice=_counted(strings.must_name_one, bars, language),
        nearest=_answer_to_nearest(answer, language) if is_music else "",
        bars=bars,
        folded=_counted(strings.if_one, bars, language),
    )


def probabilities_to_bars(answer: Body, language: Language) -> tuple[Bar, ...]:
    """Rank bars from the most probable genre; of equals, the one that the answer calls nearest.

    The first is on top only where the answer names a genre; with it the second, where it may be
    either.
    """
    n_named = {"confident": 1, "ambiguous": N_CANDIDATES}.get(answer["outcome"], 0)
    probabilities: Mapping[str, float] = answer["probabilities"] or {}
    labels, strings, nearest = GENRE_LABELS[language], STRINGS[language], body_to_nearest(answer)
    ranked = sorted(probabilities.items(), key=lambda pair: (-pair[1], pair[0] != nearest))
    return tuple(
        Bar(
            label=labels.get(name, name),
            percent=strings.percent.format(number=_decimal(probability * 100, strings)),
            width=f"{probability * 100:.1f}%",
            is_top=rank < n_named,
        )
        for rank, (name, probability) in enumerate(ranked)
    )


def answer_to_other_tags(answer: Body) -> dict[str, float]:
    """Leave out words that are one of the genres: none of them is what it is."""
    genres = answer["probabilities"] or {}
    tags: Mapping[str, float] = answer.get("tags") or {}
    return {name: share for name, share in tags.items() if _plain(name) not in genres}


def tags_to_labels(tags: Mapping[str, float], language: Language) -> tuple[str, ...]:
    """Choose the words that fit best, at most five, best first."""
    ranked = sorted(tags, key=lambda name: -tags[name])
    fitting = [name for name in ranked[:MOST_TAGS] if tags[name] >= TAG_FROM]
    return tuple(TAG_LABELS[language].get(name, name) for name in fitting)


def said_to_summary(said: Said) -> str:
    """Put an answer in one line, for a status that is seen and read aloud."""
    sureness = ", ".join(part for part in (said.percent, said.outcome) if part)
    asks = said.headline.endswith("?")
    return (" " if asks else ", ").join(part for part in (said.headline, sureness) if part)


def _tags_to_headline(tags: Mapping[str, float], language: Language) -> str:
    """Name the kind of music that fits best, where a word for one is among those shown."""
    strings = VERDICT_STRINGS[language]
    kinds = {name: share for name, share in tags.items() if name not in NO_KIND}
    words = tags_to_labels(kinds, language)
    return strings.none_of_these_but.replace("{word}", words[0]) if words else strings.none_of_these


def _plain(tag: str) -> str:
    """Write a word as genres are written: `Hip-Hop` as `hiphop`."""
    return tag.lower().replace("-", "")


def _answer_to_nearest(answer: Body, language: Language) -> str:
    nearest = body_to_nearest(answer)
    label = GENRE_LABELS[language].get(nearest or "", nearest)
    return VERDICT_STRINGS[language].nearest.format(genre=label) if nearest else ""


def _counted(words: str, bars: tuple[Bar, ...], language: Language) -> str:
    """Fill in how many genres there are, as a word where it is a usual number."""
    counts = VERDICT_STRINGS[language].counts
    return words.format(number=counts.get(len(bars), str(len(bars))))


def _decimal(number: float, strings: Strings) -> str:
    """Write one digit after the decimal sign of the language."""
    return f"{number:.1f}".replace(".", strings.decimal_sign)
