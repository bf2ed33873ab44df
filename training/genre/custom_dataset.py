"""Anybody's folder of music → clips to train on; everything that can go wrong is said first.

What is refused: see `checked_rows`, before any work, and `rows_to_custom_dataset`, after files have
been read. What is only left out (unreadable files, copies) is listed and goes into the report.
"""

import hashlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from training.bundle import write_json
from training.data.dataset import (
    TABLE,
    Clip,
    DatasetError,
    LeftOut,
    Row,
    folder_to_rows,
    rows_to_clips,
)
from training.data.features_cache import cached_spectrograms, clip_to_bytes
from training.evaluation.measures import measures_to_text
from training.evaluation.pictures import measures_to_picture
from training.genre.card import OWN_SOUNDS, DataTexts
from training.genre.custom_folds import clips_to_folded
from training.genre.recipes import MODELS
from training.genre.vgg19 import NAME as VGG19
from training.settings import TrainingSettings, folder_to_outputs

MIN_GENRES: Final = 2
MIN_CLIPS: Final = 8  # [clips of a genre] with three folds, 5 to learn from and 2 to be tested on
CACHE: Final = "cache"
PICTURES: Final = "pictures"


@dataclass(frozen=True)
class CustomDataset:
    """Clips with folds, what is said of them, and where scratch files go."""

    clips: list[Clip]
    texts: DataTexts
    facts: dict[str, Any]  # what the report says of the data
    cache_dir: Path


def checked_rows(
    data: Path, out: Path, names: Sequence[str], settings: TrainingSettings
) -> list[Row]:
    """List the clips of `data`, after everything that can be checked without reading audio.

    Raises `DatasetError`: unknown models, no folder, no clips, fewer than two genres, a genre with
    too few clips, an `out` that cannot be used, weights that cannot be had.
    """
    unknown = [name for name in names if name not in MODELS]
    if unknown:
        raise DatasetError(f"--models: {unknown[0]!r} is none of {', '.join(MODELS)}")
    rows = folder_to_rows(data)
    if not rows:
        raise DatasetError(
            f"no audio in {data}; each genre needs a folder with its files: "
            f"{data.name}/some genre/song.mp3"
        )
    _check_counts(Counter(row["genre"] for row in rows))
    _check_out(out)
    if VGG19 in names:
        _check_weights(settings.vgg19_weights)
    _say_ignored(data, rows)
    return rows


def rows_to_custom_dataset(data: Path, rows: list[Row], out: Path) -> CustomDataset:
    """Read the audio (or the cache of an earlier run) and make folds.

    Raises `DatasetError` when a genre has too few clips that can be read and are no copies.
    """
    unique, left_out = _rows_to_unique(data, rows)
    clips, unreadable = rows_to_clips(
        data, unique, lambda path: cached_spectrograms(out / CACHE, path)
    )
    left_out += unreadable
    for clip in left_out:
        print(f"left out: {clip.name} ({clip.reason})", file=sys.stderr)
    by_genre = Counter(dict.fromkeys((row["genre"] for row in rows), 0))
    by_genre.update(clip.genre for clip in clips)
    _check_counts(by_genre, " that can be read and are no copies of others")
    folded, note = clips_to_folded(clips)
    counts = dict(sorted(by_genre.items()))
    facts = {
        "folder": data.resolve().name,
        "n_clips": counts,
        "folds": note,
        "left_out": {clip.name: clip.reason for clip in left_out},
    }
    return CustomDataset(
        folded, _custom_texts(data, counts, note), facts, _clips_to_cache(folded, out)
    )


def write_custom_report(
    report: Mapping[str, dict[str, Any]], custom: CustomDataset, out: Path
) -> None:
    """Print the report, write it with its pictures, and say what to do with the models."""
    outputs = folder_to_outputs(out)
    for name, measures in report.items():
        print("\n" + measures_to_text(name, measures))
        measures_to_picture(f"{name} on held-out folds", measures, out / PICTURES / f"{name}.png")
    write_json(outputs.report, {"data": custom.facts, "models": report})
    print(f"\n{custom.facts['folds']}\nwritten: {outputs.report}")
    if set(MODELS) <= report.keys():
        print(f"serve both models: MODELS_DIR={out} make run")


def _check_counts(n_clips: Mapping[str, int], condition: str = "") -> None:
    nameless = n_clips.get("", 0)
    if nameless:
        raise DatasetError(f"{nameless} rows of {TABLE} name no genre")
    if len(n_clips) < MIN_GENRES:
        raise DatasetError(
            f"one genre alone ({', '.join(n_clips)}): there is nothing to tell apart"
        )
    few = [f"{genre} {count}" for genre, count in sorted(n_clips.items()) if count < MIN_CLIPS]
    if few:
        raise DatasetError(
            f"too few clips{condition}: {', '.join(few)}; a genre needs {MIN_CLIPS}, so that five "
            "are left to learn from when two or three are tested on"
        )


def _check_out(out: Path) -> None:
    outputs = folder_to_outputs(out)
    ours = {path.name for path in (outputs.report, outputs.ensemble)}
    ours |= {*outputs.model_dirs, CACHE, PICTURES}
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            found = sorted(path.name.removesuffix(".part") for path in out.iterdir())
    except OSError as error:
        raise DatasetError(f"cannot write to {out}: {error.strerror}") from error
    strangers = [name for name in found if name not in ours]
    if strangers:
        raise DatasetError(
            f"{out} holds {strangers[0]}, which training did not put there; "
            "choose an empty folder or a new one for --out"
        )


def _check_weights(path: Path) -> None:
    """Have ImageNet's weights at hand now, rather than fail after the audio has been read."""
    if path.exists():
        return
    from keras import applications

    print(f"{path} is not there: Keras fetches ImageNet's VGG19, 80 MB, once")
    try:
        applications.VGG19(weights="imagenet", include_top=False)
    except Exception as error:  # Keras raises bare ones
        raise DatasetError(
            f"ImageNet's VGG19 is neither at {path} nor can it be fetched; set VGG19_WEIGHTS to "
            "the file, or train the SVM alone: --models svm"
        ) from error


def _say_ignored(data: Path, rows: Sequence[Row]) -> None:
    """Name the folders that look like genres but hold no audio themselves."""
    if (data / TABLE).exists():
        return
    used = {Path(row["audio"]).parts[0] for row in rows}
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if folder.name not in used and not folder.name.startswith("."):
            print(f"ignored: {folder.name} (no audio directly in this folder)", file=sys.stderr)


def _rows_to_unique(data: Path, rows: list[Row]) -> tuple[list[Row], list[LeftOut]]:
    """Leave out rows whose file is a copy of an earlier one; copies would be in two folds."""
    first: dict[str, str] = {}
    unique, copies = [], []
    for row in tqdm(rows, desc="looking for copies", unit="clip", delay=5):
        path = data / row["audio"]
        if row["audio"] and path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            original = first.setdefault(digest, row["audio"])
            if original != row["audio"]:
                copies.append(LeftOut(row["audio"], row["genre"], f"a copy of {original}"))
                continue
        unique.append(row)
    return unique, copies


def _custom_texts(data: Path, counts: Mapping[str, int], note: str) -> DataTexts:
    n_clips, name = sum(counts.values()), data.resolve().name
    listed = ", ".join(f"{genre} ({count})" for genre, count in counts.items())
    return DataTexts(
        trained_on=f"{name}, {n_clips} clips",
        front_matter="pipeline_tag: audio-classification",
        use=f"Genre of music of these {len(counts)} kinds: {', '.join(counts)}.",
        training_data=f"""\
The folder {name}, {n_clips} clips: {listed}.
Of a file longer than 30 s, the window nearest to its middle.
{note}""",
        command="`python -m training.train --data … --out …`",
        folds_are="Three-fold cross-validation",
        other_sounds=OWN_SOUNDS,
    )


def _clips_to_cache(clips: Sequence[Clip], out: Path) -> Path:
    """Make a folder for what these very clips lead to; remove those of earlier states."""
    digest = hashlib.sha256()
    for clip in clips:
        digest.update(f"{clip.genre}\0".encode() + clip_to_bytes(clip))
    folder = out / CACHE / f"clips-{digest.hexdigest()[:16]}"
    for stale in (out / CACHE).glob("clips-*"):
        if stale != folder:
            shutil.rmtree(stale)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
