"""Key of chords that are made here, names of keys, and when a key is clear."""

from dataclasses import replace

import numpy as np
import pytest
from beat_signals import Floats, chords, drums

from beat_service.analysis.analysis_model import AnalysisModel
from beat_service.analysis.chroma import waveform_to_steady_bins
from beat_service.analysis.key import (
    LEAST_CONTRAST,
    LEAST_CONTRAST_OF_STILL,
    LEAST_HELD,
    LEAST_MOVED,
    PROFILES,
    STILL,
    Key,
    KeyEvidence,
    chroma_to_profile_fit,
    evidence_to_changes,
    key_distances,
    log_mels_to_key_evidence,
    number_to_guess,
    probabilities_to_key,
    scores_to_key,
    windows_to_steady_bins,
)
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import Window, waveform_to_windows


def evidence_of(windows: list[Window], model: AnalysisModel) -> KeyEvidence:
    """Weigh what windows have, with the served network."""
    log_mels = [window_to_log_mel(window) for window in windows]
    return log_mels_to_key_evidence(log_mels, windows, model.key)


def key_of(waveform: Floats, model: AnalysisModel) -> Key:
    """Find the key of a waveform."""
    calibration = model.manifest.calibration
    evidence = evidence_of(waveform_to_windows(waveform), model)
    scores = evidence.to_scores(calibration.key_profile_weight)
    return scores_to_key(scores, calibration.key_temperature, calibration.clear_key_from)


@pytest.mark.parametrize("tonic", [0, 3, 6, 10])
@pytest.mark.parametrize("minor", [False, True])
def test_key_of_chords(tonic: int, minor: bool, model: AnalysisModel) -> None:
    """I–IV–V–I is in its key, major or natural minor."""
    key = key_of(chords(tonic, minor), model)
    expected = number_to_guess(tonic + 12 * minor, 0)

    assert (expected.tonic, expected.mode) == (key.first.tonic, key.first.mode)
    assert key.clear


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (0, ("C", "major", "8B", "1d")),
        (7, ("G", "major", "9B", "2d")),
        (5, ("F", "major", "7B", "12d")),
        (11, ("B", "major", "1B", "6d")),
        (12 + 9, ("A", "minor", "8A", "1m")),
        (12 + 4, ("E", "minor", "9A", "2m")),
        (12 + 8, ("G#", "minor", "1A", "6m")),
    ],
)
def test_wheels(number: int, names: tuple[str, str, str, str]) -> None:
    """Camelot and Open Key are those of the DJs' tables."""
    guess = number_to_guess(number, 0)

    assert names == (guess.tonic, guess.mode, guess.camelot, guess.open_key)


def test_every_key_has_its_own_names() -> None:
    """Twenty-four keys have as many names, and as many codes on each wheel."""
    guesses = [number_to_guess(number, 0) for number in range(24)]

    assert 24 == len({(guess.tonic, guess.mode) for guess in guesses})
    assert 24 == len({guess.camelot for guess in guesses})
    assert 24 == len({guess.open_key for guess in guesses})


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("mode", [0, 1])
def test_a_profile_fits_itself_best(tonic: int, mode: int) -> None:
    """The chroma that is a key's profile has a correlation of 1 with it and less with others."""
    fit = chroma_to_profile_fit(np.roll(np.array(PROFILES[mode]), tonic))

    assert (24,) == fit.shape
    assert tonic + 12 * mode == fit.argmax()
    assert 1 == pytest.approx(fit.max(), abs=1e-3)
    assert fit.min() >= -1


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_flat_chroma_fits_no_key(level: float) -> None:
    """Silence, and noise with all pitches alike, correlate with nothing."""
    assert [0.0] * 24 == pytest.approx(chroma_to_profile_fit(np.full(12, level)).tolist())


@pytest.mark.parametrize(("clear_from", "clear"), [(0.6, True), (0.61, False)])
def test_a_key_is_clear_from_a_probability_on(clear_from: float, clear: bool) -> None:
    """At exactly that probability it is clear; both guesses are there either way."""
    probabilities = np.zeros(24)
    probabilities[[9, 12 + 4]] = 0.6, 0.4

    key = probabilities_to_key(probabilities, clear_from)

    assert clear == key.clear
    assert ("A", "major", 0.6) == (key.first.tonic, key.first.mode, key.first.confidence)
    assert ("E", "minor", 0.4) == (key.second.tonic, key.second.mode, key.second.confidence)


def test_profile_is_added_by_its_weight() -> None:
    """Without weight the network alone decides, with enough of it the profile."""
    learned, fit = np.zeros(24, np.float32), np.zeros(24)
    learned[3], fit[8] = 1.0, 0.5
    evidence = KeyEvidence(learned, fit)

    assert learned.tolist() == evidence.to_scores(0.0).tolist()
    assert 8 == evidence.to_scores(3.0).argmax()
    assert np.float32 == evidence.to_scores(3.0).dtype


def test_longer_windows_weigh_more(model: AnalysisModel) -> None:
    """The evidence of a track is the mean over windows by duration."""
    in_c = Window(0.0, 9.0, chords(0, False, 9.0))
    in_e = Window(9.0, 12.0, chords(4, False, 3.0))
    of_c, of_e = (evidence_of([window], model) for window in (in_c, in_e))

    together = evidence_of([in_c, in_e], model)

    np.testing.assert_allclose((3 * of_c.fit + of_e.fit) / 4, together.fit)
    np.testing.assert_allclose((3 * of_c.learned + of_e.learned) / 4, together.learned, rtol=1e-4)


def clicks(bpm: float, hz: float) -> Floats:
    """Tick like a metronome."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    since_s = time_s % (60 / bpm)
    ticks = np.sin(2 * np.pi * hz * since_s) * np.exp(-since_s / 0.008)
    return np.asarray(0.5 * ticks, np.float32)


def noise(seed: int, lowest_hz: float = 0.0, highest_hz: float = 11_025.0) -> Floats:
    """Make ten seconds of noise between two frequencies."""
    n = 10 * SAMPLE_RATE_HZ
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    hz = np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ)
    spectrum[(hz < lowest_hz) | (hz > highest_hz)] = 0
    samples = np.fft.irfft(spectrum, n)
    return np.asarray(0.3 * samples / np.abs(samples).max(), np.float32)


def coloured(seed: int, slope: float) -> Floats:
    """Make ten seconds of noise whose power falls with frequency to the power of `slope`."""
    n = 10 * SAMPLE_RATE_HZ
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    hz = np.maximum(np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ), 20)
    samples = np.fft.irfft(spectrum * hz ** (-slope / 2), n)
    return np.asarray(0.3 * samples / np.abs(samples).max(), np.float32)


def hum(hz: float, n_harmonics: int, noise_level: float = 0.0) -> Floats:
    """Hum for ten seconds as mains do, or as a tone with one harmonic."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    harmonics = np.arange(1, n_harmonics + 1)[:, None]
    tones = (np.sin(2 * np.pi * hz * harmonics * time_s + harmonics) / harmonics).sum(axis=0)
    return np.asarray(0.3 * tones / np.abs(tones).max() + noise_level * coloured(0, 1), np.float32)


NO_NOTES = {
    "pink noise": coloured(0, 1),
    "brown noise": coloured(0, 2),
    **{f"hum of {hz} Hz, {n}": hum(hz, n) for hz in (50, 60) for n in (3, 8, 20)},
    **{f"hum of {hz} Hz in noise": hum(hz, 8, 0.1) for hz in (50, 60)},
    **{f"sine of {hz} Hz": hum(hz, 1) for hz in (220, 440, 1000)},
    **{f"white noise {seed}": noise(seed) for seed in range(3)},
    "noise of a band": noise(0, 200, 2000),
    "high noise": noise(0, 1000, 8000),
    **{f"clicks at {bpm}": clicks(bpm, hz) for bpm in (60, 120, 200) for hz in (440, 1600)},
    "drums": drums(120, 10.0),
}


@pytest.mark.parametrize("name", NO_NOTES)
def test_noise_and_strokes_have_no_notes(name: str, model: AnalysisModel) -> None:
    """They look like some key to network and profile, and are none."""
    assert not evidence_of(waveform_to_windows(NO_NOTES[name]), model).is_tonal


@pytest.mark.parametrize("tonic", [0, 7])
def test_chords_are_notes(tonic: int, model: AnalysisModel) -> None:
    """Alone and with drums over them."""
    played = chords(tonic, minor=False)
    with_drums = np.asarray(0.6 * played + 0.4 * drums(120, 20.0), np.float32)

    for waveform in (played, with_drums):
        assert evidence_of(waveform_to_windows(waveform), model).is_tonal


@pytest.mark.parametrize(
    ("held", "contrast", "moved", "is_tonal"),
    [
        (LEAST_HELD, LEAST_CONTRAST, LEAST_MOVED, True),
        (LEAST_HELD - 0.01, 1.0, 1.0, False),
        (0.95, LEAST_CONTRAST - 0.01, 1.0, False),
        (0.95, 1.0, LEAST_MOVED - 0.01, False),
        (STILL, LEAST_CONTRAST, LEAST_MOVED, True),
        (STILL + 0.001, LEAST_CONTRAST_OF_STILL - 0.01, 1.0, False),
        (STILL + 0.001, LEAST_CONTRAST_OF_STILL, LEAST_MOVED, True),
    ],
)
def test_where_notes_begin(held: float, contrast: float, moved: float, is_tonal: bool) -> None:
    """At each limit there are notes, a step past it there are none."""
    evidence = KeyEvidence(np.zeros(24, np.float32), np.zeros(24), held, contrast, moved)

    assert is_tonal == evidence.is_tonal


def heard_in(*keys: int) -> KeyEvidence:
    """Collect windows of 30 s, each of which is sure of its key."""
    windows = tuple(
        KeyEvidence(6 * np.eye(24, dtype=np.float32)[key], np.zeros(24), start_s=30.0 * number)
        for number, key in enumerate(keys)
    )
    return KeyEvidence(np.zeros(24, np.float32), np.zeros(24), windows=windows)


def test_a_key_that_changes_is_told() -> None:
    """From the first window in the new key on, and back again."""
    changes = evidence_to_changes(heard_in(0, 0, 0, 2, 2, 2, 0, 0, 0), 0.0, 1.0)

    assert [(90.0, "D"), (180.0, "C")] == [(one.at_s, one.key.tonic) for one in changes]
    assert all(one.key.mode == "major" for one in changes)


def test_one_doubtful_window_changes_nothing() -> None:
    """A window that leans a little to another key between others that are sure is no change."""
    evidence = heard_in(0, 0, 2, 0, 0)
    evidence.windows[2].learned[:] = 0
    evidence.windows[2].learned[2] = 1

    assert () == evidence_to_changes(evidence, 0.0, 1.0)


@pytest.mark.parametrize("keys", [(), (5,), (5, 5, 5)])
def test_a_key_that_stays_has_no_changes(keys: tuple[int, ...]) -> None:
    """Neither have songs of one window."""
    assert () == evidence_to_changes(heard_in(*keys), 0.0, 1.0)


def test_windows_without_notes_have_no_key() -> None:
    """Drums and noise between two parts are passed over."""
    evidence = heard_in(0, 0, 8, 0, 0)
    windows = list(evidence.windows)
    windows[2] = replace(windows[2], contrast=0.0)

    assert () == evidence_to_changes(replace(evidence, windows=tuple(windows)), 0.0, 1.0)


def test_related_keys_are_further_to_go() -> None:
    """To a key with six of the seven notes a change costs twice, to itself nothing."""
    costs = key_distances()
    c_major, d_major, g_major, a_minor = 0, 2, 7, 12 + 9

    assert (0.0, 1.0, 2.0, 2.0) == tuple(
        float(costs[c_major, key]) for key in (c_major, d_major, g_major, a_minor)
    )
    np.testing.assert_array_equal(costs, costs.T)


def test_windows_of_one_length_are_taken_together() -> None:
    """Each has what it has alone, in their order, whether another is as long or not."""
    waveform = chords(0, minor=False)
    lengths = (60_000, 90_001, 60_001, 90_000)
    windows = [Window(0, n / 22_050, waveform[n : 2 * n]) for n in lengths]

    amplitudes = windows_to_steady_bins(windows)

    for n, window, amplitude in zip(lengths, windows, amplitudes, strict=True):
        alone = waveform_to_steady_bins(window.samples[: n // 10 * 10])
        np.testing.assert_array_equal(alone, amplitude)
