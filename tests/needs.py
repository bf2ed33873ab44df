"""What a test needs that a person may not have; under CI its absence is a failure."""

import os
import platform
import shutil

import pytest

from training.sound_fonts import TRAINING_FONT, installed

# A person may train without sound fonts; CI installs one.
needs_sound_font = pytest.mark.skipif(
    not installed(TRAINING_FONT) and os.environ.get("CI") != "true",
    reason="on Debian, apt install fluidsynth timgm6mb-soundfont",
)

needs_emulator = pytest.mark.skipif(
    platform.machine() != "x86_64"
    or (shutil.which("qemu-x86_64") is None and os.environ.get("CI") != "true"),
    reason="other processors are emulated: on Debian for x86-64, apt install qemu-user",
)
