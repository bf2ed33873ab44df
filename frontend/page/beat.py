"""The beat service's body → what the beat section shows: plain texts and numbers, no HTML."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from frontend.answers.api_body import is_problem
from frontend.page.camelot_wheel import Field, code_to_fitting, code_to_wheel
from frontend.page.numbers import number_to_text, share_to_percent
from frontend.page.rhythm import RhythmView, rhythm_to_view
from frontend.texts.beat import BEAT_STRINGS, BeatStrings
from frontend.texts.page import GENRE_LABELS
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import (
    BEATS_PER_BAR,
    FOUR_FOUR,
    EnergyBody,
    KeyBody,
    KeyGuessBody,
    PlayedBeatBody,
    PriorBody,
    RecommendationBody,
    TempoBody,
)
from music_genre.webapi.beat_sentence import prior_to_sentence
from music_genre.webapi.problems import ApiError, error_to_problem

LOG: Final = logging.getLogger(__name__)
OCTAVES: Final = (1.0, 0.5, 2.0)  # times the song's tempo: there a beat keeps step with it
SAME_WITHIN: Final = 0.01  # share of the tempo; nobody hears a beat bent by so little

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """A name, a number for reading, and the same as the width of a bar."""

    label: str
    number: str
    width: str


@dataclass(frozen=True)
class TempoView:
    """Tempo with its doubt; the candidates' bars are their probabilities.

    `free` says in words that the music keeps no tempo, or is empty; `bpm` is a range then.
    """

    bpm: str
    free: str
    drift: str  # between which tempi a steady one wanders, or empty
    confidence: str
    candidates: tuple[Measure, ...]


@dataclass(frozen=True)
class KeyView:
    """Key on the wheel; `name` says so where no key is clear."""

    name: str
    code: str
    changes: str  # from when on it is another, or empty
    confidence: str
    fitting: str
    wheel: tuple[Field, ...]


@dataclass(frozen=True)
class EnergyView:
    """Energy and the three measurements that it is made of."""

    whole: Measure
    parts: tuple[Measure, ...]


@dataclass(frozen=True)
class Choice:
    """A beat to play at its address's tempo.

    `octave` is what that is to the song's, "1", "0.5" or "2"; empty where they keep no step.
    """

    style: str
    confidence: str
    title: str
    facts: str
    credit: str
    audio_url: str
    midi_url: str  # empty for a recording
    bpm: str
    octave: str
    beats: str  # quarters until it repeats


@dataclass(frozen=True)
class BeatView:
    """The section and its texts; `note` is all there is for a problem or silence."""

    t: BeatStrings
    note: str = ""
    is_problem: bool = False
    tempo: TempoView | None = None
    key: KeyView | None = None
    energy: EnergyView | None = None
    rhythm: RhythmView | None = None
    chosen: Choice | None = None
    certainty: str = ""
    alternatives: tuple[Choice, ...] = ()


def body_to_beat(
    body: Body | None, language: Language, *, is_music: bool = True
) -> BeatView | None:
    """Make what the section shows; None where the beat service was not asked."""
    if not body:
        return None
    strings = BEAT_STRINGS[language]
    if is_problem(body):
        return BeatView(strings, note=f"{body['title']}. {body['detail']}", is_problem=True)
    if not is_music:  # then tempo and key mean nothing, and no beat fits
        return BeatView(strings, note=strings.beat_not_music)
    try:
        answer = RecommendationBody.model_validate(body)
    except ValidationError as error:
        LOG.warning("beat: %r", error)
        return body_to_beat(error_to_problem(ApiError("bad_answer"), language), language)
    if not answer.tempo:
        return BeatView(strings, note=strings.beat_silence)
    song_bpm = answer.tempo.bpm

    def shown(confidence: float) -> str:
        """Show a probability where the rhythm alone made it: with a prior it is not calibrated."""
        return "" if answer.prior else share_to_percent(confidence, language)

    return BeatView(
        t=strings,
        tempo=_tempo_to_view(answer.tempo, language),
        key=_key_to_view(answer.key, language) if answer.key else None,
        energy=_energy_to_view(answer.energy, language) if answer.energy else None,
        rhythm=rhythm_to_view(answer.rhythm, language) if answer.rhythm else None,
        chosen=_beat_to_choice(answer.beat, shown(answer.confidence), song_bpm, language)
        if answer.beat
        else None,
        certainty=prior_to_sentence(
            answer.prior,
            language,
            certain=answer.certain,
            confidence=answer.confidence,
            is_free=answer.tempo.free,
            name=_prior_to_name(answer.prior, language),
        ),
        alternatives=tuple(
            _beat_to_choice(one.beat, shown(one.confidence), song_bpm, language)
            for one in answer.alternatives
        ),
    )


def tempi_to_octave(song_bpm: float, beat_bpm: float) -> float | None:
    """Say at what of the song's tempo a beat plays: 1, 0.5 or 2; None where they keep no step."""
    near = (one for one in OCTAVES if abs(beat_bpm / (song_bpm * one) - 1) <= SAME_WITHIN)
    return next(near, None)


def _prior_to_name(prior: PriorBody | None, language: Language) -> str:
    """Say how the genre that leant the choice is called, as the rest of the page does."""
    return "" if prior is None else GENRE_LABELS[language].get(prior.genre, prior.genre)


def _tempo_to_view(tempo: TempoBody, language: Language) -> TempoView:
    strings = BEAT_STRINGS[language]
    return TempoView(
        bpm=_tempo_to_number(tempo, language),
        free=strings.free_time if tempo.free else "",
        drift=_tempo_to_drift(tempo, language),
        confidence=strings.sure.format(percent=share_to_percent(tempo.confidence, language)),
        candidates=tuple(
            Measure(
                label=f"{number_to_text(one.bpm, 0, language)} {strings.bpm_unit} · "
                f"{strings.relations[one.relation]}",
                number=share_to_percent(one.score, language),
                width=_width(one.score),
            )
            for one in tempo.candidates
        ),
    )


def _tempo_to_number(tempo: TempoBody, language: Language) -> str:
    """Write the tempo, or the range of free time."""
    ends = tempo.range_bpm if tempo.free and tempo.range_bpm else (tempo.bpm,)
    return "\N{EN DASH}".join(number_to_text(end, 0, language) for end in ends)


def _tempo_to_drift(tempo: TempoBody, language: Language) -> str:
    """Say between which tempi the song wanders; nothing where it is steady."""
    if tempo.drift_bpm is None:
        return ""
    low, high = (number_to_text(bpm, 0, language) for bpm in tempo.drift_bpm)
    return BEAT_STRINGS[language].drift.format(low=low, high=high)


def _key_to_changes(key: KeyBody, strings: BeatStrings) -> str:
    """List from when on the song is in which key; nothing where it stays in one."""
    return ", ".join(
        strings.key_change.format(
            time=f"{change.at_s // 60:.0f}:{change.at_s % 60:02.0f}",
            key=guess_to_name(change.key, strings),
        )
        for change in key.changes
    )


def _key_to_view(key: KeyBody, language: Language) -> KeyView:
    strings = BEAT_STRINGS[language]
    guesses = " · ".join(
        f"{guess_to_name(guess, strings)} {share_to_percent(guess.confidence, language)}"
        for guess in key.guesses
    )
    if not (key.clear and key.camelot):
        return KeyView(strings.no_clear_key, "", "", guesses, "", code_to_wheel(None))
    codes = [code for code in (key.camelot, key.open_key) if code]
    fitting = strings.listed.join(code_to_fitting(key.camelot))
    return KeyView(
        name=guess_to_name(key.guesses[0], strings),
        code=" · ".join(codes),
        changes=_key_to_changes(key, strings),
        confidence=guesses,
        fitting=strings.mixes_with.format(codes=fitting),
        wheel=code_to_wheel(key.camelot),
    )


def guess_to_name(guess: KeyGuessBody, strings: BeatStrings) -> str:
    """Write a key as musicians do: `E♭ minor`, in French `mi bémol mineur`."""
    name = strings.notes[guess.tonic[0]] + strings.accidentals[guess.tonic[1:]]
    return strings.key_name.format(note=name, mode=strings.modes[guess.mode])


def _energy_to_view(energy: EnergyBody, language: Language) -> EnergyView:
    strings = BEAT_STRINGS[language]
    whole = Measure(
        strings.energy, share_to_percent(energy.energy, language), _width(energy.energy)
    )
    measured = {
        "loudness_lufs": energy.loudness_lufs,
        "onset_rate_hz": energy.onset_rate_hz,
        "brightness_hz": energy.brightness_hz,
    }
    parts = [
        Measure(
            label=label.format(number=number_to_text(measured[name].measured, digits, language)),
            number=share_to_percent(measured[name].level, language),
            width=_width(measured[name].level),
        )
        for name, (label, digits) in strings.energy_parts.items()
    ]
    return EnergyView(whole, tuple(parts))


def _beat_to_choice(
    beat: PlayedBeatBody, confidence: str, song_bpm: float, language: Language
) -> Choice:
    strings = BEAT_STRINGS[language]
    octave = tempi_to_octave(song_bpm, beat.bpm)
    facts = [f"{number_to_text(beat.bpm, 0, language)} {strings.bpm_unit}"]
    of_bars = strings.bars if beat.meter == FOUR_FOUR else strings.bars_of
    facts.append(of_bars.format(number=beat.bars, meter=beat.meter))
    return Choice(
        style=beat.style,
        confidence=confidence,
        title=beat.title,
        facts=" · ".join(facts + ([beat.key] if beat.key else [])),
        credit=strings.credit.format(author=beat.author, licence=beat.licence),
        audio_url=beat.url,
        midi_url=beat.midi_url or "",
        bpm=f"{beat.bpm:g}",
        octave="" if octave is None else f"{octave:g}",
        beats=f"{beat.beats or beat.bars * BEATS_PER_BAR:g}",
    )


def _width(share: float) -> str:
    return f"{min(1.0, max(0.0, share)) * 100:.1f}%"
