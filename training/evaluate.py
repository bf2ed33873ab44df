"""`python -m training.evaluate`: the served models on any folder of labelled clips.

The folder is laid out like GTZAN, as published or with a table (see `training.data.dataset`). The
models are those of the service folders, or what `training.train --out` made (`--model-dir`), run
by the services' own code. Accuracy, coverage and precision of what is called confident are printed
by length too. Their manifests say which genres they know. With `--agreement` everything
is asked again in exact arithmetic, which says how far the answers depend on this processor.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from frontend.ensemble import EnsembleFileError, EnsembleSettings, file_to_ensemble_settings
from music_genre.audio.constants import COLUMN_S
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.genre_model import GenreModel
from svm_service.features import log_mel_to_vector
from svm_service.model import SvmModel, vector_to_features
from svm_service.model import folder_to_model as folder_to_svm
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.evaluation.by_length import answers_to_length_rows, length_rows_to_markdown
from training.evaluation.measures import (
    measures_to_text,
    probabilities_to_measures,
    probabilities_to_mixture,
    probabilities_to_sharpened,
)
from training.genre.recipes import clips_to_labels
from training.musicnn.embeddings import clip_to_embeddings, file_to_map
from training.settings import SERVICE_OUTPUTS, STORED_MAP, Outputs, folder_to_outputs
from vgg19_service.features import log_mel_to_image
from vgg19_service.model import folder_to_model as folder_to_vgg19

MODELS: dict[str, Callable[[Path, int], GenreModel]] = {
    "svm": folder_to_svm,
    "vgg19": folder_to_vgg19,
}
ONNX_THREADS = 2


def clips_to_probabilities(model: GenreModel, clips: list[Clip]) -> NDArray[np.float64]:
    """Predict each clip: calibrated probabilities, float64 `(n_clips, n_genres)`."""
    rows = []
    for clip in tqdm(clips, desc=model.manifest.name, unit="clip", delay=5):
        duration_s = clip.log_mel.shape[1] * COLUMN_S
        scores = model.features_to_scores(clip_to_features(clip, model))
        rows.append(model.manifest.calibration.scores_to_probabilities(scores, duration_s))
    return np.stack(rows)


def clip_to_features(clip: Clip, model: GenreModel) -> NDArray[np.float32]:
    """Make what the served graph takes of one clip, from its audio or its stored spectrogram."""
    if not isinstance(model, SvmModel):
        return log_mel_to_image(clip.log_mel)
    embeddings = clip_to_embeddings(clip, model.learnt)
    (embedding,) = file_to_map(STORED_MAP).heard(embeddings[None])
    return vector_to_features(log_mel_to_vector(clip.log_mel), embedding)


def clips_to_answers(
    models: dict[str, GenreModel], ensemble: EnsembleSettings, clips: list[Clip]
) -> NDArray[np.float64]:
    """Predict each clip by all models together, float64 `(n_clips, n_genres)`."""
    rows = {name: clips_to_probabilities(model, clips) for name, model in models.items()}
    mixture = probabilities_to_mixture(rows, ensemble.weights)
    return probabilities_to_sharpened(mixture, ensemble.temperature)


def clips_to_durations(clips: list[Clip]) -> list[float]:
    """Tell how long each clip is [s], as far as the models see it."""
    return [clip.log_mel.shape[1] * COLUMN_S for clip in clips]


def answers_to_agreement(
    served: NDArray[np.float64], exact: NDArray[np.float64]
) -> dict[str, float]:
    """Measure how often both say the same genre, 0–1, and how far probabilities differ at most."""
    return {
        "same_label": float((served.argmax(axis=1) == exact.argmax(axis=1)).mean()),
        "largest_difference": float(np.abs(served - exact).max()),
    }


def outputs_to_models(
    name: str, outputs: Outputs
) -> tuple[dict[str, GenreModel], EnsembleSettings]:
    """Load the models that make an answer, and how they do; `name` is one or "ensemble".

    Raises `ModelBundleError`, `EnsembleFileError`, and `DatasetError` when they know other genres.
    """
    if name == "ensemble":
        ensemble = file_to_ensemble_settings(outputs.ensemble)
        names = list(ensemble.weights)
    else:
        names = [name]
    models = {part: MODELS[part](outputs.model_dirs[part], ONNX_THREADS) for part in names}
    if name != "ensemble":
        confident_from = models[name].manifest.confident_from
        ensemble = EnsembleSettings(weights={name: 1}, temperature=1, confident_from=confident_from)
    if len({model.manifest.genres for model in models.values()}) > 1:
        raise DatasetError("the models know different genres; choose one of them with --model")
    return models, ensemble


def clips_of_genres(clips: list[Clip], genres: Sequence[str]) -> list[Clip]:
    """Select the clips whose genres a model knows; say what is left out.

    Raises `DatasetError` when nothing is left.
    """
    unknown = ", ".join(genre for genre in clips_to_genres(clips) if genre not in genres)
    known = [clip for clip in clips if clip.genre in genres]
    if not known:
        raise DatasetError(f"the model knows {', '.join(genres)}; the clips are of {unknown}")
    if unknown:
        print(f"left out: clips of genres that the model does not know: {unknown}", file=sys.stderr)
    return known


def say_if_trained_on(models: dict[str, GenreModel], split: str) -> None:
    """Warn that a split of the same name was trained on."""
    for name, model in models.items():
        if split in model.manifest.trained_splits:
            print(
                f"note: {name} was trained on a split called {split!r}; if these are the same "
                "clips, the figures say nothing about new music (the report of training has "
                "held-out ones)",
                file=sys.stderr,
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report, write it where `--json` says; 1 when folder or models cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--split", default="all", metavar="NAME", help="all, or one of clips.csv")
    parser.add_argument("--model", choices=[*MODELS, "ensemble"], default="ensemble")
    parser.add_argument(
        "--model-dir", type=Path, metavar="DIR", help="what training.train --out made"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures there")
    parser.add_argument(
        "--agreement", action="store_true", help="compare with exact arithmetic; takes longer"
    )
    chosen = parser.parse_args(arguments)
    outputs = folder_to_outputs(chosen.model_dir) if chosen.model_dir else SERVICE_OUTPUTS
    try:
        models, ensemble = outputs_to_models(chosen.model, outputs)
        genres = next(iter(models.values())).manifest.genres
        clips = clips_of_genres(folder_to_clips(chosen.data, chosen.split), genres)
    except (DatasetError, ModelBundleError, EnsembleFileError) as error:
        print(f"cannot evaluate: {error}", file=sys.stderr)
        return 1
    say_if_trained_on(models, chosen.split)
    probabilities = clips_to_answers(models, ensemble, clips)
    labels = clips_to_labels(clips, genres)
    measures = probabilities_to_measures(probabilities, labels, genres)
    print(measures_to_text(f"{chosen.model} on {chosen.split}", measures))
    by_length = answers_to_length_rows(
        probabilities, labels, clips_to_durations(clips), ensemble.confident_from
    )
    print(length_rows_to_markdown(by_length))
    measures |= {"by_length": [asdict(row) for row in by_length]}
    if chosen.agreement:
        for model in models.values():
            model.compute_exactly()
        exact = clips_to_answers(models, ensemble, clips)
        measures |= {"agreement": answers_to_agreement(probabilities, exact)}
        print(
            "same label as in exact arithmetic: {same_label:.1%}, "
            "largest difference of a probability: {largest_difference:.4f}".format(
                **measures["agreement"]
            )
        )
    if chosen.json:
        write_json(chosen.json, {"model": chosen.model, "split": chosen.split} | measures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
