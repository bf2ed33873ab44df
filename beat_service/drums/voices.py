"""Kit and voice → the sound of one stroke, synthesised: no recording of anybody is used.

Conventions: a sound is float64 `(n_samples,)` at `BEAT_RATE_HZ`, of any peak; a stroke is float32,
peak 1 before its level, begins at its loudest within a few milliseconds, so that strokes stand on
the grid, and ends at zero.
Sources: the circuits of analogue drum machines as described by Werner, Abel and Smith, "A
Physically-Informed, Circuit-Bendable, Digital Model of the Roland TR-808 Bass Drum Circuit"
(DAFx 2014) and "The TR-808 Cymbal" (ICMC 2014); parameters are our own.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, oaconvolve, sosfilt

from beat_service.drums.kits import Kit
from beat_service.drums.pattern import Voice
from music_genre.audio.constants import BEAT_RATE_HZ

Edge = float | tuple[float, float]  # [Hz] of a filter: one, or both of a band
Floats = NDArray[np.float64]
Synthesis = Callable[[Kit, np.random.Generator], Floats]

TAIL_DECAYS: Final = 6.0  # [decay times] until a sound has fallen by 52 dB and is faded out
FADE_S: Final = 0.004  # [s]
CYMBAL_HZ: Final = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)  # the TR-808's six oscillators
CYMBAL_TUNING: Final = 5.1  # ratio that lifts the oscillators to where cymbals ring
ROOM_DECAY_S: Final = 0.09
ROOM_GAIN: Final = 0.015  # gain of one echo; there are some thousands of them
SEMITONES_PER_OCTAVE: Final = 12


@lru_cache(maxsize=2048)  # our kits fill a tenth of it; training plays others
def voice_to_stroke(kit: Kit, voice: Voice, semitones: int = 0) -> NDArray[np.float32]:
    """Synthesise one full stroke, float32 `(n_samples,)`, at the voice's level in the mix.

    It is the same every time and cannot be written to; its peak is the level, at most 1.
    """
    random = np.random.default_rng([kit.seed, list(Voice).index(voice)])
    if voice in _PITCHED:
        sound = _PITCHED[voice](kit, 2.0 ** (semitones / SEMITONES_PER_OCTAVE))
    else:
        sound = _VOICES[voice](kit, random)
    sound = np.tanh(kit.drive * sound / np.abs(sound).max())
    if voice not in _DRY:
        sound = _in_room(sound, kit)
    sound = _filtered(sound, "lowpass", kit.top_hz)
    fade = round(FADE_S * BEAT_RATE_HZ)
    sound[-fade:] *= np.linspace(1, 0, fade)
    stroke = np.asarray(_LEVELS[voice] * sound / np.abs(sound).max(), np.float32)
    stroke.setflags(write=False)
    return stroke


def _time(duration_s: float) -> Floats:
    """List the time of each sample [s], `(n_samples,)`, from 0."""
    return np.arange(round(duration_s * BEAT_RATE_HZ)) / BEAT_RATE_HZ


def _decay(time_s: Floats, decay_s: float) -> Floats:
    """Compute a fall from 1 at each time, `(n_samples,)`: to 1 / e in `decay_s`."""
    return np.asarray(np.exp(-time_s / decay_s))


def _filtered(sound: Floats, kind: str, edge_hz: Edge) -> Floats:
    """Filter a sound, `(n_samples,)`, by 12 dB an octave; `kind` is a word of `scipy.signal`."""
    return np.asarray(sosfilt(butter(2, edge_hz, kind, fs=BEAT_RATE_HZ, output="sos"), sound))


def _in_room(sound: Floats, kit: Kit) -> Floats:
    """Add a short tail of noise behind a sound, `(n_samples,)`; it becomes longer by the tail."""
    time_s = _time(TAIL_DECAYS * ROOM_DECAY_S)
    noise = np.random.default_rng(kit.seed).standard_normal(len(time_s))
    tail = ROOM_GAIN * kit.room * noise * _decay(time_s, ROOM_DECAY_S)
    tail[0] = 1.0
    return np.asarray(oaconvolve(sound, tail))


def _drum(hz: float, sweep_hz: float, sweep_s: float, decay_s: float) -> Floats:
    """Make a skin, `(n_samples,)`: a sine that falls to its pitch while it dies away, ±1."""
    time_s = _time(TAIL_DECAYS * decay_s)
    frequency = hz + sweep_hz * _decay(time_s, sweep_s)
    return np.sin(2 * np.pi * np.cumsum(frequency) / BEAT_RATE_HZ) * _decay(time_s, decay_s)


def _noise(random: np.random.Generator, kind: str, edge_hz: Edge, decay_s: float) -> Floats:
    """Make filtered noise that dies away, `(n_samples,)`, peak 1."""
    time_s = _time(TAIL_DECAYS * decay_s)
    sound = _filtered(random.standard_normal(len(time_s)), kind, edge_hz) * _decay(time_s, decay_s)
    return np.asarray(sound / np.abs(sound).max())


def _mixed(*sounds: Floats) -> Floats:
    """Mix sounds of different lengths, `(n,)`, to one as long as the longest."""
    mixed = np.zeros(max(map(len, sounds)))
    for sound in sounds:
        mixed[: len(sound)] += sound
    return mixed


def _kick(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a skin with a knock and the click of the beater, `(n_samples,)`."""
    body = _drum(kit.kick_hz, kit.kick_sweep_hz, 0.028, kit.kick_decay_s)
    knock = _drum(kit.kick_hz * 3, kit.kick_sweep_hz * 5, 0.006, 0.012)
    click = _noise(random, "highpass", 2500, 0.004)
    return _mixed(body, kit.kick_click * knock, kit.kick_click * click)


def _bass_808(kit: Kit, ratio: float) -> Floats:
    """Make a long low skin at a ratio to the kit's pitch, `(n_samples,)`."""
    return _drum(kit.bass_hz * ratio, 3.5 * kit.bass_hz, 0.012, kit.bass_decay_s)


def _log_drum(kit: Kit, ratio: float) -> Floats:
    """Make the bass of Amapiano: a hollow tone, modulated at its start, `(n_samples,)`."""
    time_s = _time(TAIL_DECAYS * 0.22)
    phase = 2 * np.pi * kit.bass_hz * 1.26 * ratio * time_s
    hollow = np.sin(phase + 2.4 * _decay(time_s, 0.05) * np.sin(2 * phase)) * _decay(time_s, 0.22)
    return np.asarray(_mixed(hollow, 0.4 * _drum(6 * kit.bass_hz * ratio, 200, 0.01, 0.02)))


def _snare(kit: Kit, random: np.random.Generator) -> Floats:
    """Make two modes of a shell and the noise of the wires, `(n_samples,)`."""
    shell = _drum(kit.snare_hz, 60, 0.02, 0.6 * kit.snare_decay_s)
    upper = 0.6 * _drum(1.62 * kit.snare_hz, 40, 0.02, 0.35 * kit.snare_decay_s)
    wires = _noise(random, "bandpass", (1100, 10_500), kit.snare_decay_s)
    return _mixed((1 - kit.snare_wires) * (_mixed(shell, upper)), kit.snare_wires * wires)


def _brush(kit: Kit, random: np.random.Generator) -> Floats:
    """Make noise with a soft start, `(n_samples,)`."""
    sweep = _noise(random, "bandpass", (1800, 7500), 0.9 * kit.snare_decay_s)
    return _mixed(sweep * (1 - _decay(_time(len(sweep) / BEAT_RATE_HZ), 0.004)))


def _clap(kit: Kit, random: np.random.Generator) -> Floats:
    """Make three hands a few milliseconds apart, then the room, `(n_samples,)`."""
    band = (0.7 * kit.clap_hz, 2.2 * kit.clap_hz)
    hands = []
    for late_s, level in ((0.0, 1.0), (0.009, 0.8), (0.018, 0.7)):
        hand = level * _noise(random, "bandpass", band, 0.005)
        hands.append(np.concatenate([np.zeros(round(late_s * BEAT_RATE_HZ)), hand]))
    tail = 0.55 * _noise(random, "bandpass", band, kit.clap_decay_s)
    return _mixed(*hands, np.concatenate([np.zeros(round(0.024 * BEAT_RATE_HZ)), tail]))


def _rim(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a short stick, a shell and a click, `(n_samples,)`."""
    stick = _drum(2.1 * kit.clap_hz, 300, 0.003, 0.012)
    shell = 0.7 * _drum(4.2 * kit.snare_hz, 0, 0.01, 0.018)
    return _mixed(stick, shell, 0.3 * _noise(random, "highpass", 3000, 0.004))


def _metal(kit: Kit, random: np.random.Generator, edge_hz: float, decay_s: float) -> Floats:
    """Make six square waves and noise above an edge, for hats and cymbals, `(n_samples,)`."""
    time_s = _time(TAIL_DECAYS * decay_s)
    detuned = CYMBAL_TUNING * np.array(CYMBAL_HZ) * (1 + 0.02 * random.standard_normal(6))
    squares = np.sign(np.sin(2 * np.pi * detuned[:, None] * time_s)).sum(axis=0) / len(CYMBAL_HZ)
    noise = random.standard_normal(len(time_s)) / 3
    ringing = _filtered(kit.metal * squares + (1 - kit.metal) * noise, "highpass", edge_hz)
    return np.asarray(ringing * _decay(time_s, decay_s))


def _hat(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a closed hi-hat, `(n_samples,)`."""
    return _metal(kit, random, kit.hat_hz, kit.hat_decay_s)


def _pedal_hat(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a hi-hat closed by the foot: darker and shorter, `(n_samples,)`."""
    return _metal(kit, random, 0.75 * kit.hat_hz, 0.7 * kit.hat_decay_s)


def _open_hat(kit: Kit, random: np.random.Generator) -> Floats:
    """Make an open hi-hat: seven times as long, `(n_samples,)`."""
    return _metal(kit, random, 0.92 * kit.hat_hz, 7 * kit.hat_decay_s)


def _ride(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a stick's ping and a wash that stays, `(n_samples,)`."""
    wash = 0.35 * _metal(kit, random, 0.65 * kit.hat_hz, 0.3 * kit.cymbal_decay_s)
    return _mixed(wash, 0.6 * _metal(kit, random, 0.5 * kit.hat_hz, 0.05), _ping(kit, 0.18))


def _ride_bell(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a louder ping over less of the wash, `(n_samples,)`."""
    wash = 0.15 * _metal(kit, random, 0.6 * kit.hat_hz, 0.3 * kit.cymbal_decay_s)
    return _mixed(wash, 3 * _ping(kit, 0.22))


def _ping(kit: Kit, decay_s: float) -> Floats:
    """Make three inharmonic partials, `(n_samples,)`."""
    partials = [_drum(0.35 * kit.hat_hz * ratio, 0, 0.01, decay_s) for ratio in (1.0, 1.48, 2.09)]
    return 0.08 * _mixed(*partials)


def _crash(kit: Kit, random: np.random.Generator) -> Floats:
    """Make bright metal and noise that last, `(n_samples,)`."""
    bright = _metal(kit, random, 0.55 * kit.hat_hz, kit.cymbal_decay_s / 2)
    return _mixed(bright, 0.5 * _noise(random, "highpass", 2500, kit.cymbal_decay_s / 2))


def _skin(ratio: float, decay_ratio: float, slap: float = 0.0) -> Synthesis:
    """Make a tom or conga: ratios to the middle tom's pitch and decay, and the hand's slap, 0–1."""

    def synthesis(kit: Kit, random: np.random.Generator) -> Floats:
        """Make a skin, its overtone and the hand, `(n_samples,)`."""
        hz = ratio * kit.drum_hz
        skin = _drum(hz, 0.5 * hz, 0.025, decay_ratio * kit.drum_decay_s)
        overtone = 0.3 * _drum(1.59 * hz, 0.3 * hz, 0.02, 0.4 * decay_ratio * kit.drum_decay_s)
        hand = _noise(random, "bandpass", (900, 5000), 0.012)
        return _mixed((1 - slap) * skin, (1 - slap) * overtone, (0.12 + slap) * hand)

    return synthesis


def _shaker(kit: Kit, random: np.random.Generator) -> Floats:
    """Make short bright noise with a soft start, `(n_samples,)`."""
    grains = _noise(random, "bandpass", (0.7 * kit.hat_hz, 15_000), 0.035)
    return np.asarray(grains * (1 - _decay(_time(len(grains) / BEAT_RATE_HZ), 0.003)))


def _tambourine(kit: Kit, random: np.random.Generator) -> Floats:
    """Make jingles and the hand, `(n_samples,)`."""
    jingles = _metal(kit, random, 1.05 * kit.hat_hz, 0.09)
    return _mixed(jingles, 0.3 * _noise(random, "highpass", 4000, 0.01))


def _cowbell(kit: Kit, ratio: float) -> Floats:
    """Make two square waves through a band, at a ratio to the kit's pitch, `(n_samples,)`."""
    time_s = _time(TAIL_DECAYS * 0.11)
    base_hz = 3.0 * kit.snare_hz * ratio
    squares = sum(np.sign(np.sin(2 * np.pi * base_hz * part * time_s)) for part in (1.0, 1.48))
    struck = _decay(time_s, 0.11) + 0.6 * _decay(time_s, 0.012)
    return _filtered(np.asarray(squares * struck), "bandpass", (0.8 * base_hz, 3.2 * base_hz))


def _claves(kit: Kit, random: np.random.Generator) -> Floats:
    """Make a short high skin and a click, `(n_samples,)`."""
    skin = _drum(1.9 * kit.clap_hz, 0, 0.01, 0.028)
    return _mixed(skin, 0.1 * _noise(random, "highpass", 4000, 0.003))


_PITCHED: Final[dict[Voice, Callable[[Kit, float], Floats]]] = {
    Voice.BASS_808: _bass_808,
    Voice.LOG_DRUM: _log_drum,
    Voice.COWBELL: _cowbell,
}
_DRY: Final = frozenset({Voice.KICK, Voice.BASS_808, Voice.LOG_DRUM})
_VOICES: Final[dict[Voice, Synthesis]] = {
    Voice.KICK: _kick,
    Voice.SNARE: _snare,
    Voice.BRUSH: _brush,
    Voice.CLAP: _clap,
    Voice.RIM: _rim,
    Voice.HAT: _hat,
    Voice.PEDAL_HAT: _pedal_hat,
    Voice.OPEN_HAT: _open_hat,
    Voice.RIDE: _ride,
    Voice.RIDE_BELL: _ride_bell,
    Voice.CRASH: _crash,
    Voice.TOM_LOW: _skin(0.68, 1.2),
    Voice.TOM_MID: _skin(1.0, 1.0),
    Voice.TOM_HIGH: _skin(1.45, 0.85),
    Voice.CONGA_LOW: _skin(1.55, 0.6, 0.05),
    Voice.CONGA_HIGH: _skin(2.1, 0.5, 0.08),
    Voice.CONGA_SLAP: _skin(2.6, 0.2, 0.6),
    Voice.SHAKER: _shaker,
    Voice.TAMBOURINE: _tambourine,
    Voice.CLAVES: _claves,
}
_LEVELS: Final[dict[Voice, float]] = {
    Voice.KICK: 1.0,
    Voice.BASS_808: 0.9,
    Voice.SNARE: 0.8,
    Voice.BRUSH: 0.4,
    Voice.CLAP: 0.65,
    Voice.RIM: 0.5,
    Voice.HAT: 0.36,
    Voice.PEDAL_HAT: 0.3,
    Voice.OPEN_HAT: 0.38,
    Voice.RIDE: 0.38,
    Voice.RIDE_BELL: 0.42,
    Voice.CRASH: 0.5,
    Voice.TOM_LOW: 0.75,
    Voice.TOM_MID: 0.7,
    Voice.TOM_HIGH: 0.65,
    Voice.CONGA_LOW: 0.5,
    Voice.CONGA_HIGH: 0.48,
    Voice.CONGA_SLAP: 0.48,
    Voice.SHAKER: 0.26,
    Voice.TAMBOURINE: 0.32,
    Voice.COWBELL: 0.36,
    Voice.CLAVES: 0.42,
    Voice.LOG_DRUM: 0.85,
}
