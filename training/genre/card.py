"""Figures of a report → the model card that stands beside the model."""

from collections.abc import Mapping, Sequence
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
Out of scope: any decision about people.
{other_sounds}

## Training data
{training_data}

## Figures ({command})
{folds_are}, {n_held_out} clips:

{table}

## Recall by genre
{recalls}
{licence}"""

TITLES: Final = {
    "svm": "SVM on mel-spectrogram features, its own and learnt ones",
    "vgg19": "VGG19 on mel-spectrogram images",
}
DESCRIPTIONS: Final = {
    "svm": (
        "One-vs-rest RBF machines, one for each genre, on 2122 statistics of a 128-band log-mel\n"
        "spectrogram, and a linear head on 1706 features that the network MSD_musicnn has learnt\n"
        "(Pons and Serra 2019). That network heard the Million Song Dataset, which may hold the\n"
        "artists of the clips below: docs/experiments.md has this project's figures without it.\n"
        "Two more heads on it, which have heard other sounds, tell music from what is none, and\n"
        "from music of none of the genres. Its tags are words that fit."
    ),
    "vgg19": (
        "The 16 convolutions of ImageNet's VGG19 (Simonyan and Zisserman, weights CC BY 4.0) in\n"
        "8-bit integers, mean and deviation over time of sixteen bands of frequency after blocks\n"
        "2 to 5, and least-squares machines that compare clips band by band. They learnt from the\n"
        "labels and, in part, from what the SVM says of clips whose artists it does not know."
    ),
}
# The weights are copied with every SVM, and their licence has to go where they go.
LICENCES: Final = {
    "svm": """
## Licence of the network
`learnt.onnx` holds MSD_musicnn's weights, converted; our heads on it are MIT. Of the weights:

> Copyright (c) Music Technology Group, Universitat Pompeu Fabra 2019. Code developed by Jordi Pons
> (www.jordipons.me).
>
> Permission to use, copy, modify, and/or distribute this software for any purpose with or without
> fee is hereby granted, provided that the above copyright notice and this permission notice appear
> in all copies.
>
> THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
> SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE
> AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
> WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
> NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE
> OF THIS SOFTWARE.
"""
}
ANY_SOUND: Final = """\
Speech, other sounds and music of other genres get one of these genres from this model, often as
“ambiguous”; the SVM beside it can say that they are no music, or none of the genres."""
OWN_SOUNDS: Final = {
    "svm": """\
Music of other genres gets one of these, often as “ambiguous”; `none_of_these` is never said.
`not_music` is said only of what sounds less like music than these clips do (`music_from` in the
manifest); how often speech and other sounds are found by that was not measured.""",
    "vgg19": ANY_SOUND.replace(", or none of the genres", ""),
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
    other_sounds: Mapping[str, str]  # what a model says of them, by its name


def gtzan_texts(n_clips: int, genres: Sequence[str], sounds: Mapping[str, Any]) -> DataTexts:
    """Write the texts for the models of this project; `sounds` is the report of other sounds."""
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
        other_sounds={"svm": _measured_sounds(sounds), "vgg19": ANY_SOUND},
    )


def _measured_sounds(sounds: Mapping[str, Any]) -> str:
    """Say what held-out sounds were called."""
    found = sounds["recognised"]
    foreign = sounds["foreign_called_foreign"].values()
    return f"""\
Of sounds from sources held out, `not_music` was said of {found["speech"]:.0%} of speech, \
{found["noise"]:.0%} of noises, {found["tone"]:.0%} of tones
and {found["other"]:.0%} of other sounds; of {sounds["gtzan_lost"]:.1%} of GTZAN's clips and \
{sounds["foreign_music_lost"]:.1%} of the music of free games, wrongly.
`none_of_these` was said of {min(foreign):.0%} to {max(foreign):.0%} of the music of each of \
{len(foreign)} collections of free games, and of
{sounds["gtzan_called_foreign"]:.1%} of GTZAN's clips, wrongly. Other music of other genres gets \
one of these, often as “ambiguous”."""


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
        other_sounds=texts.other_sounds[name],
        training_data=texts.training_data,
        command=texts.command,
        folds_are=texts.folds_are,
        n_held_out=report["n_clips"],
        table=rows_to_markdown(("measure", "value"), rows),
        recalls="\n".join(recalls),
        licence=LICENCES.get(name, ""),
    )


def _quantization_rows(quantization: dict[str, float] | None) -> list[tuple[str, str]]:
    if quantization is None:
        return []
    figures = (
        f"{quantization['accuracy_int8']:.1%} against {quantization['accuracy_fp32']:.1%}, "
        f"same label on {quantization['same_label']:.1%}"
    )
    return [("8-bit against fp32, valid part, trained on train", figures)]
