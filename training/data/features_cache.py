"""Log-mels and features, kept between runs: an interrupted run goes on where it was.

The keys are hashes of what each is made from (audio or log-mels, weights, code), so a stale file is
never used.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from music_genre.audio import (
    constants,
    decode,
    grid,
    levels,
    mel,
    stage_clock,
    track,
    windows,
)
from music_genre.audio.decoding import (
    containers,
    cut_off,
    down_mix,
    frames,
    full_scale,
    job,
    links,
    mono,
    offset,
    resampler,
    sizes,
    sound_file,
    workers,
)
from svm_service import patches
from training.data import dataset, narrow_band
from training.data.dataset import Clip, Spectrograms, file_to_spectrograms
from training.data.sources import modules_to_sources

CLIPS_PER_FILE: Final = 50  # what an interrupted run may lose
LOG_MEL_SOURCES: Final = modules_to_sources(
    constants,
    decode,
    containers,
    cut_off,
    down_mix,
    frames,
    full_scale,
    job,
    links,
    mono,
    offset,
    resampler,
    sizes,
    sound_file,
    workers,
    grid,
    levels,
    mel,
    stage_clock,
    track,
    windows,
    patches,
    dataset,
    narrow_band,
)


def cached_features(
    folder: Path,
    clips: list[Clip],
    sources: Iterable[Path],
    clips_to_features: Callable[[list[Clip]], NDArray[np.float32]],
    title: str,
) -> NDArray[np.float32]:
    """Compute `clips_to_features(clips)`, or take it from the cache where nothing has changed."""
    of_sources = _sources_to_digest(sources, title)
    starts = range(0, len(clips), CLIPS_PER_FILE)
    parts = []
    with tqdm(total=len(clips), desc=title, unit="clip", delay=5) as progress:
        for start in starts:
            some = clips[start : start + CLIPS_PER_FILE]
            digest = of_sources.copy()
            for clip in some:
                digest.update(clip_to_bytes(clip))
            path = folder / f"features-{digest.hexdigest()[:16]}.npy"
            parts.append(_cached_array(path, partial(clips_to_features, some)))
            progress.update(len(some))
    return np.concatenate(parts)


def clip_to_bytes(clip: Clip) -> bytes:
    """Join all that features may be made from."""
    musicnn_mel = b"" if clip.musicnn_mel is None else clip.musicnn_mel.tobytes()
    return clip.name.encode() + clip.log_mel.tobytes() + musicnn_mel


def cached_spectrograms(folder: Path, path: Path) -> Spectrograms:
    """Compute `file_to_spectrograms(path)`, or take it from the cache for the same bytes.

    Raises `AudioProcessingError`, `OSError`.
    """
    digest = _sources_to_digest(LOG_MEL_SOURCES)
    digest.update(path.read_bytes())
    kept = folder / f"spectrograms-{digest.hexdigest()[:16]}.npz"
    if not kept.exists():
        made = file_to_spectrograms(path)
        folder.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part.npz")
        np.savez(part, allow_pickle=False, **_spectrograms_to_arrays(made))
        part.replace(kept)
    with np.load(kept) as arrays:
        return _arrays_to_spectrograms(arrays)


def _spectrograms_to_arrays(made: Spectrograms) -> dict[str, NDArray[np.float32]]:
    arrays = {"log_mel": made.log_mel, "musicnn_mel": made.musicnn_mel}
    if made.narrow:
        arrays |= {
            "narrow_log_mel": made.narrow.log_mel,
            "narrow_musicnn_mel": made.narrow.musicnn_mel,
        }
    return arrays


def _arrays_to_spectrograms(arrays: Mapping[str, NDArray[np.float32]]) -> Spectrograms:
    has_narrow = "narrow_log_mel" in arrays
    narrow = (
        Spectrograms(arrays["narrow_log_mel"], arrays["narrow_musicnn_mel"]) if has_narrow else None
    )
    return Spectrograms(arrays["log_mel"], arrays["musicnn_mel"], narrow)


def _sources_to_digest(sources: Iterable[Path], title: str = "") -> "hashlib._Hash":
    digest = hashlib.sha256(title.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest


def _cached_array(path: Path, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    if path.exists():
        return np.asarray(np.load(path), np.float32)
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npy")
    np.save(part, made)
    part.replace(path)
    return made
