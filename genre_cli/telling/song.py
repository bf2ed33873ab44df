"""Answers → a line for a person, and a row for a pipe."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from rich.text import Text

from genre_cli.telling.names import cells_to_row, escaped
from genre_cli.telling.stats_texts import STATS_TEXTS
from genre_cli.telling.texts import TEXTS, Texts
from music_genre.translations.catalogues import Language

Body = Mapping[str, Any]

BAR: Final = 20  # [characters] of probability 1
MOST_SHOWN: Final = 3
LEAST_SHOWN: Final = 0.05
MINUTE_S: Final = 60


class Facts(Protocol):
    """What is told of a song of the library, whose table this folder does not know."""

    outcome: str | None
    bpm: float | None
    tonic: str | None
    mode: str | None
    camelot: str | None
    duration_s: float | None

    @property
    def file(self) -> str:
        """Name the file."""
        ...

    @property
    def genre(self) -> str | None:
        """Name the genre, if it has one."""
        ...

    @property
    def is_decided(self) -> bool:
        """Tell whether a person decided what it is."""
        ...


def verdict_to_text(name: str, verdict: Body | None, texts: Texts) -> Text:
    """Draw the verdict on a song: genre, how sure, and the likeliest as bars."""
    text = Text(f"{escaped(name)}\n", style="bold")
    if verdict is None:
        return text
    head = verdict["genre"] or getattr(texts, verdict["outcome"])
    sure = verdict["outcome"] == "confident"
    text.append(f"  {head}", style="bold green" if sure else "bold yellow")
    if verdict["genre"]:
        text.append(f"  ({getattr(texts, verdict['outcome'])})")
    for genre, share in most_probable(verdict["probabilities"]):
        text.append(f"\n  {genre:<10} {'█' * round(share * BAR):<{BAR}} {share:4.0%}")
    return text


def most_probable(probabilities: Mapping[str, float] | None) -> list[tuple[str, float]]:
    """List the likeliest genres that are worth a look."""
    ordered = sorted((probabilities or {}).items(), key=lambda one: -one[1])
    return [one for one in ordered[:MOST_SHOWN] if one[1] >= LEAST_SHOWN]


def verdict_to_row(name: str, verdict: Body | None) -> str:
    """Write file, genre, outcome and the genre's probability, as a row."""
    if verdict is None:
        return cells_to_row(name, "", "", "")
    nearest = verdict["nearest"]
    share = (verdict["probabilities"] or {}).get(nearest)
    told = "" if share is None else f"{share:.4f}"
    return cells_to_row(name, verdict["genre"] or "", verdict["outcome"], told)


def beats_to_line(body: Body, texts: Texts) -> str:
    """Say tempo, key, energy and the beat that fits, in one line."""
    if body["outcome"] == "silence":
        return texts.silence
    tempo, key, energy = body["tempo"], body["key"], body["energy"]
    said = [tempo_to_words(tempo, texts), key_to_words(key, texts)]
    said.append(f"{texts.energy} {energy['energy']:.2f}")
    if beat := body.get("recommended_beat"):
        said.append(f"{texts.beat}: {beat} ({body['confidence']:.0%})")
    else:
        said.append(texts.no_beat)
    return " · ".join(said)


def tempo_to_words(tempo: Body, texts: Texts) -> str:
    """Write a tempo, or that it is free."""
    if tempo["free"]:
        low, high = tempo["range_bpm"]
        return f"{texts.free_time} ({low:g}–{high:g} BPM)"
    return f"{tempo['bpm']:g} BPM"


def key_to_words(key: Body, texts: Texts) -> str:
    """Write a clear key with its Camelot code, or that there is none."""
    if not key["clear"]:
        return texts.no_clear_key
    return f"{key['tonic']} {key['mode']} ({key['camelot']})"


def beats_to_row(name: str, body: Body) -> str:
    """Write file, BPM, key, Camelot code, energy and beat, as a row."""
    tempo, key, energy = body["tempo"], body["key"], body["energy"]
    bpm = f"{tempo['bpm']:g}" if tempo and not tempo["free"] else ""
    tonic = f"{key['tonic']} {key['mode']}" if key and key["clear"] else ""
    camelot = key["camelot"] if key and key["clear"] else ""
    level = f"{energy['energy']:.4f}" if energy else ""
    return cells_to_row(name, bpm, tonic, camelot, level, body.get("recommended_beat") or "")


def explanation_to_line(body: Body, texts: Texts) -> str:
    """Say what VGG19 hears, and in which stretches [s] what speaks for it most is."""
    said = texts.explained.format(genre=body["genre"], probability=f"{body['probability']:.0%}")
    stretches = [
        f"{one['start_s']:.1f}–{one['end_s']:.1f} s ({one['share']:.0%})"
        for one in body["evidence"]
    ]
    if not stretches:
        return said
    return f"{said}, {texts.evidence.format(stretches=', '.join(stretches))}"


def song_to_line(song: Facts, language: Language) -> str:
    """Say of a song of the library what it is, how sure that is, and its traits, in one line."""
    sure = STATS_TEXTS[language].decided
    if not song.is_decided:
        sure = getattr(TEXTS[language], song.outcome) if song.outcome else ""
    head = f"{escaped(song.genre)} ({sure})" if song.genre else sure
    return f"{escaped(song.file)}: " + " · ".join(filter(None, (head, song_to_traits(song))))


def song_to_traits(song: Facts) -> str:
    """Write what else was heard: tempo, key and length, as far as they are known."""
    seconds = None if song.duration_s is None else round(song.duration_s)
    told = (
        None if song.bpm is None else f"{song.bpm:g} BPM",
        None if song.tonic is None else f"{song.tonic} {song.mode} ({song.camelot})",
        None if seconds is None else f"{seconds // MINUTE_S}:{seconds % MINUTE_S:02}",
    )
    return " · ".join(filter(None, told))
