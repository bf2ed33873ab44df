"""One sentence that is true of the probability, the certainty and whatever leant the choice."""

from functools import partial
from typing import get_args

import pytest

from music_genre.translations.catalogues import LANGUAGES, Language
from music_genre.webapi.beat_body import Effect, PriorBody
from music_genre.webapi.beat_sentence import LIKELY_FROM, SENTENCES, prior_to_sentence

answer = partial(prior_to_sentence, is_free=False)
guessed = partial(answer, certain=False, confidence=LIKELY_FROM - 0.01)


def prior(effect: Effect) -> PriorBody:
    """Make a prior of reggae at 87 %."""
    said = {"genre": "reggae", "probability": 0.87, "from": "svm", "used_for": ["style"]}
    return PriorBody.model_validate(said | {"effect": effect})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("effect", get_args(Effect))
def test_a_guess_names_what_leant_it(effect: Effect, language: Language) -> None:
    """The genre is named without a figure of its own beside the guess."""
    sentence = guessed(prior(effect), language, name="le reggae")

    assert "le reggae" in sentence
    assert "87" not in sentence
    assert sentence.startswith(guessed(None, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_certain_is_no_guess(language: Language) -> None:
    """A sure rhythm has a sentence of its own, and a likely one another."""
    sure = answer(None, language, certain=True, confidence=0.95)
    likely = answer(None, language, certain=False, confidence=LIKELY_FROM)

    assert (SENTENCES[language].certain, SENTENCES[language].likely) == (sure, likely)
    assert 3 == len({sure, likely, guessed(None, language)})


def test_what_a_genre_leant_is_never_likely() -> None:
    """However high the probability of both together, it is not calibrated."""
    leant = answer(prior("decided"), "en", certain=False, confidence=0.99)

    assert leant == guessed(prior("decided"), "en")


def test_free_time_is_never_likely() -> None:
    """What keeps no tempo, as noise, has no rhythm that points to a style."""
    free = prior_to_sentence(None, "en", certain=False, confidence=0.99, is_free=True)

    assert free == guessed(None, "en")


def test_without_a_name_the_prior_s_own_word_stands() -> None:
    """The API's own sentence names the genre as its other members do."""
    assert "a guess: the rhythm leaves the style open; reggae decided" == guessed(
        prior("decided"), "en"
    )
