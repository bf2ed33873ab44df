"""The body of `POST /api/predict` → what the page shows: plain texts and numbers, no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from frontend.answers.api_body import is_problem
from frontend.page.beat import BeatView, body_to_beat
from frontend.texts.page import GENRE_LABELS, MODEL_TITLES, STRINGS, Strings
from music_genre.webapi.messages import Language

N_CANDIDATES: Final = 2  # genres that an ambiguous answer names
SECONDS_PER_MINUTE: Final = 60

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
class Section:
    """What one model says: a genre with its bars, silence, or a problem.

    `is_agreed` is whether the models name the same genre; None where that is not said.
    """

    key: str
    title: str
    genre: str | None = None
    percent: str | None = None
    outcome: str = ""
    bars: tuple[Bar, ...] = ()
    note: str = ""
    is_agreed: bool | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Results:
    """All that one upload brought; `summary` is the one sentence read aloud.

    `data` is what the scripts get (`assets/result_data.ts`); None when nobody answered.
    """

    file_name: str
    facts: str
    sections: tuple[Section, ...]
    summary: str
    data: Body | None = None
    is_restored: bool = False
    beat: BeatView | None = None


def bodies_to_page(
    body: Body, language: Language, file_name: str = "", *, is_restored: bool = False
) -> Results:
    """Make sections in the order of reading: the ensemble if there is one, then every model.

    `body` may also be a problem alone, or one that is the same for all models: it is shown once.
    """
    asked = {name: body[name] for name in MODEL_TITLES if name in body}
    if is_problem(body) and len({answer["code"] for answer in asked.values()}) <= 1:
        sections = [Section("problem", "", problem=Problem(body["title"], body["detail"]))]
    else:
        sections = [_body_to_section(name, answer, language) for name, answer in asked.items()]
    answers = [answer for answer in asked.values() if not is_problem(answer)]
    if len(answers) > 1 and body["ensemble"]:
        sections.insert(0, _ensemble_to_section(body, language))
    facts = _audio_to_facts(answers[0]["audio"], STRINGS[language]) if answers else ""
    data = {"file_name": file_name, "body": body} if answers else None
    return Results(
        file_name,
        facts,
        tuple(sections),
        _section_to_summary(sections[0]),
        data,
        is_restored,
        body_to_beat(body.get("beat"), language),
    )


def _body_to_section(name: str, body: Body, language: Language) -> Section:
    """Show a model's answer, or its problem."""
    title, strings = MODEL_TITLES[name], STRINGS[language]
    if is_problem(body):
        return Section(name, title, problem=Problem(body["title"], body["detail"]))
    total_ms = body["timing_ms"].get("total")
    note = "" if total_ms is None else strings.timing.format(number=f"{total_ms:.0f}")
    return Section(name, title, note=note, **_prediction_to_fields(body, language))


def _ensemble_to_section(body: Body, language: Language) -> Section:
    """Show the models' weighted mean, and whether they agree."""
    strings = STRINGS[language]
    note = strings.agree if body["agreement"] else strings.disagree
    return Section(
        "ensemble",
        strings.ensemble_title,
        note=note,
        is_agreed=body["agreement"],
        **_prediction_to_fields(body["ensemble"], language),
    )


def _prediction_to_fields(prediction: Body, language: Language) -> dict[str, Any]:
    """Make `genre`, `percent`, `outcome` and `bars` of a `Section`."""
    probabilities: Mapping[str, float] = prediction["probabilities"] or {}
    bars = _probabilities_to_bars(probabilities, prediction["genre"], language)
    strings = STRINGS[language]
    candidates = strings.or_word.join(bar.label for bar in bars[:N_CANDIDATES])
    return {
        "genre": bars[0].label if bars else None,
        "percent": bars[0].percent if bars else None,
        "outcome": strings.outcomes[prediction["outcome"]].format(candidates=candidates),
        "bars": bars,
    }


def _probabilities_to_bars(
    probabilities: Mapping[str, float], genre: str | None, language: Language
) -> tuple[Bar, ...]:
    """Rank bars from the most probable genre; of equals, the model's own genre is first."""
    labels, strings = GENRE_LABELS[language], STRINGS[language]
    ranked = sorted(probabilities.items(), key=lambda pair: (-pair[1], pair[0] != genre))
    return tuple(
        Bar(
            label=labels.get(name, name),
            percent=strings.percent.format(number=_decimal(probability * 100, strings)),
            width=f"{probability * 100:.1f}%",
            is_top=rank == 0,
        )
        for rank, (name, probability) in enumerate(ranked)
    )


def _audio_to_facts(audio: Body, strings: Strings) -> str:
    """Describe the file in one line, such as `0:30 · WAV · 44.1 kHz · stereo`."""
    minutes, seconds = divmod(round(audio["duration_s"]), SECONDS_PER_MINUTE)
    khz = f"{audio['sample_rate_hz'] / 1000:g}".replace(".", strings.decimal_sign)
    channels = strings.channels.get(
        audio["channels"], strings.n_channels.format(number=audio["channels"])
    )
    return f"{minutes}:{seconds:02d} · {audio['format']} · {khz} kHz · {channels}"


def _section_to_summary(section: Section) -> str:
    """Put the first section in one line, for a status that is read aloud."""
    if section.problem:
        return f"{section.problem.title}. {section.problem.detail}"
    return ", ".join(part for part in (section.genre, section.percent, section.outcome) if part)


def _decimal(number: float, strings: Strings) -> str:
    """Write one digit after the decimal sign of the language."""
    return f"{number:.1f}".replace(".", strings.decimal_sign)
