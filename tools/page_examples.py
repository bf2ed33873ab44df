"""`make page-examples`: write the page's examples, and say what the served models answer.

The pieces stand in `tools.page_music.pieces`; FluidSynth plays them with the sound font FluidR3 GM,
which is free under the MIT licence (on Debian: `apt install fluidsynth fluid-soundfont-gm`).

Genres, tempi and recordings were chosen among some eighty mixes by what our models answered, so
the answers are a demonstration and no evidence of accuracy. After a training, `--check` says
whether the files still are what the page calls them, and writes nothing; `--sweep` plays each
piece, the spare ones too, at three tempi, to choose others by.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from music_genre.audio.genre_model import GenreModel
from tools.page_music.pieces import EXAMPLES, Example
from tools.page_music.recording import Score, score_to_waveform, waveform_to_mp3
from tools.page_music.spare_pieces import SPARE
from tools.served_verdict import bytes_to_verdict, served_models
from training.playing.sound_fonts import HELD_OUT_FONT, installed
from training.settings import ROOT

TARGET: Final = ROOT / "frontend" / "static" / "examples"
N_SHOWN: Final = 3
PACES: Final = (0.95, 1.0, 1.05)


def score_to_mp3(score: Score) -> bytes:
    """Play a score and code it."""
    return waveform_to_mp3(score_to_waveform(score, HELD_OUT_FONT))


def name_to_file(name: str) -> Path:
    """Tell where an example is."""
    return TARGET / f"{name}.mp3"


def write_examples() -> None:
    """Play and write each example."""
    TARGET.mkdir(exist_ok=True)
    for example in EXAMPLES:
        encoded = score_to_mp3(example.score)
        name_to_file(example.name).write_bytes(encoded)
        print(f"{example.name}: {example.score.duration_s:.0f} s, {len(encoded) / 1000:.0f} kB")


def committed() -> Iterator[tuple[str, Example, bytes]]:
    """Read the files of the page, with their names and what they are to be."""
    for example in EXAMPLES:
        yield example.name, example, name_to_file(example.name).read_bytes()


def played_at_paces() -> Iterator[tuple[str, Example, bytes]]:
    """Play each piece a little slower, as written, and a little faster."""
    for example in (*EXAMPLES, *SPARE):
        for pace in PACES:
            score = replace(example.score, bpm=example.score.bpm * pace)
            yield f"{example.name} at {score.bpm:.0f} bpm", example, score_to_mp3(score)


def encoded_to_answer(
    encoded: bytes, example: Example, models: dict[str, GenreModel]
) -> tuple[bool, str]:
    """Tell whether the verdict of a file is as it is to be, and the verdict in words.

    Each model's first genre stands beside it.
    """
    verdict = bytes_to_verdict(encoded, models)
    if verdict is None or verdict["probabilities"] is None:
        return False, "no answer"
    alone = {name: bytes_to_verdict(encoded, {name: model}) for name, model in models.items()}
    nearest = {name: body["nearest"] for name, body in alone.items() if body is not None}
    likeliest = sorted(verdict["probabilities"].items(), key=lambda genre: -genre[1])[:N_SHOWN]
    words = sorted((verdict["tags"] or {}).items(), key=lambda tag: -tag[1])[:N_SHOWN]
    said = [
        verdict["outcome"],
        " ".join(f"{genre} {probability:.2f}" for genre, probability in likeliest),
        " ".join(f"{name}: {genre}" for name, genre in nearest.items()),
        ", ".join(name for name, _ in words),
    ]
    is_right = (example.outcome, example.genre) == (verdict["outcome"], verdict["genre"])
    return is_right, " | ".join(said)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, ask and print; 1 where the font is missing or an answer is not the one to be had."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--check", action="store_true", help="only ask about what is there")
    way.add_argument("--sweep", action="store_true", help="only ask about every piece, at 3 tempi")
    chosen = parser.parse_args(arguments)
    if not chosen.check and not installed(HELD_OUT_FONT):
        print(
            "install FluidSynth and FluidR3; on Debian, apt install fluidsynth fluid-soundfont-gm"
        )
        return 1
    if not chosen.check and not chosen.sweep:
        write_examples()
    models, all_right = served_models(), True
    for name, example, encoded in played_at_paces() if chosen.sweep else committed():
        is_right, said = encoded_to_answer(encoded, example, models)
        all_right = all_right and is_right
        print(f"{'right' if is_right else 'WRONG'} {name}: {said}", flush=True)
    return 0 if all_right else 1


if __name__ == "__main__":
    sys.exit(main())
