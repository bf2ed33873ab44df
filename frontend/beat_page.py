"""The beat service's body → what the beat section shows: plain texts and numbers, no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from frontend.api_body import is_problem
from frontend.beat_strings import BEAT_STRINGS, BeatStrings
from frontend.camelot_wheel import Field, code_to_fitting, code_to_wheel
from frontend.strings import STRINGS
from webapi.messages import Language

OCTAVES: Final = (1.0, 0.5, 2.0)  # of the song's tempo, at which a beat fits it
BANDS: Final = ("high", "mid", "low")  # from the top of the grid
N_STEPS: Final = 16
STEPS_PER_BEAT: Final = 4
FAINTEST: Final = 0.08  # opacity of a step without a sound, so that the grid is seen

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """A name, a number for reading, and the same as the width of a bar."""

    label: str
    number: str
    width: str


@dataclass(frozen=True)
class TempoView:
    """Tempo with its doubt; the candidates' bars are their probabilities."""

    bpm: str
    confidence: str
    candidates: tuple[Measure, ...]


@dataclass(frozen=True)
class KeyView:
    """Key on the wheel; `name` says so where no key is clear."""

    name: str
    code: str
    confidence: str
    fitting: str
    wheel: tuple[Field, ...]


@dataclass(frozen=True)
class EnergyView:
    """Energy and the three measurements that it is made of."""

    whole: Measure
    parts: tuple[Measure, ...]


@dataclass(frozen=True)
class Step:
    """One sixteenth in one band: how strong, and how opaque it is drawn."""

    number: str
    opacity: str
    starts_beat: bool


@dataclass(frozen=True)
class RhythmView:
    """The mean bar in three bands, and what it is like."""

    bands: tuple[tuple[str, tuple[Step, ...]], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A beat to play, at the song's tempo or half or double of it."""

    style: str
    confidence: str
    title: str
    facts: str
    credit: str
    audio_url: str
    bpm: str
    bars: int


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


def body_to_beat(body: Body | None, language: Language) -> BeatView | None:
    """What the section shows; None where the beat service was not asked."""
    if not body:
        return None
    strings = BEAT_STRINGS[language]
    if is_problem(body):
        return BeatView(strings, note=f"{body['title']}. {body['detail']}", is_problem=True)
    if body.get("outcome") == "silence" or not body.get("tempo"):
        return BeatView(strings, note=strings.beat_silence)
    song_bpm = body["tempo"]["bpm"]
    chosen = body.get("beat")
    return BeatView(
        t=strings,
        tempo=_tempo_to_view(body["tempo"], language),
        key=_key_to_view(body["key"], language) if body.get("key") else None,
        energy=_energy_to_view(body["energy"], language) if body.get("energy") else None,
        rhythm=_rhythm_to_view(body["rhythm"], language) if body.get("rhythm") else None,
        chosen=_beat_to_choice(body["recommended_beat"], body, song_bpm, language)
        if chosen
        else None,
        certainty=strings.beat_certain if body.get("certain") else strings.beat_uncertain,
        alternatives=tuple(
            _beat_to_choice(one["style"], one, song_bpm, language)
            for one in body.get("alternatives", ())
            if one.get("beat")
        ),
    )


def bpm_to_play(song_bpm: float, beat_bpm: float) -> float:
    """The song's tempo, its half or its double: whichever is nearest to the beat's own [BPM]."""
    tempi = [song_bpm * octave for octave in OCTAVES]
    return min(tempi, key=lambda bpm: max(bpm / beat_bpm, beat_bpm / bpm))


def _tempo_to_view(tempo: Body, language: Language) -> TempoView:
    strings = BEAT_STRINGS[language]
    return TempoView(
        bpm=_number(tempo["bpm"], 0, language),
        confidence=strings.sure.format(percent=_percent(tempo["confidence"], language)),
        candidates=tuple(
            Measure(
                label=f"{_number(one['bpm'], 0, language)} {strings.bpm_unit} · "
                f"{strings.relations[one['relation']]}",
                number=_percent(one["score"], language),
                width=_width(one["score"]),
            )
            for one in tempo["candidates"]
        ),
    )


def _key_to_view(key: Body, language: Language) -> KeyView:
    strings = BEAT_STRINGS[language]
    guesses = " · ".join(
        f"{key_to_name(one, strings)} {_percent(one['confidence'], language)}"
        for one in key["guesses"]
    )
    if not key["clear"]:
        return KeyView(strings.no_clear_key, "", guesses, "", code_to_wheel(None))
    fitting = strings.listed.join(code_to_fitting(key["camelot"]))
    return KeyView(
        name=key_to_name(key, strings),
        code=f"{key['camelot']} · {key['open_key']}",
        confidence=guesses,
        fitting=strings.mixes_with.format(codes=fitting),
        wheel=code_to_wheel(key["camelot"]),
    )


def key_to_name(key: Body, strings: BeatStrings) -> str:
    """`{"tonic": "Eb", "mode": "minor"}` → `E♭ minor`, in French `mi bémol mineur`."""
    letter, accidental = key["tonic"][0], key["tonic"][1:]
    name = strings.notes[letter] + strings.accidentals[accidental]
    return f"{name} {strings.modes[key['mode']]}"


def _energy_to_view(energy: Body, language: Language) -> EnergyView:
    strings = BEAT_STRINGS[language]
    level = energy["energy"]
    whole = Measure(strings.energy, _percent(level, language), _width(level))
    parts = [
        Measure(
            label=label.format(number=_number(energy[name]["measured"], digits, language)),
            number=_percent(energy[name]["level"], language),
            width=_width(energy[name]["level"]),
        )
        for name, (label, digits) in strings.energy_parts.items()
    ]
    return EnergyView(whole, tuple(parts))


def _rhythm_to_view(rhythm: Body, language: Language) -> RhythmView:
    strings = BEAT_STRINGS[language]
    steps, pattern, swing = rhythm["steps"], rhythm["pattern"], rhythm["swing_ratio"]
    facts = []
    if pattern:
        nearest = {
            "name": pattern["name"].replace("_", " "),
            "percent": _percent(pattern["similarity"], language),
        }
        facts.append(strings.nearest_pattern.format(**nearest))
    if swing is not None:
        facts.append(strings.swing.format(ratio=_number(swing, 2, language)))
    bands = [] if steps is None else [(strings.bands[band], steps[band]) for band in BANDS]
    return RhythmView(
        bands=tuple(
            (label, tuple(_strength_to_step(i, s, language) for i, s in enumerate(strengths)))
            for label, strengths in bands
        ),
        facts=tuple(facts),
    )


def _strength_to_step(number: int, strength: float, language: Language) -> Step:
    return Step(
        number=_percent(strength, language),
        opacity=f"{FAINTEST + (1 - FAINTEST) * strength:.2f}",
        starts_beat=number % STEPS_PER_BEAT == 0,
    )


def _beat_to_choice(style: str, said: Body, song_bpm: float, language: Language) -> Choice:
    """`said` has the `confidence` and the `beat`."""
    strings, beat = BEAT_STRINGS[language], said["beat"]
    bpm = bpm_to_play(song_bpm, beat["bpm"])
    facts = [
        f"{_number(bpm, 0, language)} {strings.bpm_unit}",
        strings.bars.format(number=beat["bars"]),
    ]
    return Choice(
        style=style,
        confidence=_percent(said["confidence"], language),
        title=beat["title"],
        facts=" · ".join(facts + ([beat["key"]] if beat.get("key") else [])),
        credit=strings.credit.format(author=beat["author"], licence=beat["licence"]),
        audio_url=f"/api/beats/{quote(str(beat['id']), safe='')}/audio?bpm={bpm:.2f}",
        bpm=f"{bpm:.2f}",
        bars=beat["bars"],
    )


def _number(number: float, digits: int, language: Language) -> str:
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return sign + f"{abs(number):.{digits}f}".replace(".", STRINGS[language].decimal_sign)


def _percent(share: float, language: Language) -> str:
    return STRINGS[language].percent.format(number=f"{share * 100:.0f}")


def _width(share: float) -> str:
    return f"{min(1.0, max(0.0, share)) * 100:.1f}%"
