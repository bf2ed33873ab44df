"""Fingerprints: the same for what sounds the same, and for nothing else."""

import numpy as np

from beat_service.catalogue.fingerprint import hits_to_fingerprint, waveform_to_fingerprint
from beat_service.drums.hits import Hit
from beat_service.drums.pattern import Voice

NOISE = np.random.default_rng(0).uniform(-1, 1, 22_050).astype(np.float32)
HITS = (Hit(0.0, Voice.KICK, 1.0), Hit(1.0, Voice.SNARE, 0.8))


def test_the_same_samples_have_the_same() -> None:
    """Noise under a 16-bit step does not count; a sample more, or another one, does."""
    other = NOISE.copy()
    other[100] *= 0.5

    assert waveform_to_fingerprint(NOISE) == waveform_to_fingerprint(NOISE.copy())
    assert 3 == len({waveform_to_fingerprint(x) for x in (NOISE, other, NOISE[:-1])})


def test_the_same_strokes_have_the_same() -> None:
    """Neither order nor a fraction of a tick or BPM counts; time, voice, force and tempo do."""
    near = (Hit(1.001, Voice.SNARE, 0.8), Hit(0.0, Voice.KICK, 1.0))
    others = [
        (HITS[0], Hit(1.25, Voice.SNARE, 0.8)),
        (HITS[0], Hit(1.0, Voice.RIM, 0.8)),
        (HITS[0], Hit(1.0, Voice.SNARE, 0.4)),
        HITS[:1],
    ]

    assert hits_to_fingerprint(HITS, 90.0) == hits_to_fingerprint(near, 90.003)
    found = {hits_to_fingerprint(hits, 90.0) for hits in (HITS, *others)}
    assert 6 == len(found | {hits_to_fingerprint(HITS, 110.0)})
