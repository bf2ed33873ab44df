"""Features of all clips, kept between runs: VGG19's take minutes, and an interrupted run goes on.

The key is the hash of what they are made from (log-mels, weights, code), so a stale file is never
used.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.gtzan import Clip


def cached_features(
    folder: Path,
    clips: list[Clip],
    sources: list[Path],
    clips_to_features: Callable[[list[Clip]], NDArray[np.float32]],
    variant: str = "",
) -> NDArray[np.float32]:
    """`clips_to_features(clips)`, from the cache when nothing that it depends on has changed."""
    digest = hashlib.sha256(variant.encode())
    for clip in clips:
        digest.update(clip.name.encode() + clip.log_mel.tobytes())
    for source in sources:
        if source.exists():
            digest.update(source.read_bytes())
    path = folder / f"features-{digest.hexdigest()[:16]}.npy"
    if path.exists():
        return np.asarray(np.load(path), np.float32)
    features = clips_to_features(clips)
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npy")
    np.save(part, features)
    part.replace(path)
    return features
