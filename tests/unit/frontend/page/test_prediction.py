"""`bodies_to_page`: the API's body → what the page shows."""

from typing import Any

import pytest
from fake_services import GENRES, prediction, problem

from frontend.answers.api_body import bodies_to_api_body
from frontend.ensemble import EnsembleSettings
from frontend.page.prediction import Problem, Results, bodies_to_page
from music_genre.webapi.messages import Language

ENSEMBLE = EnsembleSettings(weights={"svm": 0.5, "vgg19": 0.5}, temperature=1, confident_from=0.6)


def page_of(language: Language = "en", **bodies: dict[str, Any]) -> Results:
    """Make the page for these bodies of services."""
    api_body = bodies_to_api_body(bodies, ENSEMBLE)
    return bodies_to_page(api_body, language, "song.wav")


def test_confident_answers() -> None:
    """The ensemble comes first, then each model with its genre in words and numbers."""
    page = page_of(svm=prediction(reggae=0.7), vgg19=prediction(reggae=0.8))
    assert [section.title for section in page.sections] == ["Together", "SVM", "VGG19"]
    assert [section.percent for section in page.sections] == ["75.0%", "70.0%", "80.0%"]
    assert {("reggae", "confident")} == {(s.genre, s.outcome) for s in page.sections}
    assert page.sections[0].note == "The models agree."
    assert page.summary == "reggae, 75.0%, confident"


def test_all_bars_from_the_most_probable_down() -> None:
    """A model's ten genres are sorted, with one at the top, a number and a length each."""
    (section,) = page_of(svm=prediction(pop=0.5, jazz=0.3)).sections
    assert set(GENRES) == {bar.label.replace("hip-hop", "hiphop") for bar in section.bars}
    assert [bar.label for bar in section.bars[:2]] == ["pop", "jazz"]
    assert [bar.is_top for bar in section.bars] == [True] + 9 * [False]
    assert [(bar.percent, bar.width) for bar in section.bars[:2]] == [
        ("50.0%", "50.0%"),
        ("30.0%", "30.0%"),
    ]


def test_of_equals_the_named_genre_is_on_top() -> None:
    """The first bar is the genre that the model named, also when another is as probable."""
    body = prediction(rock=0.4, country=0.4) | {"genre": "rock"}
    assert page_of(svm=body).sections[0].genre == "rock"


def test_ambiguous_answer_names_two() -> None:
    """An ambiguous answer says between which genres."""
    (section,) = page_of(svm=prediction("ambiguous", rock=0.4, country=0.3)).sections
    assert section.outcome == "ambiguous: rock or country"


def test_disagreement_is_said() -> None:
    """Two genres are called a disagreement, in words and for the eye."""
    page = page_of(svm=prediction(rock=0.6), vgg19=prediction(jazz=0.7))
    assert page.sections[0].note == "The models disagree."
    assert [section.is_agreed for section in page.sections] == [False, None, None]


def test_scripts_get_the_body() -> None:
    """Where a model answered, the scripts get the file's name and the body as it is."""
    svm, vgg19 = prediction(rock=0.6), problem("not_ready", 503)
    api_body = bodies_to_api_body({"svm": svm, "vgg19": vgg19}, ENSEMBLE)
    page = page_of(svm=svm, vgg19=vgg19)
    assert page.data == {"file_name": "song.wav", "body": api_body}


def test_scripts_get_nothing_of_a_problem() -> None:
    """Where nobody answered there is nothing to draw."""
    refusal = problem("not_audio", 415)
    assert page_of(svm=refusal, vgg19=refusal).data is None


def test_silence() -> None:
    """Silence has neither genre nor bars."""
    page = page_of(svm=prediction("silence"), vgg19=prediction("silence"))
    assert {(None, None, "silence", ())} == {
        (s.genre, s.percent, s.outcome, s.bars) for s in page.sections
    }
    assert page.summary == "silence"


def test_problem_stands_beside_the_other_answer() -> None:
    """A failed model has its problem, the other its answer, and there is no ensemble of one."""
    page = page_of(svm=problem("not_ready", 503, "Down", "Wait."), vgg19=prediction(jazz=0.7))
    assert [section.key for section in page.sections] == ["svm", "vgg19"]
    assert page.sections[0].problem == Problem("Down", "Wait.")
    assert page.sections[1].genre == "jazz"


def test_same_problem_is_shown_once() -> None:
    """What all models say of the file is said once."""
    wrong = problem("not_audio", 415, "No audio", "Choose another.")
    page = page_of(svm=wrong, vgg19=wrong)
    assert [Problem("No audio", "Choose another.")] == [s.problem for s in page.sections]
    assert page.summary == "No audio. Choose another."


def test_different_problems_are_shown_by_model() -> None:
    """Two models that fail differently keep their own problem."""
    page = page_of(svm=problem("not_ready", 503), vgg19=problem("service_timeout", 504))
    assert [section.title for section in page.sections] == ["SVM", "VGG19"]


def test_problem_without_models() -> None:
    """A refused upload is a problem alone."""
    page = bodies_to_page(problem("no_audio", 400, "No file", "Send one."), "en")
    assert [Problem("No file", "Send one.")] == [s.problem for s in page.sections]


@pytest.mark.parametrize(
    ("language", "facts", "timing", "percent"),
    [
        ("en", "0:30 · WAV · 44.1 kHz · stereo", "answered in 24 ms", "40.5%"),
        ("fr", "0:30 · WAV · 44,1 kHz · stéréo", "réponse en 24\u00a0ms", "40,5\u00a0%"),
    ],
)
def test_numbers_follow_the_language(
    language: Language, facts: str, timing: str, percent: str
) -> None:
    """Decimal signs, percents and units are those of the language."""
    page = page_of(language, svm=prediction("ambiguous", classical=0.405, hiphop=0.3))
    assert (page.facts, page.sections[0].note, page.sections[0].percent) == (facts, timing, percent)


def test_genres_are_translated() -> None:
    """French readers read French genres and words between them."""
    (section,) = page_of("fr", svm=prediction("ambiguous", classical=0.4, hiphop=0.3)).sections
    assert section.outcome == "ambigu\u00a0: classique ou hip-hop"


def test_many_channels_are_counted() -> None:
    """Audio with more than two channels says how many."""
    body = prediction(jazz=0.7)
    body["audio"] |= {"channels": 6, "duration_s": 3599.6}
    assert page_of(svm=body).facts == "60:00 · WAV · 44.1 kHz · 6 channels"
