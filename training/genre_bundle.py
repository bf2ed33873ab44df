"""A trained graph with all that was measured of it → the bundle that a service loads."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.model_bundle import (
    MANIFEST_FORMAT,
    MODEL_FILE,
    Manifest,
    SignalConstants,
    bytes_to_sha256,
)
from svm_service.learnt import LEARNT_FILE
from svm_service.manifest import SvmManifest
from training.bundle import installed_libraries, write_bundle
from training.data.dataset import Clip, clips_to_genres
from training.evaluate import MODELS
from training.evaluation.folds import HeldOut
from training.genre.card import DataTexts, report_to_card
from training.genre.durations import held_out_to_temperatures
from training.genre.recipes import SEED
from training.settings import NETWORK

VERSION: Final = "2"
ALL_CORES: Final = 0


def save_model(  # noqa: PLR0913  # a bundle is made of all of these
    name: str,
    graph_path: Path,
    folder: Path,
    *,
    clips: list[Clip],
    by_duration: dict[float, HeldOut],
    measures: dict[str, Any],
    texts: DataTexts,
    thresholds: SoundThresholds | None = None,
) -> None:
    """Replace the bundle in `folder` by that of a model trained on all clips.

    `thresholds` are those of the SVM, which alone knows what is no music or of none of the genres.
    """
    files = {MODEL_FILE: graph_path.read_bytes()}
    known = {
        "format": MANIFEST_FORMAT,
        "name": name,
        "version": VERSION,
        "sha256": bytes_to_sha256(files[MODEL_FILE]),
        "genres": clips_to_genres(clips),
        "signal": SignalConstants(),
        "temperatures": tuple(sorted(held_out_to_temperatures(by_duration).items())),
        "confident_from": by_duration[WINDOW_S].confident_from,
        "trained_on": texts.trained_on,
        "trained_splits": tuple(sorted({clip.split for clip in clips})),
        "seed": SEED,
        "libraries": installed_libraries(),
        "known_answers": {},
        "scores": measures,
    }
    if thresholds is not None:
        files[LEARNT_FILE] = NETWORK.read_bytes()
        known |= asdict(thresholds)
        known["learnt_sha256"] = bytes_to_sha256(files[LEARNT_FILE])
        manifest: Manifest = SvmManifest(**known)
    else:
        manifest = Manifest(**known)
    card = report_to_card(name, measures, texts)
    write_bundle(folder, files, with_known_answers(files, manifest), card)
    low, high = measures["accuracy_95"]
    size = sum(map(len, files.values())) / 2**20
    print(
        f"{name}: {measures['accuracy']:.1%} on held-out folds ({low:.1%} – {high:.1%}), "
        f"{size:.1f} MiB, sha256 {manifest.sha256[:12]}"
    )


def with_known_answers(files: dict[str, bytes], manifest: Manifest) -> Manifest:
    """Let the model answer the known window in exact arithmetic, and keep that in its manifest."""
    with tempfile.TemporaryDirectory() as scratch:
        write_bundle(Path(scratch), files, manifest, card="")
        model = MODELS[manifest.name](Path(scratch), ALL_CORES)
        model.compute_exactly()
        answers = answers_to_known(model.known_answers())
    return manifest.model_copy(update={"known_answers": answers})
