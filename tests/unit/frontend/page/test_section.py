"""What a model says → the words of its section."""

from dataclasses import astuple, replace
from typing import Any

import pytest
from fake_services import GENRES, TAGS, none_of_these, not_music, prediction

from frontend.page.section import (
    MOST_TAGS,
    TAG_FROM,
    Said,
    answer_to_said,
    answer_to_witness,
    probabilities_to_bars,
    said_to_summary,
    tags_to_labels,
)
from frontend.texts.verdict import ENGLISH, VERDICT_STRINGS
from music_genre.translations.catalogues import Language
from music_genre.webapi.prediction_body import Kind, Outcome

VGG19 = prediction(name="vgg19", rock=0.9)


def test_genre() -> None:
    """A sure genre is the headline, with its probability and how sure it is."""
    said = answer_to_said(prediction(reggae=0.7), "en")

    assert ("reggae", "70.0%", "sure") == (said.headline, said.percent, said.outcome)
    assert ("", "", ()) == (said.folded, said.advice, said.tags)


@pytest.mark.parametrize(
    ("language", "headline", "percent", "outcome"),
    [
        ("en", "classical or hip-hop?", "40.5% · 30.0%", "not sure"),
        (
            "fr",
            "classique ou hip-hop\N{NO-BREAK SPACE}?",
            "40,5\N{NO-BREAK SPACE}% · 30,0\N{NO-BREAK SPACE}%",
            "pas sûr",
        ),
    ],
)
def test_ambiguous(language: Language, headline: str, percent: str, outcome: str) -> None:
    """An answer that is not sure asks which of the two most probable genres it is."""
    said = answer_to_said(prediction("ambiguous", classical=0.405, hiphop=0.3), language)

    assert (headline, percent, outcome) == (said.headline, said.percent, said.outcome)


def test_ambiguous_without_a_second() -> None:
    """A model of one genre has no second to name."""
    alone = prediction("ambiguous", rock=0.9) | {"probabilities": {"rock": 1.0}}

    assert ("rock", "not sure") == (
        answer_to_said(alone, "en").headline,
        answer_to_said(alone, "en").outcome,
    )


@pytest.mark.parametrize(
    ("share", "outcome", "words"),
    [
        (0.853, "confident", ENGLISH.confident_measured.format(percent="85%")),
        (0.853, "ambiguous", ENGLISH.ambiguous_measured.format(percent="85%")),
        (None, "confident", ENGLISH.confident_means),
        (None, "ambiguous", ENGLISH.ambiguous_means),
    ],
)
def test_sureness_is_explained(share: float | None, outcome: Outcome, words: str) -> None:
    """What sure means is said with the share that was measured, and without one where none was."""
    answer = prediction(outcome, rock=0.5) | {"confident_precision": share}

    assert words == answer_to_said(answer, "en").sureness


@pytest.mark.parametrize(
    ("kind", "english", "french"),
    [
        ("speech", "this is not music (speech)", "ce n’est pas de la musique (parole)"),
        ("noise", "this is not music (noise)", "ce n’est pas de la musique (bruit)"),
        ("tone", "this is not music (a tone)", "ce n’est pas de la musique (son pur)"),
        ("other", "this is not music (another sound)", "ce n’est pas de la musique (autre son)"),
    ],
)
def test_not_music(kind: Kind, english: str, french: str) -> None:
    """What is no music is called what it is, with what to do; its genres are folded away."""
    said = answer_to_said(not_music(kind), "en")

    assert (english, "Try a stretch with music in it.") == (said.headline, said.advice)
    assert ("If it had to be one of the ten", "", ()) == (said.folded, said.nearest, said.tags)
    assert french == answer_to_said(not_music(kind), "fr").headline


def test_not_music_of_no_kind() -> None:
    """Where it is not said what it is, it is still no music."""
    assert "this is not music" == answer_to_said(not_music() | {"kind": None}, "en").headline


def test_none_of_these() -> None:
    """Music of another kind has the words that fit it best, and the nearest genre in small."""
    said = answer_to_said(none_of_these(), "en")

    assert "none of the ten: rather electronic" == said.headline
    assert ("electronic", "ambient", "female vocalists") == said.tags[:3]
    assert "nearest: pop" == said.nearest
    assert said.advice.endswith("These words fit it better:")


@pytest.mark.parametrize(
    ("tags", "headline", "words"),
    [
        ({"happy": 0.9, "folk": 0.3}, "none of the ten: rather folk", ("happy", "folk")),
        ({"happy": 0.9}, "none of the ten", ("happy",)),
        ({"rock": 0.9, "Hip-Hop": 0.5, "punk": 0.3}, "none of the ten: rather punk", ("punk",)),
    ],
)
def test_none_of_these_names_no_genre(
    tags: dict[str, float], headline: str, words: tuple[str, ...]
) -> None:
    """The headline names a kind of music, and no word is one of the genres that it is none of."""
    said = answer_to_said(none_of_these() | {"tags": tags}, "en")

    assert (headline, words) == (said.headline, said.tags)


def test_none_of_these_without_words() -> None:
    """A model without words says nothing of words, and counts its own genres."""
    two = {"probabilities": {"kizomba": 0.6, "zouk": 0.4}, "nearest": "kizomba", "tags": None}
    said = answer_to_said(none_of_these() | two, "fr")

    assert "aucun des 2" == said.headline
    assert (VERDICT_STRINGS["fr"].another_kind, (), "le plus proche\u00a0: kizomba") == (
        said.advice,
        said.tags,
        said.nearest,
    )


def test_silence() -> None:
    """Silence has neither genre nor bars."""
    assert Said(headline="this is silence: there is nothing to hear.") == answer_to_said(
        prediction("silence"), "en"
    )


@pytest.mark.parametrize("verdict", [None, prediction(jazz=0.6), prediction("silence")])
def test_witness_of_a_genre(verdict: dict[str, Any] | None) -> None:
    """Where the verdict finds no fault with genres, a witness says its own; it is not surer."""
    own = answer_to_said(VGG19, "en")

    assert replace(own, outcome="", sureness="") == answer_to_witness(VGG19, verdict, "en")


def test_witness_that_knows_only_genres() -> None:
    """A model that must name a genre is not called sure of it where the verdict names none."""
    foreign = answer_to_witness(VGG19, none_of_these(), "en")
    voice = answer_to_witness(VGG19, not_music(), "en")

    assert {("cannot tell", "", "")} == {
        (said.headline, said.percent, said.outcome) for said in (foreign, voice)
    }
    assert ("nearest: rock", "") == (foreign.nearest, voice.nearest)
    assert "It only knows the ten genres and must name one." == voice.advice
    assert not any(bar.is_top for bar in foreign.bars)
    assert foreign.folded


@pytest.mark.parametrize("body", [not_music(), none_of_these()])
def test_witness_that_knew(body: dict[str, Any]) -> None:
    """The model that the verdict is from does not say everything twice."""
    said = answer_to_witness(body, body, "en")

    assert answer_to_said(body, "en").headline == said.headline
    assert ("", (), "") == (said.advice, said.tags, said.nearest)


def test_all_bars_from_the_most_probable_down() -> None:
    """Ten genres are sorted, with one at the top, a number and a length each."""
    bars = probabilities_to_bars(prediction(pop=0.5, jazz=0.3), "en")

    assert set(GENRES) == {bar.label.replace("hip-hop", "hiphop") for bar in bars}
    assert [True] + 9 * [False] == [bar.is_top for bar in bars]
    expected = [("pop", "50.0%", "50.0%", True), ("jazz", "30.0%", "30.0%", False)]
    assert expected == [astuple(bar) for bar in bars[:2]]


@pytest.mark.parametrize("body", [not_music(), none_of_these()])
def test_no_bar_is_the_answer(body: dict[str, Any]) -> None:
    """Where no genre is named, none is on top."""
    assert not any(bar.is_top for bar in probabilities_to_bars(body, "en"))


def test_both_that_it_may_be_are_on_top() -> None:
    """Where it may be either of two genres, neither stands out before the other."""
    bars = probabilities_to_bars(prediction("ambiguous", rock=0.4, pop=0.3), "en")

    assert ["rock", "pop"] == [bar.label for bar in bars if bar.is_top]


def test_of_equals_the_named_genre_is_on_top() -> None:
    """The first bar is the genre that the model named, also when another is as probable."""
    body = prediction(rock=0.4, country=0.4) | {"genre": "rock", "nearest": "rock"}

    assert "rock" == probabilities_to_bars(body, "en")[0].label


@pytest.mark.parametrize(
    ("tags", "labels"),
    [
        ({}, ()),
        ({"folk": TAG_FROM, "soul": TAG_FROM - 0.001}, ("folk",)),
        ({"folk": 0.2, "rnb": 0.9}, ("R&B", "folk")),
    ],
)
def test_words(tags: dict[str, float], labels: tuple[str, ...]) -> None:
    """Words are ranked, and those that hardly fit are left out."""
    assert labels == tags_to_labels(tags, "en")


def test_words_are_few_and_translated() -> None:
    """Five words at most, in the reader's language."""
    labels = tags_to_labels(TAGS, "fr")

    assert MOST_TAGS == len(labels)
    assert ("électronique", "ambient", "voix de femmes") == labels[:3]


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        (prediction(reggae=0.7), "reggae, 70.0%, sure"),
        (
            prediction("ambiguous", rock=0.4, pop=0.3),
            "rock or pop? 40.0% · 30.0%, not sure",
        ),
        (not_music("noise"), "this is not music (noise)"),
        (none_of_these() | {"tags": {"folk": 0.5}}, "none of the ten: rather folk"),
        (prediction("silence"), "this is silence: there is nothing to hear."),
    ],
)
def test_summary(body: dict[str, Any], summary: str) -> None:
    """One line says what it is."""
    assert summary == said_to_summary(answer_to_said(body, "en"))
