"""The synthesiser: loops on the grid, without seams, the same every time."""

import librosa
import numpy as np
import pytest
from needs import Alone

from beat_service.drums.hits import Hit, pattern_to_hits
from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Pattern, Voice
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.drums.synth import hits_to_waveform, pattern_to_waveform
from beat_service.drums.voices import voice_to_stroke
from music_genre.audio.constants import BEAT_RATE_HZ

PATTERNS = {entry.id: entry for style in folders_to_repertoire() for entry in style.patterns}
ON_THE_GRID = ("rock-straight", "jazz-medium", "house-jack", "country-two-step", "reggaeton-dembow")
ONSET_TOLERANCE_S = 0.025  # two frames of the detector


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_every_beat_renders(pattern: Pattern) -> None:
    """Four bars last what the tempo says, to the sample, and peak at −1 dBFS."""
    waveform = pattern_to_waveform(pattern, pattern.bpm)

    assert np.float32 == waveform.dtype
    assert round(4 * pattern.beats_per_bar * 60 / pattern.bpm * BEAT_RATE_HZ) == len(waveform)
    assert pytest.approx(-1, abs=0.01) == 20 * np.log10(np.abs(waveform).max())


@pytest.mark.parametrize("bpm", [64.0, 120.0, 201.5])
@pytest.mark.parametrize("name", ON_THE_GRID)
def test_onsets_stand_on_the_grid(name: str, bpm: float, alone: Alone) -> None:
    """A detector of onsets finds the loud strokes where the pattern puts them, at every tempo."""
    pattern = PATTERNS[name]
    waveform = pattern_to_waveform(pattern, bpm, KITS["studio"])
    twice = np.tile(waveform, 2)  # a detector needs something before the first stroke
    with alone():
        found_s = librosa.onset.onset_detect(
            y=twice, sr=BEAT_RATE_HZ, hop_length=256, units="time", backtrack=False
        )
    loud = [
        h for h in pattern_to_hits(pattern, 4) if h.voice in {Voice.KICK, Voice.SNARE, Voice.RIM}
    ]
    strong_s = [hit.beat * 60 / bpm for hit in loud if hit.velocity > 0.75]
    second = np.array(strong_s) + len(waveform) / BEAT_RATE_HZ
    missed = [at for at in second if np.abs(found_s - at).min() > ONSET_TOLERANCE_S]

    assert len(missed) <= 0.05 * len(second)


def test_a_loop_has_no_seam() -> None:
    """Two rounds of a loop rendered at once are the loop twice: tails go round."""
    pattern = PATTERNS["house-piano-anthem"]
    hits = pattern_to_hits(pattern, 4)
    later = tuple(Hit(hit.beat + 16, hit.voice, hit.velocity, hit.semitones) for hit in hits)
    once = hits_to_waveform(hits, KITS["club"], 120, 16)
    twice = hits_to_waveform(hits + later, KITS["club"], 120, 32)

    assert np.allclose(np.tile(once, 2), twice, atol=1e-5)


def test_tails_longer_than_the_loop_go_round_as_often_as_needed() -> None:
    """A cymbal in a loop of a quarter second sounds all the time and nothing is lost."""
    stroke = voice_to_stroke(KITS["club"], Voice.CRASH)
    loop = hits_to_waveform((Hit(0, Voice.CRASH, 1.0),), KITS["club"], 240, 1)
    padded = np.pad(stroke, (0, -len(stroke) % len(loop))).reshape(-1, len(loop)).sum(axis=0)

    assert np.allclose(loop / np.abs(loop).max(), padded / np.abs(padded).max(), atol=1e-5)


def test_a_closed_hat_stops_the_open_one() -> None:
    """After the closed hat's own sound, nothing of the open one is left."""
    both = (Hit(0, Voice.OPEN_HAT, 1.0), Hit(0.25, Voice.HAT, 0.01))
    loop = hits_to_waveform(both, KITS["club"], 120, 8)
    silent_from = round((0.25 * 60 / 120 + 0.32) * BEAT_RATE_HZ)

    assert np.abs(loop[silent_from:]).max() < 1e-3


def test_the_same_pattern_is_the_same_sound() -> None:
    """Rendering has no chance in it."""
    first, second = (pattern_to_waveform(PATTERNS["trap-bells"], 133) for _ in range(2))

    assert np.array_equal(first, second)


def test_no_strokes_are_silence() -> None:
    """An empty pattern is silent and not a division by zero."""
    assert not hits_to_waveform((), KITS["studio"], 120, 4).any()


def test_a_stroke_is_synthesised_once() -> None:
    """The same beat at another tempo is a matter of adding up, because its strokes are kept."""
    pattern_to_waveform(PATTERNS["afrobeat-kalakuta"], 112)
    made = voice_to_stroke.cache_info().misses

    pattern_to_waveform(PATTERNS["afrobeat-kalakuta"], 118)

    assert made == voice_to_stroke.cache_info().misses
