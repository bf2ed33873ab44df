"""`python -m training.evaluate`: the served models on any folder of labelled clips.

The folder is laid out like GTZAN, as published or with a table (see `training.gtzan`). The models
are those of the service folders, run by the services' own code.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from audio.model_bundle import GenreModel
from audio.scores import scores_to_probabilities
from frontend.ensemble import file_to_ensemble_settings
from svm_service.model import folder_to_model as folder_to_svm
from training.bundle import write_json
from training.gtzan import Clip, DatasetError, folder_to_clips
from training.measures import (
    measures_to_text,
    probabilities_to_measures,
    probabilities_to_mixture,
)
from training.settings import MODEL_DIRS
from vgg19_service.model import folder_to_model as folder_to_vgg19

MODELS = {"svm": folder_to_svm, "vgg19": folder_to_vgg19}
ONNX_THREADS = 2


def clips_to_probabilities(model: GenreModel, clips: list[Clip]) -> NDArray[np.float64]:
    """Calibrated probabilities of each clip, float64 `(n_clips, n_genres)`."""
    name = model.manifest.name
    return np.stack(
        [
            scores_to_probabilities(
                model.log_mel_to_scores(clip.log_mel), model.manifest.temperature
            )
            for clip in tqdm(clips, desc=name, unit="clip", delay=5)
        ]
    )


def clips_to_answer(name: str, clips: list[Clip], split: str) -> NDArray[np.float64]:
    """Probabilities of one model, or of all together; `name` is svm, vgg19 or ensemble."""
    if name == "ensemble":
        weights = file_to_ensemble_settings().weights
        answers = {part: clips_to_answer(part, clips, split) for part in weights}
        return probabilities_to_mixture(answers, weights)
    model = MODELS[name](MODEL_DIRS[name], ONNX_THREADS)
    if split in model.manifest.trained_splits:
        print(
            f"note: {name} was trained on a split called {split!r}; if these are the same clips, "
            "the figures say nothing about new music (`make evaluate` has honest ones)",
            file=sys.stderr,
        )
    return clips_to_probabilities(model, clips)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report, write it where `--json` says; 1 when the folder cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--split", default="all", metavar="NAME", help="all, or one of clips.csv")
    parser.add_argument("--model", choices=[*MODELS, "ensemble"], default="ensemble")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures there")
    chosen = parser.parse_args(arguments)
    try:
        clips = folder_to_clips(chosen.data, chosen.split)
    except DatasetError as error:
        print(f"cannot evaluate: {error}", file=sys.stderr)
        return 1
    labels = np.array([clip.label for clip in clips])
    probabilities = clips_to_answer(chosen.model, clips, chosen.split)
    measures = probabilities_to_measures(probabilities, labels)
    print(measures_to_text(f"{chosen.model} on {chosen.split}", measures))
    if chosen.json:
        write_json(chosen.json, {"model": chosen.model, "split": chosen.split} | measures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
