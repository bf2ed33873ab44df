"""Clips without folds → three folds that never share an artist, as far as artists are known.

Whole files only, never pieces of them; each fold gets about a third of every genre (scikit-learn's
`StratifiedGroupKFold`). Where artists are not known, a fold is made of files, and songs of one
artist may be learnt from and tested on: the note says so, because such figures flatter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from training.data.dataset import Clip, DatasetError
from training.evaluation.folds import FOLDS

SEED: Final = 0
FLATTERY: Final = (
    "songs of one artist may be both learnt from and tested on, so the figures may flatter"
)


def clips_to_folded(clips: Sequence[Clip]) -> tuple[list[Clip], str]:
    """Give each clip a fold; also a note on how the folds are made.

    Folds that a table gives are kept. Raises `DatasetError` when those cannot be used.
    """
    if any(clip.fold for clip in clips):
        _check_table_folds(clips)
        return list(clips), "The folds are those of clips.csv."
    by_file: set[str] = set()  # genres with too few artists to keep them apart
    while True:
        folds = groups_to_folds(clips, _clips_to_groups(clips, by_file))
        narrow = _genres_outside_a_fold(clips, folds) - by_file
        if not narrow:
            break
        by_file |= narrow
    folded = [replace(clip, fold=fold) for clip, fold in zip(clips, folds, strict=True)]
    return folded, _folds_to_note(clips, by_file)


def _clips_to_groups(clips: Sequence[Clip], by_file: set[str]) -> list[str]:
    """Name what must stay together: an artist, also over genres, or else a file."""
    return [
        f"artist {clip.artist}" if clip.artist and clip.genre not in by_file else f"file {number}"
        for number, clip in enumerate(clips)
    ]


def groups_to_folds(clips: Sequence[Clip], groups: Sequence[str], seed: int = SEED) -> list[str]:
    """Choose a fold for each clip, the genres spread evenly; a group is never in two folds."""
    if len(set(groups)) < len(FOLDS):
        return [FOLDS[0]] * len(clips)
    splitter = StratifiedGroupKFold(len(FOLDS), shuffle=True, random_state=seed)
    genres = [clip.genre for clip in clips]
    return parts_to_folds(splitter.split(np.zeros(len(clips)), genres, groups), len(clips))


def parts_to_folds(parts: Iterable[tuple[Any, Iterable[int]]], n_clips: int) -> list[str]:
    """Turn a splitter's parts, places outside and inside of each, into a fold for each clip."""
    folds = [""] * n_clips
    for fold, (_, inside) in zip(FOLDS, parts, strict=True):
        for number in inside:
            folds[number] = fold
    return folds


def _genres_outside_a_fold(clips: Sequence[Clip], folds: Sequence[str]) -> set[str]:
    """Genres of which some fold has nothing."""
    present = {(clip.genre, fold) for clip, fold in zip(clips, folds, strict=True)}
    return {clip.genre for clip in clips if not {(clip.genre, fold) for fold in FOLDS} <= present}


def _check_table_folds(clips: Sequence[Clip]) -> None:
    given = {clip.fold for clip in clips} - {""}
    if given != set(FOLDS):
        raise DatasetError(
            f"the column fold of clips.csv has {', '.join(sorted(given))}; it may have 1, 2, 3 or "
            "nothing, and needs each of the three"
        )
    for genre in sorted({clip.genre for clip in clips}):
        of_genre = {clip.fold for clip in clips if clip.genre == genre} - {""}
        if len(of_genre) < 2:  # noqa: PLR2004  # one to learn from when the other is tested on
            raise DatasetError(f"all of {genre} is in one fold of clips.csv; spread it over two")


def _folds_to_note(clips: Sequence[Clip], by_file: set[str]) -> str:
    unknown = sum(not clip.artist for clip in clips)
    if unknown == len(clips):
        return f"The folds are by file, because no artists are known: {FLATTERY}."
    if by_file == {clip.genre for clip in clips}:
        return f"The folds are by file, because every genre has too few artists: {FLATTERY}."
    parts = [f"{unknown} of {len(clips)} files name no artist"] if unknown else []
    if by_file:
        parts.append(f"too few artists to keep them apart in {', '.join(sorted(by_file))}")
    if parts:
        return f"The folds keep artists apart, but {' and '.join(parts)}: {FLATTERY}."
    return "No artist is in two folds."
