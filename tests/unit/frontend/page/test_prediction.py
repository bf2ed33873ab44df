"""`bodies_to_page`: the API's body → what the page shows, section by section."""

from typing import Any

import pytest
from fake_services import none_of_these, not_music, prediction, problem
from recommendation import recommendation

from frontend.answers.api_body import bodies_to_api_body
from frontend.ensemble import EnsembleSettings
from frontend.page.prediction import Results, bodies_to_page
from frontend.page.section import Problem, Said
from frontend.texts.beat import ENGLISH
from music_genre.translations.catalogues import Language

ENSEMBLE = EnsembleSettings(
    weights={"svm": 0.5, "vgg19": 0.5}, temperature=1, confident_from=0.6, confident_precision=0.9
)


def page_of(language: Language = "en", **bodies: dict[str, Any]) -> Results:
    """Make the page for these bodies of services."""
    api_body = bodies_to_api_body(bodies, ENSEMBLE)
    return bodies_to_page(api_body, language, "song.wav")


def test_confident_answers() -> None:
    """The verdict comes first, then each model with what it says."""
    page = page_of(svm=prediction(reggae=0.7), vgg19=prediction(reggae=0.8))
    titles = [section.title for section in page.sections]
    assert ["Together", "According to SVM", "According to VGG19"] == titles
    assert ["75.0%", "70.0%", "80.0%"] == [section.said.percent for section in page.sections]
    assert [("reggae", "sure"), ("reggae", ""), ("reggae", "")] == [
        (section.said.headline, section.said.outcome) for section in page.sections
    ]
    assert "90% of such answers were right" in page.sections[0].said.sureness
    assert "Both models put reggae first." == page.sections[0].note
    assert "reggae, 75.0%, sure" == page.summary
    assert page.draws_genres


def test_one_model_gives_the_verdict() -> None:
    """A model that was asked alone is no witness: its section says what the file is."""
    (section,) = page_of(svm=none_of_these()).sections
    assert "SVM" == section.title
    assert section.said.tags


@pytest.mark.parametrize("svm", [not_music(), none_of_these()], ids=["not-music", "foreign"])
def test_no_genre_fits(svm: dict[str, Any]) -> None:
    """Where the verdict names no genre, no section does, and no genres are drawn over time."""
    page = page_of(svm=svm, vgg19=prediction(rock=0.9))
    assert svm["outcome"] == (page.data or {})["body"]["ensemble"]["outcome"]
    assert {""} == {section.said.percent + section.said.outcome for section in page.sections}
    assert all(section.said.folded for section in page.sections)
    assert ("", None) == (page.sections[0].note, page.sections[0].is_agreed)
    assert not page.draws_genres


@pytest.mark.parametrize(
    ("svm", "has_beat"), [(not_music(), False), (none_of_these(), True), (prediction(), True)]
)
def test_beats_are_for_music(svm: dict[str, Any], has_beat: bool) -> None:
    """What is not music gets no beat, and is told so; music of any kind does."""
    beat = page_of(svm=svm, vgg19=prediction(rock=0.9), beat=recommendation()).beat
    assert beat
    assert has_beat is bool(beat.chosen)
    assert has_beat is (ENGLISH.beat_not_music != beat.note)


def test_disagreement_is_said() -> None:
    """Two genres are a disagreement: who puts which first is said, and marked for the eye."""
    page = page_of(svm=prediction(rock=0.6), vgg19=prediction(jazz=0.7))
    assert "SVM puts rock first, VGG19 puts jazz first." == page.sections[0].note
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
    """Silence is one sentence and nothing else: no facts, no witnesses, no beat."""
    page = page_of(svm=prediction("silence"), vgg19=prediction("silence"), beat=recommendation())
    said = "this is silence: there is nothing to hear."
    assert [Said(headline=said)] == [section.said for section in page.sections]
    assert (said, "", None, True) == (page.summary, page.facts, page.beat, page.is_silent)
    assert page.data


def test_problem_stands_beside_the_other_answer() -> None:
    """The answer comes before a failed model's problem, and there is no ensemble of one."""
    page = page_of(svm=problem("not_ready", 503, "Down", "Wait."), vgg19=prediction(jazz=0.7))
    assert ["vgg19", "svm"] == [section.key for section in page.sections]
    assert "jazz" == page.sections[0].said.headline
    assert Problem("Down", "Wait.") == page.sections[1].problem


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
    ("language", "facts", "timing"),
    [
        ("en", "0:30 · WAV · 44.1 kHz · stereo", "answered in 0.02 s"),
        ("fr", "0:30 · WAV · 44,1 kHz · stéréo", "réponse en 0,02\u00a0s"),
    ],
)
def test_numbers_follow_the_language(language: Language, facts: str, timing: str) -> None:
    """Decimal signs and units are those of the language."""
    page = page_of(language, svm=prediction(classical=0.405))
    assert (facts, timing) == (page.facts, page.sections[0].note)


def test_many_channels_are_counted() -> None:
    """Audio with more than two channels says how many; a second counts when it is over."""
    body = prediction(jazz=0.7)
    body["audio"] |= {"channels": 6, "duration_s": 3599.6}
    assert page_of(svm=body).facts == "59:59 · WAV · 44.1 kHz · 6 channels"
