"""Figures of a report → the model card."""

import json
from typing import Any

import pytest

from training.genre.card import OWN_SOUNDS, DataTexts, gtzan_texts, report_to_card
from training.settings import MODEL_DIRS, SOUNDS_REPORT

SOUNDS = {
    "recognised": {"speech": 0.98, "noise": 0.97, "tone": 0.96, "other": 0.95},
    "gtzan_lost": 0.0107,
    "foreign_music_lost": 0.0514,
    "gtzan_called_foreign": 0.0322,
    "foreign_called_foreign": {"asc-music": 1.0, "xmoto-data": 0.39, "widelands-data": 0.5},
}
TEXTS = gtzan_texts(4, ("jazz", "rock"), SOUNDS)
OWN = DataTexts(
    trained_on="music, 4 clips",
    front_matter="pipeline_tag: audio-classification",
    use="Genre of music of these 2 kinds: jazz, rock.",
    training_data="The folder music, 4 clips.",
    command="`python -m training.train`",
    folds_are="Three-fold cross-validation",
    other_sounds=OWN_SOUNDS,
)
REPORT = {
    "n_clips": 4,
    "accuracy": 0.75,
    "accuracy_95": [0.3, 0.95],
    "fold_accuracies": {"1": 1.0, "2": 0.5, "3": 0.75},
    "macro_f1": 0.7333,
    "ece": 0.05,
    "log_loss": 0.6,
    "genres": ["jazz", "rock"],
    "confusion": [[2, 0], [1, 1]],
}


def test_figures_are_those_of_the_report() -> None:
    """Accuracy with its interval, that of each fold, and the recall of each genre."""
    card = report_to_card("svm", REPORT, TEXTS)

    assert "| accuracy | 75.0% (95 % interval 30.0% – 95.0%) |" in card
    assert "| accuracy of each fold | 100.0%, 50.0%, 75.0% |" in card
    assert "| macro-F1 | 0.733 |" in card
    assert "- jazz: 100%\n- rock: 50%" in card
    assert "2 classes: jazz, rock" in card


def test_cost_of_8_bits_is_told_where_it_was_measured() -> None:
    """Only a report with a comparison has the row."""
    compared = {"accuracy_int8": 0.7, "accuracy_fp32": 0.71, "same_label": 0.99}

    assert "8-bit against fp32" not in report_to_card("vgg19", REPORT, TEXTS)
    assert "70.0% against 71.0%, same label on 99.0%" in report_to_card(
        "vgg19", REPORT | {"quantization": compared}, TEXTS
    )


def test_genre_without_clips_has_no_recall() -> None:
    """A row of the confusion table that is empty is 0 %, and no division by zero."""
    assert "- rock: 0%" in report_to_card("svm", REPORT | {"confusion": [[4, 0], [0, 0]]}, TEXTS)


def test_measured_shares_of_other_sounds() -> None:
    """The SVM's card has what held-out sounds were called, and how much music was lost to that."""
    card = " ".join(report_to_card("svm", REPORT, TEXTS).split())

    assert "98% of speech, 97% of noises, 96% of tones and 95% of other sounds" in card
    assert "1.1% of GTZAN's clips and 5.1% of the music of free games, wrongly" in card
    assert "39% to 100% of the music of each of 3 collections" in card
    assert "3.2% of GTZAN's clips, wrongly" in card


def test_a_model_without_such_knowledge_says_so() -> None:
    """VGG19 names a genre for any sound, and nothing that was measured of the SVM is its own."""
    card = report_to_card("vgg19", REPORT, TEXTS)

    assert "get one of these genres from this model" in card
    assert "not_music" not in card
    assert "of speech" not in card


@pytest.mark.parametrize("name", MODEL_DIRS)
def test_own_model_has_figures_of_its_own(name: str) -> None:
    """The card of somebody's own model claims neither GTZAN nor what was measured with it."""
    card = report_to_card(name, REPORT, OWN)

    assert "GTZAN" not in card
    assert "wrongly" not in card
    assert "collections" not in card
    assert OWN_SOUNDS[name] in card


@pytest.mark.parametrize("texts", [TEXTS, OWN])
def test_licence_goes_where_the_weights_go(texts: DataTexts) -> None:
    """Every SVM has the network's weights, so its card has their notice whole; VGG19 has none."""
    card = " ".join(report_to_card("svm", REPORT, texts).replace("\n>", " ").split())

    assert "Copyright (c) Music Technology Group, Universitat Pompeu Fabra 2019." in card
    assert "provided that the above copyright notice and this permission notice appear" in card
    assert "PERFORMANCE OF THIS SOFTWARE." in card
    assert "Pompeu Fabra" not in report_to_card("vgg19", REPORT, texts)


@pytest.mark.parametrize("name", MODEL_DIRS)
def test_committed_cards_are_those_of_their_manifests(name: str) -> None:
    """A served model's card is what the manifest's scores and the report of sounds give."""
    manifest: dict[str, Any] = json.loads((MODEL_DIRS[name] / "manifest.json").read_text())
    n_clips = int(manifest["trained_on"].removesuffix(" clips").rpartition(" ")[2])
    sounds = json.loads(SOUNDS_REPORT.read_text())

    card = report_to_card(
        name, manifest["scores"], gtzan_texts(n_clips, manifest["genres"], sounds)
    )

    assert card == (MODEL_DIRS[name] / "MODEL_CARD.md").read_text()
