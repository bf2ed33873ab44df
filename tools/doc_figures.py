"""`make doc-figures`: the pictures of docs/analysis.md and docs/recommendation.md.

Everything in them is computed from `data/sample.wav` by the functions that serve.
"""

import io
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.analysis.chroma import PITCH_CLASSES, waveform_to_chroma
from beat_service.analysis.key import PROFILES, TONICS, chroma_to_profile_fit, number_to_guess
from beat_service.analysis.tempo import Tempo, log_mels_to_tempo_scores
from beat_service.analysis.tempogram import candidate_tempi
from beat_service.analysis.traits import Traits, waveform_to_traits
from beat_service.catalogue.catalogue import style_to_beats
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.recommendation.fit import ENERGY_WEIGHT, RHYTHM_WEIGHT, TEMPO_WEIGHT
from beat_service.recommendation.ranking import Recommendation, traits_to_beats
from beat_service.settings import ANALYSIS_DIR
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.decode import DecodedAudio, bytes_to_waveform
from music_genre.audio.track import window_to_log_mel
from music_genre.audio.windows import waveform_to_windows
from music_genre.webapi.beat_body import BANDS, STEPS, STEPS_PER_BEAT
from training.bundle import replace_file
from training.evaluation.pictures import ACCENT, GRID, INK
from training.settings import ROOT

mpl.use("Agg")
SAMPLE: Final = ROOT / "data" / "sample.wav"
IMAGES: Final = ROOT / "docs" / "images"
ROOM_FOR_LABELS: Final = 0.25  # [share of the curve's height]
SECOND: Final = "#c96a2b"
PARTS: Final = (("tempo", TEMPO_WEIGHT), ("rhythm", RHYTHM_WEIGHT), ("energy", ENERGY_WEIGHT))


def main() -> None:
    """Draw every figure."""
    model = folder_to_analysis_model(ANALYSIS_DIR)
    decoded = bytes_to_waveform(SAMPLE.read_bytes(), WINDOW_S)
    traits = waveform_to_traits(decoded.waveform, decoded.channels_power, model)
    if traits is None:
        raise ValueError(f"{SAMPLE} is silent")
    _save(_octaves(decoded, traits.tempo, model), "tempo-octaves")
    _save(_key_profile(decoded), "key-profile")
    _save(_steps(traits), "sixteen-steps")
    _save(_choice(_recommended(decoded, traits)), "recommendation")


def _recommended(decoded: DecodedAudio, traits: Traits) -> list[Recommendation]:
    """Recommend beats as `/recommend` does."""
    styles = StyleModel()
    probabilities = styles.waveform_to_probabilities(decoded.waveform).tolist()
    beats = [beat for style in folders_to_repertoire() for beat in style_to_beats(style)]
    return traits_to_beats(traits, dict(zip(styles.styles, probabilities, strict=True)), beats)


def _octaves(decoded: DecodedAudio, tempo: Tempo, model: AnalysisModel) -> Figure:
    """Draw the same song counted at several speeds, and what the network thinks of each."""
    windows = waveform_to_windows(decoded.waveform)
    log_mels = [window_to_log_mel(window) for window in windows]
    durations_s = [window.duration_s for window in windows]
    scores = log_mels_to_tempo_scores(log_mels, durations_s, model.tempo)
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.plot(candidate_tempi(), scores, color=ACCENT)
    top = scores.max() + ROOM_FOR_LABELS * np.ptp(scores)
    for candidate in tempo.candidates:
        if candidate.relation == "other":
            continue
        axes.axvline(candidate.bpm, color=SECOND if candidate.relation == "chosen" else GRID)
        label = f"{candidate.relation}\n{candidate.bpm:.0f} BPM\n{candidate.score:.0%}"
        axes.text(candidate.bpm * 1.01, top, label, va="top", size=9, color=INK)
    axes.set_xscale("log", base=2)
    axes.set_xticks([40, 60, 80, 120, 160, 240], ["40", "60", "80", "120", "160", "240"])
    axes.set(xlabel="tempo [BPM]", ylabel="score", title="One song, several tempi")
    return _plain(figure, axes)


def _key_profile(decoded: DecodedAudio) -> Figure:
    """Chroma of the song beside the profile of the key that fits best."""
    chroma = waveform_to_chroma(decoded.waveform)
    fits = chroma_to_profile_fit(chroma)
    best = number_to_guess(int(fits.argmax()), 0.0)
    mode, tonic = divmod(int(fits.argmax()), PITCH_CLASSES)
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))
    places = np.arange(PITCH_CLASSES)
    left.bar(places - 0.2, chroma / chroma.sum(), 0.4, color=ACCENT, label="chroma")
    left.bar(places + 0.2, np.roll(PROFILES[mode], tonic), 0.4, color=SECOND, label="profile")
    left.set_xticks(places, TONICS["major"], size=8)
    left.legend(frameon=False)
    left.set_title(f"Chroma, and the profile of {best.tonic} {best.mode}")
    order = [fifths * 7 % PITCH_CLASSES for fifths in range(PITCH_CLASSES)]
    for number, (name, colour) in enumerate(zip(TONICS, (ACCENT, SECOND), strict=True)):
        right.plot(fits[number * PITCH_CLASSES :][order], color=colour, marker="o", label=name)
    right.set_xticks(places, [TONICS["major"][place] for place in order])
    right.set(xlabel="tonic, by fifths", ylabel="correlation", title="How well each key fits")
    right.legend(frameon=False)
    return _plain(figure, left, right)


def _steps(traits: Traits) -> Figure:
    """Draw the mean bar in three bands."""
    figure = Figure(figsize=(9, 2.4), layout="constrained")
    axes = figure.subplots()
    if traits.rhythm.onset_pattern is None:
        raise ValueError("the sample has no whole bar")
    axes.imshow(traits.rhythm.onset_pattern[::-1], cmap="GnBu", vmin=0, vmax=1, aspect="auto")
    axes.set_yticks(range(len(BANDS)), reversed(BANDS))
    axes.set_xticks(range(STEPS), [str(step + 1) for step in range(STEPS)])
    for beat in range(STEPS_PER_BEAT, STEPS, STEPS_PER_BEAT):
        axes.axvline(beat - 0.5, color=INK, linewidth=1)
    axes.set(xlabel="sixteenth of the bar", title="The mean bar: how strongly each step is struck")
    return figure


def _choice(found: list[Recommendation]) -> Figure:
    """Draw the styles' probabilities, and what each one's best beat fits with."""
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    places = np.arange(len(found))[::-1]
    left.barh(places, [one.confidence for one in found], color=ACCENT)
    left.set_yticks(places, [f"{one.beat.style}\n{one.beat.title}" for one in found], size=8)
    left.set(xlim=(0, 1), title="1. How probable each style is")
    start = np.zeros(len(found))
    for (part, weight), colour in zip(PARTS, (ACCENT, SECOND, GRID), strict=True):
        fits = [one.fit.tempo.fit if part == "tempo" else getattr(one.fit, part) for one in found]
        share = weight * np.array([fit or 0.0 for fit in fits])
        right.barh(places, share, left=start, color=colour, label=part)
        start += share
    right.set(xlim=(0, 1), title="2. Its beat that fits best")
    right.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.5, -0.28))
    return _plain(figure, left, right)


def _plain(figure: Figure, *many: Any) -> Figure:
    """Without the frame's upper and right edge."""
    for axes in many:
        axes.spines[["top", "right"]].set_visible(False)
    return figure


def _save(figure: Figure, name: str) -> None:
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, metadata={"Software": None})
    replace_file(IMAGES / f"{name}.png", png.getvalue())


if __name__ == "__main__":
    main()
