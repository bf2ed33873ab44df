"""Train the pulse network: `python -m training.pulse.train`.

Needs `$GROOVE_DIR`, FluidSynth and the sound fonts of `training/playing/drum_bank.py`; what is
played is kept in the build folder. One performance in five is left out, so that a setting can be
chosen on it (`training.pulse.evaluate` measures on performances that nothing was chosen on).
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from beat_service.analysis.pulse_model import (
    NAME,
    PULSE_DIR,
    PULSE_FORMAT,
    PulseManifest,
    graph_to_known_pulse,
)
from music_genre.audio.arithmetic import answers_to_known
from music_genre.audio.model_bundle import MODEL_FILE, SignalConstants, bytes_to_sha256
from music_genre.audio.onnx_graph import OnnxGraph
from training.bundle import installed_libraries, write_bundle
from training.data.dataset import DatasetError
from training.playing.banks import folder_to_bank_file, folder_to_note_files
from training.playing.sound_fonts import TRAINING_FONT, installed
from training.pulse.examples import (
    Banks,
    PulseExample,
    examples_to_file,
    file_to_examples,
    groove_to_examples,
)
from training.pulse.network import fit_network, network_to_onnx
from training.settings import TrainingSettings

VERSION: Final = "1"
SEED: Final = 1
KEPT: Final = "pulse-examples-1.npz"  # another number when examples change
CARD_TEXT: Final = """# Pulse network

`model.onnx` says of every 23 ms how likely a beat falls and a bar begins there: a temporal
convolutional network (Davies and Böck 2019) on levels of 48 mel bands.

## Training data
{n} half minutes: the train part of the Groove MIDI Dataset 1.0.0 (CC BY 4.0) and our own patterns
on synthesised kits and on those of Debian's csound-soundfont, opl3-soundfont and avldrums, more
than half of it among instruments of the first two; and made-up music without drums in two, three
and four. Bars of drums are in 4/4.

## Figures
`make evaluate-beats` measures it on performances and by a font that it has not heard;
docs/analysis.md has the table.

## Limits
It has heard no recordings of people. Bars are found where drums play more often than without.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Play, learn, write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.pulse.train", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--out", type=Path, default=PULSE_DIR, help="where the network goes")
    options = parser.parse_args(arguments)
    examples = settings_to_examples(TrainingSettings())
    write_pulse(options.out, network_to_onnx(fit_network(examples, SEED)), len(examples))


def settings_to_examples(settings: TrainingSettings) -> list[PulseExample]:
    """Load the examples, or make them once. Raises `DatasetError` without the fonts."""
    kept = settings.build_dir / KEPT
    if not kept.exists():
        if not installed(TRAINING_FONT):
            raise DatasetError(f"FluidSynth or {TRAINING_FONT} is missing")
        banks = Banks(
            folder_to_bank_file(settings.build_dir, SEED), folder_to_note_files(settings.build_dir)
        )
        examples_to_file(groove_to_examples(settings.groove_dir, banks), kept)
    return file_to_examples(kept)


def write_pulse(folder: Path, graph: bytes, n_examples: int) -> None:
    """Replace the network in `folder` by this one, an ONNX file."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, MODEL_FILE)
        path.write_bytes(graph)
        known = answers_to_known(graph_to_known_pulse(OnnxGraph(path, 1, "exact")))
    manifest = PulseManifest(
        format=PULSE_FORMAT,
        name=NAME,
        version=VERSION,
        sha256=bytes_to_sha256(graph),
        signal=SignalConstants(),
        trained_on="Groove MIDI Dataset 1.0.0 (train), own patterns, music made up here",
        seed=SEED,
        libraries=installed_libraries(),
        known_answers=known,
        scores={},
    )
    write_bundle(folder, {MODEL_FILE: graph}, manifest, CARD_TEXT.format(n=n_examples))


if __name__ == "__main__":
    try:
        main()
    except DatasetError as refusal:
        sys.exit(f"cannot go on: {refusal}")
