"""`bodies_to_verdict`: the models are witnesses of one verdict."""

from typing import Any

import pytest
from fake_services import TAGS, none_of_these, not_music, prediction
from prometheus_client import CollectorRegistry

from frontend.answers.verdict import bodies_to_verdict, body_to_nearest, count_verdict
from frontend.ensemble import EnsembleSettings
from music_genre.webapi.sight.answers import AnswerMetrics

SETTINGS = EnsembleSettings(
    weights={"svm": 1, "vgg19": 3}, temperature=1, confident_from=0.5, confident_precision=0.85
)
VGG19 = prediction(name="vgg19", rock=0.9)
OF_OTHERS = VGG19 | {"probabilities": {"kizomba": 0.9, "zouk": 0.1}, "nearest": "kizomba"}


def verdict_of(**bodies: dict[str, Any]) -> dict[str, Any]:
    """Make the verdict on these answers, of which there is one."""
    verdict = bodies_to_verdict(bodies, SETTINGS)
    assert verdict
    return verdict


@pytest.mark.parametrize(
    ("vgg19", "outcome"),
    [(VGG19, "confident"), (prediction(name="vgg19", rock=0.3, jazz=0.3), "ambiguous")],
)
def test_genre_of_both(vgg19: dict[str, Any], outcome: str) -> None:
    """Where no model denies it, the mean of both names the genre, and the words stand beside it."""
    verdict = verdict_of(svm=prediction(rock=0.5) | {"tags": TAGS}, vgg19=vgg19)

    assert ("rock", "rock", outcome, None) == (
        verdict["genre"],
        verdict["nearest"],
        verdict["outcome"],
        verdict["kind"],
    )
    assert TAGS == verdict["tags"]


@pytest.mark.parametrize(
    ("svm", "outcome", "kind"),
    [(not_music("noise"), "not_music", "noise"), (none_of_these(), "none_of_these", None)],
)
def test_who_knows_is_believed(svm: dict[str, Any], outcome: str, kind: str | None) -> None:
    """No genre is named where one model knows better, however sure the other is of its own."""
    verdict = verdict_of(svm=svm, vgg19=VGG19)

    assert (None, outcome, kind) == (verdict["genre"], verdict["outcome"], verdict["kind"])
    assert "rock" == verdict["nearest"]
    assert TAGS == verdict["tags"]
    assert 1 == pytest.approx(sum(verdict["probabilities"].values()), abs=0.01)


@pytest.mark.parametrize("body", [not_music(), none_of_these(), VGG19, prediction("silence")])
def test_one_model_has_the_last_word(body: dict[str, Any]) -> None:
    """Where one model answered, the verdict is what it says, with or without a weight."""
    verdict = verdict_of(kizomba_net=body)

    assert verdict.items() <= body.items()
    assert {"genre", "outcome", "kind", "nearest", "tags", "probabilities"} == verdict.keys()


def test_silence() -> None:
    """Models that both hear silence make a silent verdict with nothing in it."""
    verdict = verdict_of(svm=prediction("silence"), vgg19=prediction("silence", "vgg19"))

    assert "silence" == verdict.pop("outcome")
    assert {None} == set(verdict.values())


@pytest.mark.parametrize(
    "svm", [prediction(rock=0.5), not_music(), none_of_these()], ids=lambda body: body["outcome"]
)
def test_models_of_different_genres(svm: dict[str, Any]) -> None:
    """They have no verdict: what one finds to be no music may be what the other was taught."""
    assert bodies_to_verdict({"svm": svm, "vgg19": OF_OTHERS}, SETTINGS) is None


def test_nobody_answered() -> None:
    """Without a witness there is no verdict."""
    assert bodies_to_verdict({}, SETTINGS) is None


@pytest.mark.parametrize(
    ("body", "nearest"), [(not_music(), "hiphop"), (prediction("silence"), None), (VGG19, "rock")]
)
def test_nearest(body: dict[str, Any], nearest: str | None) -> None:
    """The nearest genre is there for all but silence."""
    assert nearest == body_to_nearest(body)


def test_answers_kept_before() -> None:
    """Answers without the newer members have a verdict too: their genre is the nearest."""
    old = {name: VGG19[name] for name in VGG19 if name not in {"kind", "nearest", "tags"}}

    assert "rock" == body_to_nearest(old)
    assert "rock" == verdict_of(vgg19=old)["nearest"]
    assert verdict_of(svm=old, vgg19=old)["tags"] is None


def test_measured_share_is_that_of_all_models() -> None:
    """How often sure answers were right was measured for the models together, not for one alone."""
    both = bodies_to_verdict({"svm": prediction(rock=0.6), "vgg19": prediction(rock=0.6)}, SETTINGS)
    alone = bodies_to_verdict({"svm": prediction(rock=0.6)}, SETTINGS)

    assert both
    assert alone
    assert 0.85 == both["confident_precision"]
    assert None is alone.get("confident_precision")


def test_verdicts_are_counted() -> None:
    """What the page says of a song is counted as one model's; nothing where it says nothing."""
    registry = CollectorRegistry()
    metrics = AnswerMetrics(registry)
    verdict = verdict_of(svm=prediction(jazz=0.7), vgg19=prediction(name="vgg19", jazz=0.8))

    for ensemble in (verdict, None):
        count_verdict(metrics, {"ensemble": ensemble})

    labels = {"model": "ensemble", "genre": "jazz"}
    outcome = labels | {"outcome": verdict["outcome"]}
    assert 1 == registry.get_sample_value("genre_predictions_total", outcome)
    confidence = registry.get_sample_value("genre_confidence_sum", labels)
    assert verdict["probabilities"]["jazz"] == confidence
