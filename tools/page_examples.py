"""`make page-examples`: write the page's examples, and say what the served models answer.

The pieces stand in `tools.page_music.pieces`; FluidSynth plays them with the sound font FluidR3 GM,
which is free under the MIT licence (on Debian: `apt install fluidsynth fluid-soundfont-gm`).

Genres, tempi and recordings were chosen among some eighty mixes by what our models answered, so
the answers are a demonstration and no evidence of accuracy. With `--check` nothing is written:
after a training it says whether the files still are what the page calls them.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from music_genre.audio.genre_model import GenreModel
from tools.page_music.pieces import EXAMPLES, Example
from tools.page_music.recording import score_to_waveform, waveform_to_mp3
from tools.served_verdict import bytes_to_verdict, served_models
from training.playing.sound_fonts import HELD_OUT_FONT, installed
from training.settings import ROOT

TARGET: Final = ROOT / "frontend" / "static" / "examples"
N_SHOWN: Final = 3


def write_examples() -> None:
    """Play and write each example."""
    TARGET.mkdir(exist_ok=True)
    for example in EXAMPLES:
        encoded = waveform_to_mp3(score_to_waveform(example.score, HELD_OUT_FONT))
        (TARGET / f"{example.name}.mp3").write_bytes(encoded)
        print(f"{example.name}: {example.score.duration_s:.0f} s, {len(encoded) / 1000:.0f} kB")


def example_to_answer(example: Example, models: dict[str, GenreModel]) -> tuple[bool, str]:
    """Tell whether the verdict of the committed file is as it is to be, and the verdict in words.

    Each model's first genre stands beside it.
    """
    encoded = (TARGET / f"{example.name}.mp3").read_bytes()
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
    parser.add_argument("--check", action="store_true", help="only ask about what is there")
    if not parser.parse_args(arguments).check:
        if not installed(HELD_OUT_FONT):
            print("install FluidSynth and FluidR3; on Debian, apt install fluid-soundfont-gm")
            return 1
        write_examples()
    models = served_models()
    answers = {example.name: example_to_answer(example, models) for example in EXAMPLES}
    for name, (is_right, said) in answers.items():
        print(f"{'right' if is_right else 'WRONG'} {name}: {said}")
    return 0 if all(is_right for is_right, _ in answers.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
