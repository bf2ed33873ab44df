"""Kits as parameters of one synthesiser: tunings, decays and how much noise, metal and drive.

They sound as different as an acoustic kit, two families of drum machines and a worn sampler, so
that a model trained on some of them can be tested on another. All values are our own choice.
"""

from dataclasses import dataclass
from typing import Final

from beat_service.drums.pattern import KitName


@dataclass(frozen=True)
class Kit:
    """Parameters of all voices."""

    name: KitName
    kick_hz: float
    kick_sweep_hz: float  # [Hz] above its pitch, where the kick starts
    kick_decay_s: float
    kick_click: float  # [0–1] level of the beater
    bass_hz: float  # [Hz] pitch of 808 and log drum
    bass_decay_s: float
    snare_hz: float
    snare_decay_s: float
    snare_wires: float  # [0–1] noise against the shell
    clap_hz: float
    clap_decay_s: float
    hat_hz: float  # [Hz] lower edge of hats and shakers
    hat_decay_s: float
    metal: float  # [0–1] square waves against noise in hats and cymbals
    cymbal_decay_s: float
    drum_hz: float  # [Hz] pitch of the middle tom; other toms and congas follow
    drum_decay_s: float
    drive: float  # gain before the saturation of every voice
    top_hz: float  # [Hz] upper edge of everything
    room: float  # [0–1] level of the room's tail
    seed: int  # of the noise, so that a stroke is the same every time


KITS: Final[dict[KitName, Kit]] = {
    kit.name: kit
    for kit in (
        Kit(
            name="studio", kick_hz=58, kick_sweep_hz=90, kick_decay_s=0.16, kick_click=0.5,
            bass_hz=49, bass_decay_s=0.5, snare_hz=188, snare_decay_s=0.15, snare_wires=0.62,
            clap_hz=1300, clap_decay_s=0.11, hat_hz=6500, hat_decay_s=0.045, metal=0.35,
            cymbal_decay_s=1.1, drum_hz=128, drum_decay_s=0.24, drive=1.1, top_hz=16_000,
            room=0.22, seed=1,
        ),
        Kit(
            name="machine", kick_hz=50, kick_sweep_hz=60, kick_decay_s=0.34, kick_click=0.2,
            bass_hz=43.65, bass_decay_s=0.85, snare_hz=176, snare_decay_s=0.11, snare_wires=0.5,
            clap_hz=1050, clap_decay_s=0.16, hat_hz=7800, hat_decay_s=0.032, metal=0.95,
            cymbal_decay_s=0.8, drum_hz=120, drum_decay_s=0.3, drive=1.6, top_hz=18_000,
            room=0.04, seed=2,
        ),
        Kit(
            name="club", kick_hz=54, kick_sweep_hz=190, kick_decay_s=0.22, kick_click=0.7,
            bass_hz=46.25, bass_decay_s=0.65, snare_hz=215, snare_decay_s=0.13, snare_wires=0.72,
            clap_hz=1500, clap_decay_s=0.2, hat_hz=8600, hat_decay_s=0.05, metal=0.7,
            cymbal_decay_s=1.3, drum_hz=140, drum_decay_s=0.2, drive=1.8, top_hz=18_000,
            room=0.12, seed=3,
        ),
        Kit(
            name="dusty", kick_hz=66, kick_sweep_hz=120, kick_decay_s=0.12, kick_click=0.35,
            bass_hz=51.9, bass_decay_s=0.45, snare_hz=236, snare_decay_s=0.18, snare_wires=0.75,
            clap_hz=900, clap_decay_s=0.13, hat_hz=5200, hat_decay_s=0.06, metal=0.15,
            cymbal_decay_s=0.9, drum_hz=150, drum_decay_s=0.17, drive=2.0, top_hz=9_000,
            room=0.3, seed=4,
        ),
    )
}  # fmt: skip
