"""Fill a catalogue of beats by the old code that is on the path: `fill_catalogue.py URL`.

In it are the beats of one of our styles without one that was deleted, a MIDI file, a recording,
and what the version knew besides. Modules are looked for by name, because they were moved.
"""

import importlib
import io
import sys
from importlib.util import find_spec
from typing import Any

import numpy as np
import soundfile

# With their notes in the order of time: kick and snare of two bars, by General MIDI.
KICK, SNARE = 36, 38
BACKBEAT = [(beat, KICK if beat % 2 == 0 else SNARE) for beat in range(8)]
RATE_HZ = 8000
SAID = {"style": "House", "licence": "CC0-1.0", "author": "Änne"}


def main(url: str) -> None:
    """Make the database and fill it."""
    first = find_spec("beat_service.beat_base") is not None
    database, kept, said, heard, drums = (
        ("database", "beat_base", "beat_description", "uploaded_beat", "beat_pattern")
        if first
        else (
            *("catalogue.database", "catalogue.catalogue", "catalogue.description"),
            *("catalogue.upload", "drums.pattern"),
        )
    )
    traits = module(heard).BeatTraits(120.0, "A minor", {"energy": 0.5})
    engine = module(database).url_to_engine(url)
    base = module(kept).BeatBase if first else module(kept).BeatCatalogue
    catalogue = base(engine, lambda *_: traits)
    styles = module(drums).folder_to_styles()
    catalogue.fill([style for style in styles if style.name == "House"])
    catalogue.delete("house-jack")
    of_midi, of_audio = (
        module(said).Description(title=title, **SAID) for title in ("Notes", "Recording")
    )
    beat = catalogue.add(midi(), of_midi)
    catalogue.add(recording(), of_audio)
    if find_spec("beat_service.songs") is not None:
        songs = module("songs.memory")
        song = songs.Song("5" * 64, "My song", 121.5, "C major")
        songs.SongMemory(engine).remember(beat.id, song)
    engine.dispose()


def module(name: str) -> Any:
    """Load a module of the old beat service."""
    return importlib.import_module(f"beat_service.{name}")


def midi() -> bytes:
    """Make a file of two bars at 96 BPM."""
    import mido

    file, track, now = mido.MidiFile(ticks_per_beat=96), mido.MidiTrack(), 0
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(96)))
    for beat, pitch in BACKBEAT:
        track.append(
            mido.Message("note_on", channel=9, note=pitch, velocity=100, time=beat * 96 - now)
        )
        now = beat * 96
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


def recording() -> bytes:
    """Make a loop of two bars at 120 BPM: a click on every beat, as FLAC."""
    clicks = np.zeros(4 * RATE_HZ)
    for start in range(0, len(clicks), RATE_HZ // 2):
        clicks[start : start + 200] = 0.5 * np.sin(np.arange(200))
    written = io.BytesIO()
    soundfile.write(written, clicks, RATE_HZ, format="FLAC")
    return written.getvalue()


if __name__ == "__main__":
    main(sys.argv[1])
