"""`make foreign-beats`: which beats the service recommends for whole pieces nobody trained on.

The music of free games in Debian's packages (`tools/game_music.py`), each piece whole: the styles
by its rhythm, the page's own verdict, and both joined as `/recommend` joins them; written as a
table into `docs/foreign-beats.md`. What is heard in a piece is kept in the build folder, by
content.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from beat_service.recommendation.genre_client import answer_to_genres
from beat_service.recommendation.recommender import VERDICT
from beat_service.styles.genre_styles import STYLES, WORDS, genre_goes_with
from beat_service.styles.rhythm_vector import waveform_to_rhythm_vectors
from beat_service.styles.style_model import StyleModel
from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.errors import AudioProcessingError
from tools.game_music import GAMES, Piece, installed_pieces
from tools.served_verdict import LONGEST_S, bytes_to_verdict, served_models
from training.bundle import replace_file
from training.markdown import rows_to_markdown
from training.settings import ROOT, TrainingSettings

PAGE: Final = ROOT / "docs" / "foreign-beats.md"
N_TAGS: Final = 3
HEAD: Final = """# Beats for music of strangers

Which style `/recommend` names for whole pieces from free games, as Debian packages them: `make foreign-beats` writes this page.
No model was trained on the rhythm of any of them.
A style **goes with** a piece where the genre, or the first of the words that say what is drummed, allows it by the table that joins them (`beat_service/styles/genre_styles.py`); a dash stands where neither says anything of drums, as with an orchestra.

"""  # noqa: E501  # one sentence a line in Markdown


@dataclass(frozen=True)
class Recommended:
    """What is recommended for a piece, and by what."""

    piece: Piece
    verdict: Mapping[str, Any]
    by_rhythm: str
    style: str
    probability: float
    certain: bool

    @property
    def goes(self) -> bool | None:
        """Tell whether the style goes with the verdict; None where that says nothing of drums."""
        said = answer_to_genres(
            self.verdict["outcome"], self.verdict["probabilities"], self.verdict["tags"], VERDICT
        )
        if said is None:
            return None
        name, _ = said.first
        if said.probabilities:
            return genre_goes_with(name, self.style) if name in STYLES else None
        return self.style in WORDS[name]


def piece_to_recommended(
    piece: Piece, vectors: NDArray[np.float32], verdict: Mapping[str, Any], model: StyleModel
) -> Recommended:
    """Join rhythm and verdict as the recommender does."""
    row = model.vectors_to_probabilities(vectors).mean(axis=0)
    styles = dict(zip(model.styles, row.tolist(), strict=True))
    certain = model.probabilities_to_outcome(row) == "confident"
    by_rhythm = max(styles, key=styles.__getitem__)
    said = answer_to_genres(verdict["outcome"], verdict["probabilities"], verdict["tags"], VERDICT)
    leans = said is not None and not certain and model.vectors_to_is_music(vectors)
    fused = said.lean(styles) if said and leans else styles
    first = max(fused, key=fused.__getitem__)
    return Recommended(piece, verdict, by_rhythm, first, fused[first], certain)


def recommended_to_page(answers: Sequence[Recommended]) -> str:
    """Write the whole page: the sum, how often each style is named, a row for each piece."""
    named = Counter(answer.style for answer in answers)
    by_rhythm = Counter(answer.by_rhythm for answer in answers)
    shares = rows_to_markdown(
        ("style", "recommended", "by the rhythm alone"),
        [
            (style, f"{number} ({number / len(answers):.0%})", str(by_rhythm[style]))
            for style, number in named.most_common()
        ],
    )
    rows = [_row(answer) for answer in answers]
    header = ("package", "piece", "it is", "genre or words", "by rhythm", "recommended", "goes")
    return f"{HEAD}{answers_to_sum(answers)}\n\n{shares}\n\n{rows_to_markdown(header, rows)}\n"


def answers_to_sum(answers: Sequence[Recommended]) -> str:
    """Say in one line how varied the recommendations are, and how many go with the verdict."""
    style, number = Counter(answer.style for answer in answers).most_common(1)[0]
    judged = [answer.goes for answer in answers if answer.goes is not None]
    certain = sum(answer.certain for answer in answers)
    return (
        f"{len(answers)} pieces: the commonest style is {style} ({number / len(answers):.0%}); "
        f"{sum(judged)} of {len(judged)} go with genre or words; certain of {certain}."
    )


def _row(answer: Recommended) -> tuple[str, ...]:
    verdict = answer.verdict
    tags = sorted((verdict["tags"] or {}).items(), key=lambda tag: -tag[1])[:N_TAGS]
    words = verdict["genre"] or ", ".join(f"{name} {value:.0%}" for name, value in tags)
    return (
        answer.piece.package,
        answer.piece.name,
        answer.piece.is_what,
        words,
        answer.by_rhythm,
        f"{answer.style} {answer.probability:.0%}" + (", certain" if answer.certain else ""),
        {True: "yes", False: "**no**", None: "–"}[answer.goes],
    )


def _heard(
    piece: Piece, models: Mapping[str, Any], folder: Path
) -> tuple[NDArray[np.float32], dict[str, Any]] | None:
    """Hear a piece, or find what was heard of it. Raises `AudioProcessingError`."""
    kept = folder / f"{hashlib.sha256(piece.encoded).hexdigest()[:16]}.npz"
    if not kept.exists():
        verdict = bytes_to_verdict(piece.encoded, models)
        if verdict is None:
            return None
        vectors = waveform_to_rhythm_vectors(bytes_to_waveform(piece.encoded, LONGEST_S).waveform)
        part = kept.with_suffix(".part.npz")
        np.savez(part, vectors=vectors, verdict=json.dumps(verdict))
        part.replace(kept)
    with np.load(kept) as found:
        return found["vectors"], json.loads(str(found["verdict"]))


def main() -> int:
    """Ask, print and write; 1 where no piece is installed."""
    folder = TrainingSettings().build_dir / "foreign-beats"
    folder.mkdir(parents=True, exist_ok=True)
    models, styles, answers = served_models(), StyleModel(), []
    for piece in tqdm(installed_pieces(), desc="pieces", unit="piece", mininterval=20):
        try:
            heard = _heard(piece, models, folder)
        except AudioProcessingError as error:
            print(f"left out: {piece.package}, {piece.name} ({error.code})", file=sys.stderr)
            continue
        if heard is not None:
            answers.append(piece_to_recommended(piece, *heard, styles))
    if not answers:
        print(f"install some of these Debian packages: {' '.join(GAMES)}")
        return 1
    replace_file(PAGE, recommended_to_page(answers).encode())
    print(f"{answers_to_sum(answers)} Written: {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
