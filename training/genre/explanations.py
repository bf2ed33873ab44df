"""`python -m training.genre.explanations`: whether importance maps show what the network hears.

Deletion: the most important places first are replaced, and the probability of the explained genre
should fall at once. Insertion: they are put first into the replacement, and it should rise at once.
Areas under these curves over the replaced part of the places: small is good for deletion, large for
insertion. What replaces is the image blurred in time and frequency, which is nothing new to the
network; silence would be, and any hole in the picture then ruins the probability. The genre
explained is the network's own answer, and it was trained on these clips: the figures are about the
maps, not about the answers.

Compared with random maps of the same power spectrum, so that they are as coarse, and with loudness.

Source: Petsiuk, Das and Saenko, "RISE", BMVC 2018, arXiv:1806.07421.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from tqdm import tqdm

from music_genre.audio.constants import COLUMN_S
from music_genre.audio.scores import scores_to_probabilities
from training.bundle import write_json
from training.data.dataset import Clip, DatasetError, folder_to_clips
from training.settings import MODEL_DIRS, REPORTS, TrainingSettings
from vgg19_service.features import log_mel_to_image
from vgg19_service.importance import maps_to_importance
from vgg19_service.model import Vgg19Model, folder_to_model

EXPLANATIONS_REPORT = REPORTS / "explanations.json"
N_CLIPS: Final = 100
ONNX_THREADS: Final = 2
FRACTIONS: Final = (0.05, 0.1, 0.2, 0.4, 0.7)  # [share of the places] 0 and 1 are known besides
BLUR: Final = 12.0  # standard deviation [bands, and columns: 0.9 s]
N_RESAMPLINGS: Final = 10_000
SEED: Final = 0

Floats = NDArray[np.float32]
Probability = Callable[[Floats], float]  # image → probability of the explained genre, 0–1


def clip_to_areas(
    model: Vgg19Model, clip: Clip, random: np.random.Generator
) -> dict[str, tuple[float, float]]:
    """Measure areas under a clip's deletion and insertion curve, by the map that ordered them."""
    image = log_mel_to_image(clip.log_mel)
    maps = model.image_to_maps(image)
    genre = int(maps.scores.argmax())
    importance = maps_to_importance(maps, genre)
    orders = {
        "importance": importance,
        "random": importance_to_random(importance, random),
        "loudness": image_to_loudness(image, *importance.shape),
    }

    temperature = model.manifest.calibration.temperature_at(image.shape[1] * COLUMN_S)

    def probability(changed: Floats) -> float:
        scores = model.features_to_scores(changed)
        return float(scores_to_probabilities(scores, temperature)[genre])

    return {name: order_to_areas(image, order, probability) for name, order in orders.items()}


def importance_to_random(importance: Floats, random: np.random.Generator) -> Floats:
    """Make a map with the same power spectrum and random phases: as coarse, but anywhere."""
    noise = np.fft.rfft2(random.normal(size=importance.shape))
    spectrum = np.abs(np.fft.rfft2(importance)) * noise / np.abs(noise)
    return np.asarray(np.fft.irfft2(spectrum, s=importance.shape), np.float32)


def image_to_loudness(image: Floats, n_rows: int, n_columns: int) -> Floats:
    """Average the levels of each place, float32 `(n_rows, n_columns)`."""
    size = len(image) // n_rows
    places = image[:, : n_columns * size, 0].reshape(n_rows, size, n_columns, size)
    return np.asarray(places.mean(axis=(1, 3)), np.float32)


def order_to_areas(image: Floats, order: Floats, probability: Probability) -> tuple[float, float]:
    """Measure areas of deletion and insertion, 0–1, largest of `order` `(n_rows, n_columns)` first.

    `image` is float32 `(n_mels, n_columns, 1)`, levels.
    """
    blurred = np.asarray(gaussian_filter(image, (BLUR, BLUR, 0)), np.float32)
    ranks = order_to_ranks(order, image.shape)
    whole, nothing = probability(image), probability(blurred)
    deleted, inserted = [whole], [nothing]
    for fraction in FRACTIONS:
        first = ranks < fraction
        deleted.append(probability(np.where(first, blurred, image)))
        inserted.append(probability(np.where(first, image, blurred)))
    fractions = (0, *FRACTIONS, 1)
    return (
        float(np.trapezoid([*deleted, nothing], fractions)),
        float(np.trapezoid([*inserted, whole], fractions)),
    )


def order_to_ranks(order: Floats, shape: tuple[int, ...]) -> Floats:
    """Compute the part of the places that come before, 0 … <1, over the image's cells, `shape`."""
    ranks = np.empty(order.size, np.float32)
    ranks[np.argsort(-order, axis=None, kind="stable")] = np.arange(order.size) / order.size
    size = shape[0] // len(order)
    cells = ranks.reshape(order.shape).repeat(size, axis=0).repeat(size, axis=1)
    left_over = shape[1] - cells.shape[1]  # the last columns go with the last place
    return np.pad(cells, ((0, 0), (0, left_over)), mode="edge")[:, :, None]


def areas_to_report(areas: Sequence[dict[str, tuple[float, float]]]) -> dict[str, Any]:
    """Average the areas; measure how much better importance is than the others (95 % interval).

    The intervals are percentiles of the mean difference over clips drawn with replacement.
    """
    random = np.random.default_rng(SEED)
    drawn = random.integers(len(areas), size=(N_RESAMPLINGS, len(areas)))
    report: dict[str, Any] = {"n_clips": len(areas), "fractions": FRACTIONS, "blur": BLUR}
    for curve, (name, better) in enumerate((("deletion", -1), ("insertion", 1))):
        by_map = {key: np.array([clip[key][curve] for clip in areas]) for key in areas[0]}
        report[name] = {
            "area": {key: float(values.mean()) for key, values in by_map.items()},
            "better_than": {},
        }
        importance = by_map.pop("importance")
        for other, values in by_map.items():
            gains = better * (importance - values)
            low, high = np.percentile(gains[drawn].mean(axis=1), (2.5, 97.5))
            report[name]["better_than"][other] = {
                "mean": float(gains.mean()),
                "interval_95": [float(low), float(high)],
            }
    return report


def evenly(clips: list[Clip], n_clips: int) -> list[Clip]:
    """Select at most `n_clips` clips, evenly spread, so that every genre is there."""
    return [
        clips[number] for number in np.unique(np.linspace(0, len(clips) - 1, n_clips, dtype=int))
    ]


def measure(clips: list[Clip]) -> dict[str, Any]:
    """Measure the served model on these clips."""
    model = folder_to_model(MODEL_DIRS["vgg19"], ONNX_THREADS)
    random = np.random.default_rng(SEED)
    return areas_to_report(
        [clip_to_areas(model, clip, random) for clip in tqdm(clips, desc="maps", unit="clip")]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.genre.explanations", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--clips", type=int, default=N_CLIPS, help="how many")
    parser.add_argument("--json", type=Path, default=EXPLANATIONS_REPORT, help="where it goes")
    options = parser.parse_args(arguments)
    report = measure(evenly(folder_to_clips(TrainingSettings().gtzan_dir), options.clips))
    for name in ("deletion", "insertion"):
        areas = report[name]["area"].items()
        print(f"{name}:", ", ".join(f"{key} {area:.3f}" for key, area in areas))
        for other, gain in report[name]["better_than"].items():
            low, high = gain["interval_95"]
            print(f"  better than {other} by {gain['mean']:.3f} ({low:.3f} – {high:.3f})")
    write_json(options.json, report)


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
