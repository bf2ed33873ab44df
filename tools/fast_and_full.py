"""`python -m tools.fast_and_full`: what the mode `fast` says of whole pieces, beside `full`.

The music of free games in Debian's packages, which nobody here made or chose by genre; those that
are installed. Both modes are walked by the command's own functions.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tqdm import tqdm

from genre_cli.answering.answers import Mode
from genre_cli.answering.sounding import BYTES_TO_SOUNDING
from genre_cli.library.hearing import Heard, bytes_to_heard
from music_genre.audio.errors import AudioProcessingError
from music_genre.one_thread import use_one_thread
from tools.game_music import Piece, installed_pieces
from training.bundle import write_json
from training.evaluation.measures import hits_to_accuracy
from training.settings import REPORTS

REPORT: Final = REPORTS / "fast_and_full.json"
NEAR_TEMPO: Final = 0.04  # [ratio] as tempi are judged

Both = Mapping[Mode, Heard]
Body = dict[str, Any]


def verdict(heard: Heard) -> Body:
    """Read the verdict on a piece."""
    ensemble: Body = (heard.prediction or {})["ensemble"]
    return ensemble


def same_nearest(both: Both) -> bool | None:
    """Tell whether both are nearest to the same genre."""
    return bool(verdict(both["fast"])["nearest"] == verdict(both["full"])["nearest"])


def same_outcome(both: Both) -> bool | None:
    """Tell whether both have the same outcome, and name the same genre, if any."""
    full, fast = verdict(both["full"]), verdict(both["fast"])
    return (fast["outcome"], fast["genre"]) == (full["outcome"], full["genre"])


def another_genre(both: Both) -> bool | None:
    """Tell whether both are confident, and of two genres."""
    full, fast = verdict(both["full"]), verdict(both["fast"])
    is_sure = full["outcome"] == fast["outcome"] == "confident"
    return bool(is_sure and full["genre"] != fast["genre"])


def sure_alone(both: Both) -> bool | None:
    """Tell whether fast is confident where full is not."""
    full, fast = verdict(both["full"]), verdict(both["fast"])
    return bool(fast["outcome"] == "confident" != full["outcome"])


def same_tempo(both: Both) -> bool | None:
    """Tell whether tempi are within 4 %; None where full hears none."""
    full, fast = ((both[mode].analysis or {})["tempo"] for mode in ("full", "fast"))
    if full is None or full["free"]:
        return None
    return bool(fast and abs(fast["bpm"] / full["bpm"] - 1) <= NEAR_TEMPO)


def same_key(both: Both) -> bool | None:
    """Tell whether the likeliest keys are the same; None where none is clear to full."""
    full, fast = ((both[mode].analysis or {})["key"] for mode in ("full", "fast"))
    if full is None or not full["clear"]:
        return None
    return bool(fast and fast["guesses"][0]["camelot"] == full["camelot"])


COMPARED: Final[Mapping[str, Callable[[Both], bool | None]]] = {
    "same_nearest": same_nearest,
    "same_outcome": same_outcome,
    "another_genre": another_genre,
    "sure_alone": sure_alone,
    "same_tempo": same_tempo,
    "same_key": same_key,
}


def piece_to_both(piece: Piece) -> Both:
    """Hear a piece in both modes. Raises `AudioProcessingError`."""
    sha256 = hashlib.sha256(piece.encoded).hexdigest()
    return {mode: bytes_to_heard(piece.encoded, sha256, mode) for mode in BYTES_TO_SOUNDING}


def all_to_report(heard: Sequence[Both]) -> dict[str, Any]:
    """Count how often both agree, with intervals; what full knows of no piece is left out."""
    report = {}
    for name, compare in COMPARED.items():
        said = [agreed for both in heard if (agreed := compare(both)) is not None]
        if said:
            report[name] = hits_to_accuracy(sum(said), len(said))
    return report


def main() -> None:
    """Compare, print and write."""
    use_one_thread()
    heard: list[Both] = []
    for piece in tqdm(list(installed_pieces()), desc="pieces"):
        try:
            heard.append(piece_to_both(piece))
        except AudioProcessingError as error:
            print(f"left out: {piece.name} ({error.code})")
    report = all_to_report(heard)
    for name, row in report.items():
        print(name, row)
    write_json(REPORT, report)


if __name__ == "__main__":
    main()
