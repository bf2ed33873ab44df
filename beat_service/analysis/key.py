"""Log-mels → musical key, or "no clear key".

Conventions: 24 keys, major then minor, each from C upwards in semitones. Tonics are written as
musicians write them: D♭, E♭, A♭ and B♭ major but C♯ and G♯ minor; flats as `b`, sharps as `#`.
Camelot and Open Key are the two wheels of DJs: neighbours mix well.

A network scores major and minor on the chroma rotated to each tonic in turn; to it is added the
correlation with a key profile on the constant-Q chroma (`beat_service.analysis.chroma`), weighted
as the manifest says.
Source of the profile: Albrecht and Shanahan, "The use of large corpora to train a new type of
key-finding algorithm", Music Perception 31(1), 2013.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beat_service.analysis.analysis_model import Scorer
from beat_service.analysis.chroma import (
    PITCH_CLASSES,
    bins_to_chroma,
    bins_to_contrast,
    log_mel_to_held,
    log_mel_to_key_features,
    log_mel_to_moved,
    standardise,
    waveforms_to_steady_bins,
)
from music_genre.audio.scores import scores_to_probabilities
from music_genre.audio.windows import Window
from music_genre.job import go_on
from music_genre.stages import stage
from music_genre.webapi.beat_body import Mode

MODES: Final[tuple[Mode, Mode]] = ("major", "minor")
TONICS: Final[dict[Mode, tuple[str, ...]]] = {
    "major": ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"),
    "minor": ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"),
}
PROFILES: Final = (
    (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081),
    (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052),
)
SEMITONES_OF_A_FIFTH: Final = 7
SEMITONES_TO_RELATIVE_MAJOR: Final = 3
CAMELOT_OF_C: Final = 8  # hours on the wheel
# Own choice: between music of GTZAN on one side, and clicks, drums and noise on the other.
LEAST_HELD: Final = 0.86  # share of the sound that lasts; music 0.89 and more, drums 0.85 at most
STILL: Final = 0.995  # share from which nothing is struck: noise, a hum, an organ
LEAST_CONTRAST: Final = 0.06  # of pitches; music 0.09 and more, noise of all pitches 0.04
LEAST_MOVED: Final = 0.05  # of the chroma; music 0.1 and more, mains hum and sines 0.005 at most
CHANGE_COST: Final = 4.0  # [log likelihood]
FEWEST_WINDOWS: Final = 2
TINY: Final = 1e-6  # probability that keeps a logarithm finite
LEAST_CONTRAST_OF_STILL: Final = 0.15  # noise of a band has edges, up to 0.13


@dataclass(frozen=True)
class KeyGuess:
    """A key and its probability 0–1."""

    tonic: str
    mode: Mode
    camelot: str  # 8B is C major
    open_key: str  # 1d is C major
    confidence: float


@dataclass(frozen=True)
class KeyChange:
    """From when on [s] music is in another key."""

    at_s: float
    key: KeyGuess


@dataclass(frozen=True)
class Key:
    """The two most probable keys; `clear` says whether the first may be called the key."""

    clear: bool
    first: KeyGuess
    second: KeyGuess
    changes: tuple[KeyChange, ...] = ()


@dataclass(frozen=True)
class KeyEvidence:
    """The network's score of each of 24 keys and its profile's correlation, both `(24,)`.

    `held`, `contrast` and `moved` tell notes from strokes, noise and hum, which look like some key
    too.
    """

    learned: NDArray[np.float32]
    fit: NDArray[np.float64]
    held: float = 1.0
    contrast: float = 1.0
    moved: float = 1.0
    windows: tuple["KeyEvidence", ...] = ()  # of which this is the mean, in their order
    start_s: float = 0.0

    @property
    def is_tonal(self) -> bool:
        """Tell whether there are notes at all."""
        least = LEAST_CONTRAST_OF_STILL if self.held > STILL else LEAST_CONTRAST
        stands_out = self.held >= LEAST_HELD and self.contrast >= least
        return stands_out and self.moved >= LEAST_MOVED

    def to_scores(self, profile_weight: float) -> NDArray[np.float32]:
        """Add both up, float32 `(24,)`, uncalibrated."""
        return np.asarray(self.learned + profile_weight * self.fit, np.float32)


def log_mels_to_key_evidence(
    log_mels: Sequence[NDArray[np.float32]], windows: Sequence[Window], scorer: Scorer
) -> KeyEvidence:
    """Average the evidence of windows, at least one, weighted by duration.

    The network scores the log-mel of each, float32 `(n_mels, n_columns)` in dB; the chroma needs
    its samples.
    """
    amplitudes = windows_to_steady_bins(windows)
    each = tuple(
        _log_mel_to_evidence(log_mel, window, amplitude, scorer)
        for log_mel, window, amplitude in zip(log_mels, windows, amplitudes, strict=True)
    )
    durations_s = [window.duration_s for window in windows]
    return KeyEvidence(
        learned=np.average([one.learned for one in each], axis=0, weights=durations_s).astype(
            np.float32
        ),
        fit=np.average([one.fit for one in each], axis=0, weights=durations_s),
        held=float(np.average([one.held for one in each], weights=durations_s)),
        contrast=float(np.average([one.contrast for one in each], weights=durations_s)),
        moved=float(np.average([one.moved for one in each], weights=durations_s)),
        windows=each,
    )


def windows_to_steady_bins(windows: Sequence[Window]) -> list[NDArray[np.float32]]:
    """Compute each window's constant-Q amplitude, float32 `(180, n_frames)`.

    Windows of one length, give or take the sample that is cut off here, are taken together.
    """
    found: dict[int, NDArray[np.float32]] = {}
    while left := [number for number in range(len(windows)) if number not in found]:
        go_on()
        shortest = min(len(windows[number].samples) for number in left)
        alike = [number for number in left if len(windows[number].samples) <= shortest + 1]
        stacked = np.stack([windows[number].samples[:shortest] for number in alike])
        found |= zip(alike, waveforms_to_steady_bins(stacked), strict=True)
    return [found[number] for number in range(len(windows))]


def _log_mel_to_evidence(
    log_mel: NDArray[np.float32], window: Window, amplitude: NDArray[np.float32], scorer: Scorer
) -> KeyEvidence:
    """Collect the evidence of one window."""
    go_on()
    return KeyEvidence(
        learned=scorer(log_mel_to_key_features(log_mel)).T.ravel(),
        fit=chroma_to_profile_fit(bins_to_chroma(amplitude)),
        held=log_mel_to_held(log_mel),
        contrast=bins_to_contrast(amplitude),
        moved=log_mel_to_moved(log_mel),
        start_s=window.start_s,
    )


@stage("traits")
def evidence_to_changes(
    evidence: KeyEvidence, profile_weight: float, temperature: float
) -> tuple[KeyChange, ...]:
    """Find from when on the key is another one, window by window; none where it stays.

    The likeliest way through the keys of all windows that have notes (Viterbi), where a change
    costs `CHANGE_COST`, and twice as much between keys that share six of seven notes.
    """
    windows = [one for one in evidence.windows if one.is_tonal]
    if len(windows) < FEWEST_WINDOWS:
        return ()
    scores = np.stack([one.to_scores(profile_weight) for one in windows])
    here = np.log(scores_to_probabilities(scores, temperature) + TINY)
    costs = CHANGE_COST * key_distances()
    reached, before = here[0], np.zeros(here.shape, np.intp)
    for number in range(1, len(here)):
        ways = reached[:, None] - costs
        before[number] = ways.argmax(axis=0)
        reached = ways.max(axis=0) + here[number]
    path = [int(reached.argmax())]
    for number in range(len(here) - 1, 0, -1):
        path.append(int(before[number, path[-1]]))
    path.reverse()
    found = []
    for number in range(1, len(path)):
        if path[number] != path[number - 1]:
            alike = [n for n in range(number, len(path)) if path[n] == path[number]]
            share = float(np.exp(here[alike, path[number]]).mean())
            found.append(KeyChange(windows[number].start_s, number_to_guess(path[number], share)))
    return tuple(found)


@cache
def key_distances() -> NDArray[np.float64]:
    """Say how dear a change is from each key to each, float64 `(24, 24)`: 0 to itself, 1, or 2."""
    majors = np.array([(n + SEMITONES_TO_RELATIVE_MAJOR * (n >= PITCH_CLASSES)) for n in range(24)])
    fifths = majors * SEMITONES_OF_A_FIFTH % PITCH_CLASSES
    apart = np.abs(fifths[:, None] - fifths)
    near = np.minimum(apart, PITCH_CLASSES - apart) <= 1
    distances = np.where(near, 2.0, 1.0)
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances, np.float64)


@stage("traits")
def scores_to_key(scores: NDArray[np.float32], temperature: float, clear_from: float) -> Key:
    """Choose the two most probable of 24 scored keys, `(24,)`."""
    return probabilities_to_key(scores_to_probabilities(scores, temperature), clear_from)


def chroma_to_profile_fit(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlate a chroma, `(12,)`, with the profile of every key, float64 `(24,)`, −1 … 1."""
    even = standardise(chroma)
    fits = [
        (even * np.roll(standardise(np.array(profile)), tonic)).mean()
        for profile in PROFILES
        for tonic in range(PITCH_CLASSES)
    ]
    return np.array(fits, np.float64)


def probabilities_to_key(probabilities: NDArray[np.float64], clear_from: float) -> Key:
    """Choose the two best of 24 probabilities, `(24,)`; the first is clear from `clear_from` on."""
    first, second = np.argsort(-probabilities)[:2]
    return Key(
        clear=bool(probabilities[first] >= clear_from),
        first=number_to_guess(int(first), float(probabilities[first])),
        second=number_to_guess(int(second), float(probabilities[second])),
    )


def number_to_guess(number: int, confidence: float) -> KeyGuess:
    """Name the key of a number 0–23, with its codes."""
    minor, tonic = divmod(number, PITCH_CLASSES)
    mode = MODES[minor]
    major_tonic = tonic + SEMITONES_TO_RELATIVE_MAJOR * minor
    fifths = major_tonic * SEMITONES_OF_A_FIFTH % PITCH_CLASSES
    camelot = (CAMELOT_OF_C - 1 + fifths) % PITCH_CLASSES + 1
    return KeyGuess(
        tonic=TONICS[mode][tonic],
        mode=mode,
        camelot=f"{camelot}{'A' if minor else 'B'}",
        open_key=f"{fifths + 1}{'m' if minor else 'd'}",
        confidence=confidence,
    )
