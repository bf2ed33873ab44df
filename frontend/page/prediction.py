"""The body of `POST /api/predict` → what the page shows: plain texts and numbers, no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from frontend.answers.api_body import is_problem
from frontend.answers.verdict import NO_GENRE_FITS, body_to_nearest
from frontend.page.beat import BeatView, body_to_beat
from frontend.page.section import (
    Problem,
    Section,
    answer_to_said,
    answer_to_witness,
    said_to_summary,
)
from frontend.texts.page import GENRE_LABELS, MODEL_TITLES, STRINGS, Strings
from frontend.texts.verdict import VERDICT_STRINGS
from music_genre.translations.catalogues import Language

SECONDS_PER_MINUTE: Final = 60
ALMOST: Final = 1e-6  # [s], so that a whole second is one; the player's clock cuts off alike

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Results:
    """All that one upload brought; `summary` is the one sentence read aloud.

    `data` is what the scripts get (`assets/result_data.ts`); None when nobody answered.
    `draws_genres` is whether genres over time mean anything here. Where `is_silent`, the one
    section is a sentence, and there is nothing else. Where it `is_partial`, more is to come.
    """

    file_name: str
    facts: str
    sections: tuple[Section, ...]
    summary: str
    data: Body | None = None
    is_restored: bool = False
    beat: BeatView | None = None
    draws_genres: bool = True
    is_silent: bool = False
    is_partial: bool = False


def bodies_to_page(
    body: Body, language: Language, file_name: str = "", *, is_restored: bool = False
) -> Results:
    """Make sections in the order of reading: the verdict, then its witnesses, then problems.

    Where one model answered, its own section has the verdict. `body` may also be a problem alone,
    or one that is the same for all models: it is shown once.
    """
    asked = {name: body[name] for name in MODEL_TITLES if name in body}
    answers = [answer for answer in asked.values() if not is_problem(answer)]
    outcome = (body.get("ensemble") or {}).get("outcome")
    data = {"file_name": file_name, "body": body} if answers else None
    if outcome == "silence":
        said = answer_to_said(body["ensemble"], language)
        silent = (Section("silence", "", said),)
        return Results(file_name, "", silent, said.headline, data, is_restored, is_silent=True)
    if is_problem(body) and len({answer["code"] for answer in asked.values()}) <= 1:
        sections = [Section("problem", "", problem=Problem(body["title"], body["detail"]))]
    elif len(answers) > 1 and body["ensemble"]:
        sections = [_body_to_verdict(body, language)]
        sections += [_answer_to_section(*one, body["ensemble"], language) for one in asked.items()]
    else:
        sections = [_answer_to_section(*one, None, language) for one in asked.items()]
        sections.sort(key=lambda section: section.problem is not None)
    return Results(
        file_name,
        _audio_to_facts(answers[0]["audio"], STRINGS[language]) if answers else "",
        tuple(sections),
        _section_to_summary(sections[0]),
        data,
        is_restored,
        body_to_beat(body.get("beat"), language, is_music=outcome != "not_music"),
        draws_genres=outcome not in NO_GENRE_FITS,
    )


def _answer_to_section(name: str, body: Body, verdict: Body | None, language: Language) -> Section:
    """Show a model's answer, or its problem; without a verdict to bear out, it is one itself."""
    title, strings = MODEL_TITLES[name], STRINGS[language]
    if is_problem(body):
        return Section(name, title, problem=Problem(body["title"], body["detail"]))
    total_ms = body["timing_ms"].get("total")
    note = (
        ""
        if total_ms is None
        else strings.timing.format(
            number=f"{total_ms / 1000:.2f}".replace(".", strings.decimal_sign)
        )
    )
    if verdict is None:
        return Section(name, title, answer_to_said(body, language), note)
    title = VERDICT_STRINGS[language].according_to.format(model=title)
    return Section(name, title, answer_to_witness(body, verdict, language), note)


def _body_to_verdict(body: Body, language: Language) -> Section:
    """Show the verdict, and whether the models agree where it names a genre."""
    verdict, strings = body["ensemble"], STRINGS[language]
    said = answer_to_said(verdict, language)
    if verdict["outcome"] in NO_GENRE_FITS:
        return Section("ensemble", strings.ensemble_title, said)
    return Section(
        "ensemble",
        strings.ensemble_title,
        said,
        _body_to_agreement(body, language),
        body["agreement"],
    )


def _body_to_agreement(body: Body, language: Language) -> str:
    """Say which genre all models put first, or which one each of them does."""
    strings, labels = VERDICT_STRINGS[language], GENRE_LABELS[language]
    answers = {name: body[name] for name in MODEL_TITLES if name in body}
    nearest = {
        name: body_to_nearest(one) or "" for name, one in answers.items() if not is_problem(one)
    }
    first = {name: labels.get(genre, genre) for name, genre in nearest.items()}
    if body["agreement"]:
        return strings.agree.format(genre=next(iter(first.values())))
    said = (strings.puts_first.format(model=MODEL_TITLES[one], genre=first[one]) for one in first)
    return f"{', '.join(said)}."


def _audio_to_facts(audio: Body, strings: Strings) -> str:
    """Describe the file in one line, such as `0:30 · WAV · 44.1 kHz · stereo`."""
    minutes, seconds = divmod(int(audio["duration_s"] + ALMOST), SECONDS_PER_MINUTE)
    khz = f"{audio['sample_rate_hz'] / 1000:g}".replace(".", strings.decimal_sign)
    channels = strings.channels.get(
        audio["channels"], strings.n_channels.format(number=audio["channels"])
    )
    return f"{minutes}:{seconds:02d} · {audio['format']} · {khz} kHz · {channels}"


def _section_to_summary(section: Section) -> str:
    """Put the first section in one line, for a status that is read aloud."""
    if section.problem:
        return f"{section.problem.title}. {section.problem.detail}"
    return said_to_summary(section.said)
