"""`python -m training.genre.quantization_cost`: what quantising VGG19's convolutions costs.

Each backbone, in fp32 and in 8 bits, under a head fitted on the labels of the train part; measured
on valid.
"""

import sys
from typing import Any

import numpy as np

from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, clips_to_genres, folder_to_clips
from training.genre import vgg19
from training.genre.recipes import (
    FP32_BACKBONE,
    INT8_BACKBONE,
    SEED,
    clips_to_labels,
    made_backbone,
    vgg19_to_statistics,
)
from training.genre.teacher import labels_to_targets
from training.settings import SERVICE_OUTPUTS, TrainingSettings


def clips_to_comparison(clips: list[Clip], settings: TrainingSettings) -> dict[str, Any]:
    """Measure accuracies, and how often both give the same label; empty without such parts."""
    splits = np.array([clip.split for clip in clips])
    train, valid = splits == "train", splits == "valid"
    if not (train.any() and valid.any()):
        return {}
    genres = clips_to_genres(clips)
    labels = clips_to_labels(clips, genres)
    targets = labels_to_targets(labels, len(genres))
    predicted = {}
    for graph in (FP32_BACKBONE, INT8_BACKBONE):
        backbone = made_backbone(clips, settings, graph)
        features = vgg19_to_statistics(settings, backbone, clips)
        fitted = vgg19.fit(features[train], targets[train], SEED)
        predicted[graph] = fitted.scores(features[valid]).argmax(axis=1)
    return {
        "n_clips": int(valid.sum()),
        "accuracy_fp32": float((predicted[FP32_BACKBONE] == labels[valid]).mean()),
        "accuracy_int8": float((predicted[INT8_BACKBONE] == labels[valid]).mean()),
        "same_label": float((predicted[FP32_BACKBONE] == predicted[INT8_BACKBONE]).mean()),
    }


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    report = clips_to_comparison(folder_to_clips(settings.gtzan_dir), settings)
    if not (report and SERVICE_OUTPUTS.quantization):
        raise DatasetError("the clips have no parts train and valid to compare on")
    print(
        f"fp32 {report['accuracy_fp32']:.1%}, 8 bits {report['accuracy_int8']:.1%}, "
        f"same label on {report['same_label']:.1%} of {report['n_clips']} clips"
    )
    write_json(SERVICE_OUTPUTS.quantization, report)


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
