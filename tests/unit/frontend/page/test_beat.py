"""The beat service's body → what the beat section shows."""

from dataclasses import astuple
from typing import Any

import pytest
from recommendation import recommendation, silent_recommendation

from frontend.page.beat import BeatView, body_to_beat, guess_to_name, tempi_to_octave
from frontend.texts.beat import BEAT_STRINGS, ENGLISH
from music_genre.translations.catalogues import Language
from music_genre.webapi.beat_body import KeyGuessBody
from music_genre.webapi.messages import PROBLEMS

FRENCH = BEAT_STRINGS["fr"]


def view(language: Language = "en", **changes: Any) -> BeatView:
    """Make the view of a body with some of its members changed."""
    beat = body_to_beat(recommendation() | changes, language)
    assert beat
    return beat


def test_not_asked() -> None:
    """Without an answer there is no section."""
    assert body_to_beat(None, "en") is None
    assert body_to_beat({}, "en") is None


def test_problem_is_said() -> None:
    """A service that fails has its words in the section, and nothing else."""
    problem = {"code": "not_ready", "title": "Not ready", "detail": "Try again."}
    beat = body_to_beat(problem, "en")

    assert BeatView(ENGLISH, "Not ready. Try again.", is_problem=True) == beat


def test_silence_is_said() -> None:
    """Silence has neither tempo nor key, which is no problem."""
    beat = body_to_beat(silent_recommendation(), "fr")

    assert BeatView(FRENCH, FRENCH.beat_silence) == beat


def test_no_beat_fits_what_is_not_music() -> None:
    """A voice has a tempo and a key by chance alone: neither is shown, and no beat is suggested."""
    beat = body_to_beat(recommendation(), "en", is_music=False)

    assert BeatView(ENGLISH, ENGLISH.beat_not_music) == beat
    assert body_to_beat(None, "en", is_music=False) is None


@pytest.mark.parametrize(
    "changes",
    [{"tempo": {"bpm": 0}}, {"beat": {"id": 1}}, {"rhythm": {"steps": []}}, {"key": {"clear": 1}}],
)
def test_what_is_no_answer(changes: dict[str, Any]) -> None:
    """An answer that is not what the service says is a problem of the section, not of the page."""
    beat = view(**changes)

    assert beat.is_problem
    assert PROBLEMS["bad_answer"].title in beat.note


def test_tempo_has_its_doubt() -> None:
    """The candidates are named by what they are to the tempo, with probability and bar."""
    tempo = view().tempo

    assert tempo
    assert ("112", "81% sure") == (tempo.bpm, tempo.confidence)
    assert ("56 BPM · half", "12%", "12.0%") == astuple(tempo.candidates[1])
    assert "224 BPM · double" == tempo.candidates[2].label


@pytest.mark.parametrize(
    ("language", "words"), [("en", ENGLISH.free_time), ("fr", FRENCH.free_time)]
)
def test_free_time_has_a_range(language: Language, words: str) -> None:
    """Where no tempo is likelier right than wrong, its range and words stand for the number."""
    free = recommendation()["tempo"] | {"free": True, "range_bpm": [58, 131], "confidence": 0.3}
    tempo = view(language, tempo=free).tempo

    assert tempo
    assert ("58–131", words) == (tempo.bpm, tempo.free)
    assert "" == getattr(view(language).tempo, "free", None)


def test_key_is_on_the_wheel() -> None:
    """A clear key is named, marked, and said with what it mixes with."""
    key = view("fr").key

    assert key
    assert ("la mineur", "8A · 1m") == (key.name, key.code)
    assert "Se mixe bien avec 7A, 9A, 8B." == key.fitting
    assert ["8A"] == [field.code for field in key.wheel if field.mark == "ours"]
    assert "mi bémol majeur 10" in key.confidence


def test_no_clear_key() -> None:
    """Where no key is clear, that is said, nothing is marked, and the guesses stand."""
    unclear = recommendation()["key"] | {"clear": False, "tonic": None, "camelot": None}
    key = view(key=unclear).key

    assert key
    assert ("No clear key", "", "") == (key.name, key.code, key.fitting)
    assert {"other"} == {field.mark for field in key.wheel}
    assert "A minor 70%" in key.confidence


@pytest.mark.parametrize(
    ("tonic", "names"),
    [
        ("F#", {"en": "F♯ major", "fr": "fa dièse majeur", "de": "F♯-Dur"}),
        ("Bb", {"en": "B♭ major", "fr": "si bémol majeur", "de": "B♭-Dur"}),
        ("B", {"en": "B major", "fr": "si majeur", "de": "B-Dur"}),
    ],
)
def test_names_of_keys(tonic: str, names: dict[Language, str]) -> None:
    """Keys are written as musicians of the language write them; in German as DJs do, without H."""
    key = KeyGuessBody(tonic=tonic, mode="major", camelot="2B", open_key="7d", confidence=1)

    assert names == {name: guess_to_name(key, BEAT_STRINGS[name]) for name in names}


def test_energy_parts() -> None:
    """Each part has its measurement in its unit, and the level that it adds."""
    energy = view().energy

    assert energy
    assert "62%" == energy.whole.number
    labels = [part.label for part in energy.parts]
    assert ["Loudness −11.3 LUFS", "Onsets 3.7 per second", "Brightness 2105 Hz"] == labels
    assert "79.0%" == energy.parts[0].width


@pytest.mark.parametrize(
    ("changes", "facts", "beats"),
    [
        ({}, "112 BPM · 4 bars · Am", "16"),
        ({"meter": "7/8", "beats": 14.0}, "112 BPM · 4 bars of 7/8 · Am", "14"),
        ({"beats": 15.5}, "112 BPM · 4 bars · Am", "15.5"),
        ({"beats": None}, "112 BPM · 4 bars · Am", "16"),
    ],
)
def test_a_beat_repeats_after_its_own_length(
    changes: dict[str, Any], facts: str, beats: str
) -> None:
    """What plays over the song knows how long it is; an answer of before has bars of four."""
    chosen = view(beat=recommendation()["beat"] | changes).chosen

    assert chosen
    assert (facts, beats) == (chosen.facts, chosen.beats)


def test_chosen_beat_plays_as_the_service_says() -> None:
    """The beat has its style, its doubt, who made it, and the address that the answer has."""
    chosen = view().chosen

    assert chosen
    assert ("House", "63%", "Warehouse floor") == (chosen.style, chosen.confidence, chosen.title)
    assert "112 BPM · 4 bars · Am" == chosen.facts
    assert "the project, CC0-1.0" == chosen.credit
    assert recommendation()["beat"]["url"] == chosen.audio_url
    assert recommendation()["beat"]["midi_url"] == chosen.midi_url
    assert ("112.02", "1") == (chosen.bpm, chosen.octave)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../x?y"},
        {"url": "/beats/../x/audio"},
        {"midi_url": "/beats/../x/midi"},
        {"midi_url": "javascript:alert(1)"},
    ],
)
def test_no_other_address_is_played(change: dict[str, str]) -> None:
    """What is no address of a beat's files is no answer."""
    assert view(beat=recommendation()["beat"] | change).is_problem


def test_a_beat_at_another_tempo_shows_its_own() -> None:
    """A recording that cannot be played at the song's tempo is shown and played at what it can."""
    beat = body_to_beat(recommendation(song_bpm=128, beat_bpm=118.8), "en")

    assert beat
    assert beat.chosen
    assert "119 BPM · 4 bars · Am" == beat.chosen.facts
    assert ("118.8", "") == (beat.chosen.bpm, beat.chosen.octave)


def test_certainty() -> None:
    """An uncertain recommendation says that it is one."""
    assert "a clear match: the rhythm says so" == view().certainty
    assert "a guess: the rhythm leaves the style open" == view(certain=False).certainty


def test_the_genre_that_had_a_say() -> None:
    """A genre that leant the choice is named in the one sentence, in the reader's language."""
    prior = {"genre": "hiphop", "probability": 0.62, "from": "svm", "used_for": ["style"]}
    decided = prior | {"effect": "decided"}

    english = view(prior=decided, certain=False).certainty
    french = view("fr", prior=decided, certain=False).certainty

    assert "a guess: the rhythm leaves the style open; hip-hop decided" == english
    assert french.endswith("laisse le style ouvert\N{NO-BREAK SPACE}; hip-hop a décidé")
    assert view(prior=prior, certain=False).certainty.endswith("hip-hop had a say")


def test_alternatives() -> None:
    """All five alternatives are there in their order."""
    styles = [choice.style for choice in view().alternatives]

    assert ["Disco", "Funk", "Techno", "Trap", "Boom Bap"] == styles


@pytest.mark.parametrize(
    ("song_bpm", "beat_bpm", "octave"),
    [
        (100, 100, 1),
        (128, 64, 0.5),
        (70, 140, 2),
        (103.99, 104, 1),
        (100, 100.99, 1),
        (100, 99.01, 1),
        (100, 101.01, None),
        (100, 98.99, None),
        (128, 118.8, None),
        (120, 40, None),
    ],
)
def test_what_keeps_step(song_bpm: float, beat_bpm: float, octave: float | None) -> None:
    """The song's tempo, its half and its double keep step with it, within a hundredth."""
    assert octave == tempi_to_octave(song_bpm, beat_bpm)


@pytest.mark.parametrize(("language", "words"), [("en", "from 98 to 104"), ("fr", "de 98 à 104")])
def test_a_tempo_that_drifts_says_from_where_to_where(language: Language, words: str) -> None:
    """Both ends are whole numbers; a steady tempo has no such line."""
    drifting = recommendation()["tempo"] | {"drift_bpm": [98.4, 103.6]}

    tempo, steady = view(language, tempo=drifting).tempo, view(language).tempo

    assert tempo
    assert steady
    assert words in tempo.drift
    assert not steady.drift


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "from 2:05 on A major"), ("fr", "à partir de 2:05, la majeur")],
)
def test_a_key_that_changes_says_when(language: Language, words: str) -> None:
    """The moment is in minutes and seconds; a key that stays has no such line."""
    another = {"tonic": "A", "mode": "major", "camelot": "11B", "open_key": "4d", "confidence": 0.8}
    known = recommendation()["key"]
    changing = known | {"changes": [{"at_s": 125.0, "key": another}]}

    key, same = view(language, key=changing).key, view(language).key

    assert key
    assert same
    assert words == key.changes
    assert not same.changes


def test_a_probability_that_a_genre_leant_is_not_shown() -> None:
    """Where the rhythm alone decided, the style has its share; with a prior it is in the words."""
    prior = {"genre": "reggae", "probability": 0.87, "from": "svm", "used_for": ["style"]}

    alone, leant = view(prior=None), view(prior=prior, certain=False)

    assert alone.chosen
    assert leant.chosen
    assert alone.chosen.confidence.endswith("%")
    assert not leant.chosen.confidence
    assert not any(one.confidence for one in leant.alternatives)
    assert "reggae" in leant.certainty
