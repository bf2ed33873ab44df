"""Does the genre reach the recommended style? `python -m training.styles.genre_prior`.

Clips of `$GTZAN_DIR` with 15 s of audio or more, without classical music, once by the rhythm alone
and once with the genres of an SVM that has not heard their artists, as `/recommend` joins them. An
answer counts as right when its style goes with the clip's true genre by the very table that joins
them. So this says whether the genre gets through, not whether the styles are right.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from beat_service.styles.genre_styles import WEIGHT, genre_goes_with, styles_with_genres
from beat_service.styles.style_model import StyleModel
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decode import bytes_to_waveform
from training.bundle import write_json
from training.data.dataset import LONGEST_CLIP_S, DatasetError
from training.evaluation.folds import FoldsError
from training.evaluation.measures import hits_to_accuracy
from training.genre.crossvalidate import Genres, settings_to_held_out_genres
from training.settings import REPORTS, TrainingSettings
from training.styles.real_songs import WITHOUT_DRUMS
from training.tempo_key.candidate_features import BeatClip, folder_to_beat_clips
from training.tempo_key.held_out import SHORTEST_AUDIO_S

REPORT: Final = REPORTS / "styles_with_genres.json"
WEIGHTS: Final = (0.5, 1.0, WEIGHT)


@dataclass(frozen=True)
class PredictedStyles:
    """A clip: styles predicted from its rhythm, genres predicted by the SVM, its true genre."""

    genre: str
    styles: Mapping[str, float]
    is_sure: bool
    genres: Genres
    is_music: bool = True

    def best(self, weight: float) -> str:
        """Choose the style that is recommended; a weight of 0 is the rhythm alone."""
        fused = self.styles
        if self.is_music and not self.is_sure:
            fused = styles_with_genres(self.styles, self.genres, weight)
        return max(fused, key=fused.__getitem__)


def clips_to_predicted_styles(
    clips: Sequence[BeatClip], model: StyleModel, genres: Mapping[str, Genres]
) -> list[PredictedStyles]:
    """Predict the styles of the clips that have enough audio and may have drums."""
    predictions = []
    for clip in clips:
        if clip.audio is None or clip.name not in genres or clip.genre == WITHOUT_DRUMS:
            continue
        waveform = bytes_to_waveform(clip.audio.read_bytes(), LONGEST_CLIP_S).waveform
        if len(waveform) < SHORTEST_AUDIO_S * SAMPLE_RATE_HZ:
            continue
        heard = model.waveform_to_heard(waveform)
        styles = dict(zip(model.styles, heard.probabilities.tolist(), strict=True))
        is_sure = model.probabilities_to_outcome(heard.probabilities) == "confident"
        of_clip = genres[clip.name]
        predictions.append(PredictedStyles(clip.genre, styles, is_sure, of_clip, heard.is_music))
    return predictions


def predicted_styles_to_report(predictions: Sequence[PredictedStyles]) -> dict[str, Any]:
    """Measure how many styles go with their clips' genres, without and with, and which they are."""
    before = _hits(predictions, 0.0)
    after = _hits(predictions, WEIGHT)
    right = [max(one.genres, key=one.genres.__getitem__) == one.genre for one in predictions]
    return {
        "without": hits_to_accuracy(sum(before), len(predictions)),
        "with": hits_to_accuracy(sum(after), len(predictions)),
        "gained": sum(b < a for b, a in zip(before, after, strict=True)),
        "lost": sum(b > a for b, a in zip(before, after, strict=True)),
        "by_weight": {str(w): sum(_hits(predictions, w)) / len(predictions) for w in WEIGHTS},
        "sure_by_rhythm": sum(one.is_sure for one in predictions),
        "svm_right": sum(right),
        "styles_without": dict(Counter(one.best(0.0) for one in predictions).most_common()),
        "styles_with": dict(Counter(one.best(WEIGHT) for one in predictions).most_common()),
        "by_genre": {
            genre: {
                "n_clips": len(of_genre),
                "without": sum(_hits(of_genre, 0.0)),
                "with": sum(_hits(of_genre, WEIGHT)),
            }
            for genre in sorted({one.genre for one in predictions})
            if (of_genre := [one for one in predictions if one.genre == genre])
        },
    }


def report_to_text(report: Mapping[str, Any]) -> str:
    """Write lines for the terminal."""
    lines = []
    for how in ("without", "with"):
        measures = report[how]
        low, high = measures["accuracy_95"]
        styles = ", ".join(f"{name} {n}" for name, n in report[f"styles_{how}"].items())
        lines.append(
            f"{how} the genre: {measures['accuracy']:.1%} ({low:.1%} – {high:.1%}) "
            f"of {measures['n_clips']} styles go with the clip's genre; {styles}"
        )
    lines.append(f"{report['gained']} gained, {report['lost']} lost")
    lines += [f"weight {weight}: {share:.1%}" for weight, share in report["by_weight"].items()]
    lines.append(f"sure by rhythm: {report['sure_by_rhythm']}; SVM right: {report['svm_right']}")
    return "\n".join(lines)


def _hits(predictions: Sequence[PredictedStyles], weight: float) -> list[bool]:
    return [genre_goes_with(one.genre, one.best(weight)) for one in predictions]


def main() -> None:
    """Measure, print and write."""
    settings = TrainingSettings()
    genres = settings_to_held_out_genres(settings)
    clips = folder_to_beat_clips(settings.gtzan_dir)
    report = predicted_styles_to_report(clips_to_predicted_styles(clips, StyleModel(), genres))
    print(report_to_text(report))
    write_json(REPORT, report)


if __name__ == "__main__":
    try:
        main()
    except (DatasetError, FoldsError) as refusal:
        sys.exit(f"cannot go on: {refusal}")
