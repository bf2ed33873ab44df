"""Figures of a report → the model card that stands beside the model."""

from typing import Any

CARD = """---
license: mit
pipeline_tag: audio-classification
datasets: [GTZAN]
---
# {title}

{description}

## Use
Genre of Western popular and classical music, ten classes: {genres}.
Out of scope: speech, other genres (they get one of the ten, often as “ambiguous”), and any decision
about people.

## Training data
GTZAN (Tzanetakis and Cook 2002), {n_clips} clips of the fault-filtered train and valid parts.
The data set's own labels would let a perfect system reach about 94.5 % (Sturm 2013).
The audio is research data without a licence and is not part of this project.

## Figures (`make evaluate`)
Artist-disjoint 3-fold cross-validation, {n_held_out} clips with a known artist:

| measure | value |
|---|---|
| accuracy | {accuracy:.1%} (95 % interval {low:.1%} – {high:.1%}) |
| accuracy of each fold | {folds} |
| macro-F1 | {macro_f1:.3f} |
| expected calibration error | {ece:.3f} |
| log loss | {log_loss:.3f} |
{more_rows}
## Recall by genre
{recalls}
"""

TITLES = {
    "svm": "SVM on mel-spectrogram statistics",
    "vgg19": "VGG19 on mel-spectrogram images",
}
DESCRIPTIONS = {
    "svm": "Ten one-vs-rest RBF machines on 2185 statistics of a 128-band log-mel spectrogram.",
    "vgg19": (
        "The 16 convolutions of ImageNet's VGG19 (Simonyan and Zisserman, weights CC BY 4.0) in\n"
        "8-bit integers, statistics of blocks 3 to 5 over time in eight bands, a linear head\n"
        "trained on GTZAN."
    ),
}


def report_to_card(name: str, report: dict[str, Any], n_clips: int) -> str:
    """Markdown of the card; `report` is the model's part of the folds report."""
    low, high = report["accuracy_95"]
    recalls = [
        f"- {genre}: {row[i] / max(1, sum(row)):.0%}"
        for i, (genre, row) in enumerate(zip(report["genres"], report["confusion"], strict=True))
    ]
    return CARD.format(
        title=TITLES[name],
        description=DESCRIPTIONS[name],
        genres=", ".join(report["genres"]),
        n_clips=n_clips,
        n_held_out=report["n_clips"],
        accuracy=report["accuracy"],
        low=low,
        high=high,
        folds=", ".join(f"{value:.1%}" for value in report["fold_accuracies"].values()),
        macro_f1=report["macro_f1"],
        ece=report["ece"],
        log_loss=report["log_loss"],
        more_rows=_quantization_rows(report.get("quantization")),
        recalls="\n".join(recalls),
    )


def _quantization_rows(quantization: dict[str, float] | None) -> str:
    if quantization is None:
        return ""
    return (
        "| 8-bit against fp32, valid part, trained on train | "
        f"{quantization['accuracy_int8']:.1%} against {quantization['accuracy_fp32']:.1%}, "
        f"same label on {quantization['same_label']:.1%} |\n"
    )
