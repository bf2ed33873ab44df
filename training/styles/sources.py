"""The code, patterns and fonts that examples are made of: the key under which they are kept."""

import hashlib
from typing import Final

from beat_service.drums import (
    hits,
    kits,
    meter,
    midi,
    midi_bars,
    midi_clock,
    midi_file,
    pattern,
    synth,
    voices,
)
from beat_service.drums.pattern import PATTERNS
from beat_service.styles import rhythm_vector
from music_genre.audio import constants, mel
from training.data import groove
from training.data.sources import modules_to_sources
from training.playing import (
    accompaniment,
    banks,
    drum_bank,
    mixes,
    note_bank,
    performances,
    recording,
    soft_music,
    songs,
    sound_fonts,
)
from training.playing.drum_bank import FONT_KITS
from training.playing.note_bank import FONTS
from training.playing.sound_fonts import FOLDER, installed
from training.styles import examples, mixed_examples

SOURCES: Final = (
    *modules_to_sources(constants, mel, pattern, voices, hits, kits, midi, synth, rhythm_vector),
    *modules_to_sources(meter, midi_bars, midi_clock, midi_file),
    *modules_to_sources(accompaniment, examples, performances, drum_bank, groove),
    *modules_to_sources(mixed_examples, note_bank, recording, soft_music, sound_fonts),
    *modules_to_sources(banks, mixes, songs),
    *sorted(PATTERNS.glob("*.toml")),
)


def sources_to_digest() -> str:
    """Digest all that examples depend on, the fonts that are installed included: 16 digits."""
    digest = hashlib.sha256()
    for source in SOURCES:
        digest.update(source.read_bytes())
    digest.update(repr(installed_fonts()).encode())
    return digest.hexdigest()[:16]


def installed_fonts() -> list[str]:
    """Name those fonts that training has, of drums and of instruments."""
    names = dict.fromkeys((*(name for name, *_ in FONT_KITS), *FONTS))
    return [name for name in names if installed(FOLDER / name)]
