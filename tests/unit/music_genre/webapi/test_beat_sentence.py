"""One sentence that is true of the probability, the certainty and whatever leant the choice."""

from typing import get_args

import pytest

from music_genre.webapi.beat_body import Effect, PriorBody
from music_genre.webapi.beat_sentence import TEXTS, prior_to_sentence
from music_genre.webapi.messages import Language


def prior(effect: Effect) -> PriorBody:
    """Make a prior of reggae at 87 %."""
    said = {"genre": "reggae", "probability": 0.87, "from": "svm", "used_for": ["style"]}
    return PriorBody.model_validate(said | {"effect": effect})


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("effect", get_args(Effect))
def test_a_guess_names_what_leant_it(effect: Effect, language: Language) -> None:
    """The genre is named without a figure of its own beside the guess."""
    sentence = prior_to_sentence(prior(effect), language, certain=False, name="le reggae")

    assert "le reggae" in sentence
    assert "87" not in sentence
    assert sentence.startswith(prior_to_sentence(None, language, certain=False))


@pytest.mark.parametrize("language", get_args(Language))
def test_what_is_certain_is_no_guess(language: Language) -> None:
    """A sure rhythm has a sentence of its own."""
    sure = prior_to_sentence(None, language, certain=True)

    assert sure == TEXTS[language].certain
    assert sure != prior_to_sentence(None, language, certain=False)


def test_without_a_name_the_prior_s_own_word_stands() -> None:
    """The API's own sentence names the genre as its other members do."""
    assert "a guess: the rhythm leaves the style open; reggae decided" == prior_to_sentence(
        prior("decided"), "en", certain=False
    )
