"""Performances played by a sound font."""

import numpy as np
from needs import needs_sound_font
from unit.training.made_performances import backbeat

from beat_service.drums.kits import KITS
from beat_service.drums.pattern import Voice
from training.playing.performances import (
    performance_to_waveform,
)
from training.playing.sound_fonts import TRAINING_FONT, VOICE_TO_NOTE
from training.playing.sound_fonts import performance_to_font_waveform as on_font

BACKBEAT = backbeat(16)


def test_every_voice_has_a_note() -> None:
    """A sound font can play whatever our kits can."""
    assert set(Voice) == set(VOICE_TO_NOTE)


@needs_sound_font
def test_a_sound_font_plays() -> None:
    """FluidSynth's waveform lasts as long as ours and sounds on the beat."""
    waveform = on_font(BACKBEAT, TRAINING_FONT)

    assert len(performance_to_waveform(BACKBEAT, KITS["studio"])) == len(waveform)
    assert np.abs(waveform[:2000]).max() > 0.05
