"""Noises, tones and clicks, made up: each maker is a source of its own.

Every maker takes a random generator and times `time_s`, float64 `(n,)`, and gives `(n,)`.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.musicnn.sounds import LabelledSound

Times = NDArray[np.float64]
Maker = Callable[[np.random.Generator, Times], NDArray[np.float64]]

EACH: Final = 30
SEED: Final = 5
DURATION_S: Final = (2.0, 10.0)
NYQUIST_HZ: Final = SAMPLE_RATE_HZ / 2


def white(random: np.random.Generator, time_s: Times) -> Times:
    """Make white noise."""
    return random.standard_normal(len(time_s))


def brown(random: np.random.Generator, time_s: Times) -> Times:
    """Make noise that falls with frequency, as engines and rumble do."""
    pole = random.uniform(0.9, 0.999)
    return np.asarray(lfilter([1 - pole], [1, -pole], white(random, time_s)))


def pink(random: np.random.Generator, time_s: Times) -> Times:
    """Make noise with equal power in each octave."""
    spectrum = np.fft.rfft(white(random, time_s))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    return np.fft.irfft(spectrum, len(time_s))


def band_of_noise(random: np.random.Generator, time_s: Times) -> Times:
    """Make noise of one to two octaves."""
    low_hz = random.uniform(100, 3_000)
    return _band(white(random, time_s), low_hz, low_hz * random.uniform(1.5, 4))


def wind(random: np.random.Generator, time_s: Times) -> Times:
    """Make rumble that swells and fades, as wind and sea do."""
    swell = 1 + 0.8 * np.sin(2 * np.pi * (random.uniform(0.1, 0.5) * time_s + random.uniform()))
    return np.asarray(lfilter([0.02], [1, -0.98], white(random, time_s))) * swell


def rain(random: np.random.Generator, time_s: Times) -> Times:
    """Make many drops at random times."""
    drops = _at_random(random, time_s, random.uniform(200, 1_500))
    return _band(drops, 800, 6_000) + 0.003 * white(random, time_s)


def applause(random: np.random.Generator, time_s: Times) -> Times:
    """Make claps of a crowd."""
    claps = _at_random(random, time_s, random.uniform(30, 300))
    fade = np.exp(-np.arange(800) / random.uniform(30, 120))
    return np.asarray(np.convolve(claps, fade * random.standard_normal(800))[: len(time_s)])


def hum(random: np.random.Generator, time_s: Times) -> Times:
    """Make mains hum with its harmonics."""
    mains_hz = random.choice([50, 60, 100, 120]) * random.uniform(0.995, 1.005)
    parts = [
        random.uniform() / harmonic * np.sin(2 * np.pi * mains_hz * harmonic * time_s)
        for harmonic in range(1, 12)
    ]
    return np.asarray(np.sum(parts, axis=0))


def tone(random: np.random.Generator, time_s: Times) -> Times:
    """Make a sine from 60 Hz to 5 kHz."""
    return np.sin(2 * np.pi * 10 ** random.uniform(1.8, 3.7) * time_s)


def two_tones(random: np.random.Generator, time_s: Times) -> Times:
    """Make two sines at once, as telephones dial."""
    first_hz, second_hz = random.uniform(300, 1_000), random.uniform(1_000, 2_000)
    return np.sin(2 * np.pi * first_hz * time_s) + np.sin(2 * np.pi * second_hz * time_s)


def sweep(random: np.random.Generator, time_s: Times) -> Times:
    """Make a sine that rises through the octaves."""
    frequency_hz = np.geomspace(random.uniform(50, 200), random.uniform(2_000, 7_000), len(time_s))
    return np.sin(2 * np.pi * np.cumsum(frequency_hz) / SAMPLE_RATE_HZ)


def beeps(random: np.random.Generator, time_s: Times) -> Times:
    """Make a sine that goes on and off."""
    period_s = random.uniform(0.3, 2)
    is_on = time_s % period_s < period_s * random.uniform(0.2, 0.6)
    return np.sin(2 * np.pi * random.uniform(400, 3_000) * time_s) * is_on


def siren(random: np.random.Generator, time_s: Times) -> Times:
    """Make a sine that rises and falls."""
    turn = np.sin(2 * np.pi * random.uniform(0.2, 3) * time_s)
    frequency_hz = random.uniform(500, 1_200) * (1 + 0.35 * turn)
    return np.sin(2 * np.pi * np.cumsum(frequency_hz) / SAMPLE_RATE_HZ)


def metronome(random: np.random.Generator, time_s: Times) -> Times:
    """Make a click on each beat, higher on the first of four."""
    beat = time_s * random.uniform(40, 220) / 60
    since = beat % 1
    pitch_hz = np.where(beat // 1 % 4 < 1, 2_200, 1_500)
    return np.sin(2 * np.pi * pitch_hz * time_s) * np.exp(-since * random.uniform(30, 300))


def clicks(random: np.random.Generator, time_s: Times) -> Times:
    """Make near silence with clicks at random times."""
    burst = np.ones(int(random.integers(1, 50)))
    sparse = np.convolve(_at_random(random, time_s, random.uniform(0.5, 5)), burst)
    return sparse[: len(time_s)] + 5e-4 * white(random, time_s)


def chirps(random: np.random.Generator, time_s: Times) -> Times:
    """Make birds: short glides at random times."""
    sound = 0.002 * white(random, time_s)
    for start in random.integers(0, len(time_s), int(time_s[-1] * random.uniform(1, 5)) + 1):
        n = min(int(random.integers(1_000, 5_500)), len(time_s) - int(start))
        first_hz, last_hz = random.uniform(2_000, 6_000, 2)
        glide_hz = np.linspace(first_hz, last_hz, n)
        sound[start : start + n] += (
            0.3 * np.sin(2 * np.pi * np.cumsum(glide_hz) / SAMPLE_RATE_HZ) * np.hanning(n)
        )
    return sound


MAKERS: Final[dict[str, tuple[Maker, ...]]] = {
    "noise": (white, brown, pink, band_of_noise, wind, rain, applause),
    "tone": (hum, tone, two_tones, sweep, beeps, siren),
    "other": (metronome, clicks, chirps),
}


def made_up() -> Iterator[LabelledSound]:
    """Make thirty of each, at any length from 2 to 10 s."""
    random = np.random.default_rng(SEED)
    for kind, makers in MAKERS.items():
        for maker in makers:
            for number in range(EACH):
                time_s = (
                    np.arange(int(random.uniform(*DURATION_S) * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
                )
                samples = maker(random, time_s).astype(np.float32)
                yield LabelledSound(f"{maker.__name__} {number}", kind, maker.__name__, samples)


def _band(sound: Times, low_hz: float, high_hz: float) -> Times:
    edges_hz = [low_hz, min(high_hz, 0.99 * NYQUIST_HZ)]
    return np.asarray(
        sosfilt(butter(2, edges_hz, "bandpass", fs=SAMPLE_RATE_HZ, output="sos"), sound)
    )


def _at_random(random: np.random.Generator, time_s: Times, per_s: float) -> Times:
    """Impulses of random size, `per_s` of them a second on average."""
    sound = np.zeros(len(time_s))
    sound[random.integers(0, len(time_s), max(1, int(time_s[-1] * per_s)))] = random.exponential(
        0.3, max(1, int(time_s[-1] * per_s))
    )
    return sound
