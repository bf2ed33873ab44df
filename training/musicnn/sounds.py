"""Sounds with their kind: speech, noises, tones, other sounds, and music of strangers.

Nothing of it is in the project: speech is spoken by programs and by people in packages of Debian,
noises are made up, music and sound effects are those of free games. What a machine lacks is left
out; `PACKAGES` names what was there when the shipped model was trained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.evidence import SOUNDS

Floats = NDArray[np.float32]

MUSIC: Final = SOUNDS[0]
LONGEST_S: Final = 10.0
SHORTEST_S: Final = 1.0
QUIETEST: Final = 0.01  # [full scale] peak under which a file is left out
HEADROOM_DB: Final = (1.0, 20.0)  # peaks below full scale: loudness must not tell the kind
PACKAGES: Final = (
    *("espeak-ng", "klettres-data", "asterisk-core-sounds-en-wav", "asterisk-core-sounds-es-wav"),
    *("asterisk-core-sounds-fr-wav", "asterisk-core-sounds-it-wav", "asterisk-core-sounds-ru-wav"),
    *("asterisk-moh-opsound-wav", "asc-music", "btanks-data", "extremetuxracer-data"),
    *("freedroidrpg-data", "hedgewars-data", "hyperrogue-music", "lincity-ng-data", "pingus-data"),
    *("redeclipse-data", "singularity-music", "supertux-data", "supertuxkart-data"),
    *("warzone2100-music", "wesnoth-1.16-music", "widelands-data", "xmoto-data"),
)
# Music, but of one of the ten genres by its own files' word: these call themselves classical.
OF_THE_GENRES: Final = frozenset({"wesnoth-1.16-music"})


@dataclass(frozen=True)
class LabelledSound:
    """A sound: `kind` is one of `SOUNDS`, `source` what it must be held out with.

    `samples` is float32 `(n,)` at 22 050 Hz.
    """

    name: str
    kind: str
    source: str
    samples: Floats


def file_to_samples(path: Path, start_s: float = 0.0, duration_s: float = LONGEST_S) -> Floats:
    """Read a stretch of a file as mono, float32 `(n,)` at 22 050 Hz. Raises `SoundFileError`."""
    with soundfile.SoundFile(path) as file:
        n_wanted = int(duration_s * file.samplerate)
        file.seek(max(0, min(int(start_s * file.samplerate), file.frames - n_wanted)))
        mono = file.read(n_wanted, dtype="float32", always_2d=True).mean(axis=1)
        rate_hz = file.samplerate
    return np.asarray(soxr.resample(mono, rate_hz, SAMPLE_RATE_HZ), np.float32)


def at_any_level(sounds: Iterator[LabelledSound], seed: int) -> Iterator[LabelledSound]:
    """Bring each to a peak somewhere in `HEADROOM_DB`; leave out what is too quiet or too short."""
    random = np.random.default_rng(seed)
    for sound in sounds:
        peak = float(np.abs(sound.samples).max(initial=0.0))
        if peak < QUIETEST or len(sound.samples) < SHORTEST_S * SAMPLE_RATE_HZ:
            continue
        gain = 10 ** (-random.uniform(*HEADROOM_DB) / 20) / peak
        scaled = (sound.samples * gain).astype(np.float32)
        yield LabelledSound(sound.name, sound.kind, sound.source, scaled)
