"""How patterns and performances are played for training."""

from pathlib import Path

import numpy as np
import pytest
from needs import needs_sound_font

from beat_service.drums.hits import Hit
from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Voice, folder_to_styles
from training.data.groove import GROOVE_TO_STYLE, Performance, folder_to_performances
from training.playing.performances import (
    HELD_OUT_KIT,
    cut,
    pattern_to_performance,
    performance_to_waveform,
    random_kits,
    with_instruments,
)
from training.playing.sound_fonts import TRAINING_FONT, VOICE_TO_NOTE, performance_to_midi
from training.playing.sound_fonts import performance_to_font_waveform as on_font

STYLES = folder_to_styles()
BACKBEAT = Performance(
    "backbeat",
    "Rock",
    tuple(Hit(float(at), Voice.SNARE if at % 2 else Voice.KICK, 0.8) for at in range(16)),
    120.0,
    16,
)
INFO = """drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,duration,split
d,s,a/1,jazz/funk,96,beat,4-4,1.mid,10.0,train
d,s,a/2,rock,96,fill,4-4,1.mid,10.0,train
d,s,a/3,rock,96,beat,4-4,1.mid,2.0,train
d,s,a/4,rock,96,beat,4-4,1.mid,10.0,test
d,s,a/5,middleeastern,96,beat,4-4,1.mid,10.0,train
"""


def test_groove_gives_the_beats_of_its_part(tmp_path: Path) -> None:
    """Fills, short ones, other parts and styles without a counterpart are left out."""
    (tmp_path / "info.csv").write_text(INFO)
    performance_to_midi(BACKBEAT).save(tmp_path / "1.mid")
    (found,) = folder_to_performances(tmp_path, "train")

    assert ("a/1", "Jazz Swing", 16, 96.0) == (found.name, found.style, found.n_beats, found.bpm)
    assert [hit.voice for hit in BACKBEAT.hits] == [hit.voice for hit in found.hits]


def test_every_style_of_groove_is_one_of_ours() -> None:
    """Groove's styles are mapped to styles that have patterns."""
    assert set(GROOVE_TO_STYLE.values()) <= {style.name for style in STYLES}


def test_the_held_out_kit_is_never_heard() -> None:
    """Training's kits are ours but one, and random ones; all of them sound."""
    kits = random_kits(3, np.random.default_rng(0))

    assert len(KITS) - 1 + 3 == len(kits)
    assert HELD_OUT_KIT not in {kit.name for kit in kits}
    for kit in kits:
        assert np.isfinite(performance_to_waveform(BACKBEAT, kit)).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_person_plays_within_the_loop(seed: int) -> None:
    """Strokes are in order, none before the start, none louder than the loudest."""
    random = np.random.default_rng(seed)
    style = STYLES[int(random.integers(len(STYLES)))]
    played = pattern_to_performance(style.patterns[0], style, style.patterns[0].bpm, random)
    beats = [hit.beat for hit in played.hits]

    assert sorted(beats) == beats
    assert min(beats) >= 0
    assert all(0 < hit.velocity <= 1 for hit in played.hits)


def test_the_middle_is_cut_out() -> None:
    """Four seconds from the middle of eight are its middle beats, counted from there."""
    middle = cut(BACKBEAT, 4.0, 0.5)

    assert (8, [Voice.KICK, Voice.SNARE] * 4) == (middle.n_beats, [h.voice for h in middle.hits])
    assert list(range(8)) == [hit.beat for hit in middle.hits]
    assert BACKBEAT == cut(BACKBEAT, 8.0, 0.5)


def test_instruments_are_added_to_some() -> None:
    """Some excerpts stay as they are, others get bass and chords of the same length."""
    waveform = performance_to_waveform(BACKBEAT, KITS["studio"])
    mixed = [
        with_instruments(waveform, BACKBEAT, np.random.default_rng(seed)) for seed in range(12)
    ]
    changed = [not np.array_equal(waveform, entry) for entry in mixed]

    assert 0 < sum(changed) < len(changed)
    assert {waveform.shape} == {entry.shape for entry in mixed}


def test_every_voice_has_a_note() -> None:
    """A sound font can play whatever our kits can."""
    assert set(Voice) == set(VOICE_TO_NOTE)


@needs_sound_font
def test_a_sound_font_plays() -> None:
    """FluidSynth's waveform lasts as long as ours and sounds on the beat."""
    waveform = on_font(BACKBEAT, TRAINING_FONT)

    assert len(performance_to_waveform(BACKBEAT, KITS["studio"])) == len(waveform)
    assert np.abs(waveform[:2000]).max() > 0.05
