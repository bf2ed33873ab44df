"""Both models on the folds: what is held out, what the report says, what the command writes."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from own_music import OWN_GENRES, write_own_music
from unit.training.genre.made_recipes import (
    GENRES,
    N_CLIPS,
    clips_to_svm_features,
    made_clips,
    made_recipe,
)

from training.genre import crossvalidate
from training.genre.crossvalidate import (
    excerpts_to_held_out,
    held_out_to_report,
    recipe_to_fitted,
    recipe_to_held_out,
    settings_to_held_out_genres,
)
from training.genre.ensemble import held_out_to_ensemble
from training.settings import TrainingSettings

CLIPS = made_clips()


def test_clips_with_a_fold_are_scored_in_order() -> None:
    """The clip without a fold is left out; the others keep their order, folds and labels."""
    held = recipe_to_held_out(made_recipe(CLIPS), CLIPS, GENRES)

    assert (N_CLIPS - 1, 2) == held.scores.shape
    np.testing.assert_array_equal([n % 2 for n in range(N_CLIPS - 1)], held.labels)
    assert [clip.fold for clip in CLIPS[:-1]] == held.folds.tolist()
    assert held.hits.mean() > 0.9


def test_other_features_are_scored_by_the_same_models() -> None:
    """With the very clips again, excerpts have the scores of the cross-validation."""
    recipe, known = made_recipe(CLIPS), CLIPS[:-1]

    held = excerpts_to_held_out(
        recipe_to_fitted(recipe, CLIPS), clips_to_svm_features(known), known, GENRES
    )

    np.testing.assert_allclose(
        recipe_to_held_out(recipe, CLIPS, GENRES).scores, held.scores, atol=1e-5
    )


def test_report_has_each_model_and_both_together() -> None:
    """One model has no ensemble beside it; each has its folds and its confident answers."""
    held = recipe_to_held_out(made_recipe(CLIPS), CLIPS, GENRES)
    _, together = held_out_to_ensemble({"svm": held, "vgg19": held})

    alone = held_out_to_report({"svm": held}, held, GENRES)
    both = held_out_to_report({"svm": held, "vgg19": held}, together, GENRES)

    assert ["svm"] == list(alone)
    assert ["svm", "vgg19", "ensemble"] == list(both)
    assert {"1", "2", "3"} == alone["svm"]["fold_accuracies"].keys()
    assert 0 < alone["svm"]["confident"]["share"] <= 1
    assert N_CLIPS - 1 == alone["svm"]["n_clips"]


def test_held_out_genres_are_those_of_clips_with_a_fold(tmp_path: Path) -> None:
    """Every clip with a fold has probabilities of sum 1, by clip, and no other clip has."""
    folder = write_own_music(tmp_path / "music", clips_per_genre=4)
    rows = ["clip,genre,audio,fold"]
    for path in sorted(folder.glob("*/*.wav")):
        number = int(path.stem[-2:])
        fold = "123 "[number].strip()
        rows.append(f"{path.stem},{path.parent.name},{path.parent.name}/{path.name},{fold}")
    (folder / "clips.csv").write_text("\n".join(rows))

    genres = settings_to_held_out_genres(
        TrainingSettings(gtzan_dir=folder, build_dir=tmp_path / "build")
    )

    assert 3 * len(OWN_GENRES) == len(genres)
    assert not any(name.endswith("03") for name in genres)
    for row in genres.values():
        assert sorted(OWN_GENRES) == list(row)
        assert 1 == pytest.approx(sum(row.values()))


def test_command_writes_report_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints each model, draws a picture of each and writes what it printed."""
    recipes = [made_recipe(CLIPS), made_recipe(CLIPS, "vgg19")]
    monkeypatch.setattr(crossvalidate, "folder_to_clips", lambda _: CLIPS)
    monkeypatch.setattr(crossvalidate, "made_backbone", lambda *_: tmp_path / "none.onnx")
    monkeypatch.setattr(crossvalidate, "clips_to_recipes", lambda *_: recipes)
    monkeypatch.setattr(crossvalidate, "PICTURES", tmp_path / "pictures")
    monkeypatch.setattr(sys, "argv", ["crossvalidate", "--json", str(tmp_path / "folds.json")])

    crossvalidate.main()

    printed, report = capsys.readouterr().out, json.loads((tmp_path / "folds.json").read_text())
    pictures = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {f"folds-{name}.png" for name in ("svm", "vgg19", "ensemble")} == pictures
    assert {"svm", "vgg19", "ensemble"} == report.keys()
    assert f"svm on artist-disjoint folds: accuracy {report['svm']['accuracy']:.1%}" in printed
    assert "majority baseline: 50.8%" in printed
