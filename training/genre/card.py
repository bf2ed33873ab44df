"""Figures of a report → the model card that stands beside the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from training.markdown import rows_to_markdown

CARD: Final = """---
{front_matter}
---
# {title}

{description}

## Use
{use}
Out of scope: speech, other genres (they get one of these, often as “ambiguous”), and any decision
about people.

## Training data
{training_data}

## Figures ({command})
{folds_are}, {n_held_out} clips:

{table}

## Recall by genre
{recalls}
"""

TITLES: Final = {
    "svm": "SVM on mel-spectrogram features, its own and learnt ones",
    "vgg19": "VGG19 on mel-spectrogram images",
}
DESCRIPTIONS: Final = {
    "svm": (
        "One-vs-rest RBF machines, one for each genre, on 2122 statistics of a 128-band log-mel\n"
        "spectrogram, and a linear head on 1706 features that the network MSD_musicnn has learnt\n"
        "(Pons and Serra 2019, ISC licence). That network heard the Million Song Dataset, which\n"
        "may hold artists of GTZAN: docs/experiments.md has the figures without it. Its tags,\n"
        "and two more heads, tell music from other sounds and from music of no such genre."
    ),
    "vgg19": (
        "The 16 convolutions of ImageNet's VGG19 (Simonyan and Zisserman, weights CC BY 4.0) in\n"
        "8-bit integers, mean and deviation over time of sixteen bands of frequency after blocks\n"
        "2 to 5, and support vector machines that compare clips band by band."
    ),
}


@dataclass(frozen=True)
class DataTexts:
    """What a manifest and a card say of the data."""

    trained_on: str  # one line
    front_matter: str
    use: str
    training_data: str
    command: str
    folds_are: str


def gtzan_texts(n_clips: int, genres: Sequence[str]) -> DataTexts:
    """Write the texts for the models of this project."""
    names = ", ".join(genres)
    return DataTexts(
        trained_on=f"GTZAN, fault-filtered, {n_clips} clips",
        front_matter="license: mit\npipeline_tag: audio-classification\ndatasets: [GTZAN]",
        use=f"Genre of Western popular and classical music, {len(genres)} classes: {names}.",
        training_data=f"""\
GTZAN (Tzanetakis and Cook 2002), {n_clips} clips of the fault-filtered train and valid parts.
The data set's own labels would let a perfect system reach about 94.5 % (Sturm 2013).
The audio is research data without a licence and is not part of this project.""",
        command="`make evaluate`",
        folds_are="Artist-disjoint 3-fold cross-validation of the clips with a known artist",
    )


def report_to_card(name: str, report: dict[str, Any], texts: DataTexts) -> str:
    """Write the card in Markdown; `report` is the model's part of the folds report."""
    low, high = report["accuracy_95"]
    folds = ", ".join(f"{value:.1%}" for value in report["fold_accuracies"].values())
    rows = [
        ("accuracy", f"{report['accuracy']:.1%} (95 % interval {low:.1%} – {high:.1%})"),
        ("accuracy of each fold", folds),
        ("macro-F1", f"{report['macro_f1']:.3f}"),
        ("expected calibration error", f"{report['ece']:.3f}"),
        ("log loss", f"{report['log_loss']:.3f}"),
        *_quantization_rows(report.get("quantization")),
    ]
    recalls = [
        f"- {genre}: {row[i] / max(1, sum(row)):.0%}"
        for i, (genre, row) in enumerate(zip(report["genres"], report["confusion"], strict=True))
    ]
    return CARD.format(
        front_matter=texts.front_matter,
        title=TITLES[name],
        description=DESCRIPTIONS[name],
        use=texts.use,
        training_data=texts.training_data,
        command=texts.command,
        folds_are=texts.folds_are,
        n_held_out=report["n_clips"],
        table=rows_to_markdown(("measure", "value"), rows),
        recalls="\n".join(recalls),
    )


def _quantization_rows(quantization: dict[str, float] | None) -> list[tuple[str, str]]:
    if quantization is None:
        return []
    figures = (
        f"{quantization['accuracy_int8']:.1%} against {quantization['accuracy_fp32']:.1%}, "
        f"same label on {quantization['same_label']:.1%}"
    )
    return [("8-bit against fp32, valid part, trained on train", figures)]
