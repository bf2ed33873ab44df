"""What is said where decoding a file was ended, or ended itself."""

from typing import Final

from music_genre.webapi.texts.message import ProblemKind

DECODING_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "decoding_timeout": ProblemKind(
        422,
        "Decoding takes too long",
        "Stopped after {limit_s:.0f} s: the file is damaged or too much, export it again.",
    ),
    "decoding_memory": ProblemKind(
        422,
        "Decoding takes too much memory",
        "The file is damaged or out of measure: export it again.",
    ),
    "decoder_crashed": ProblemKind(
        422,
        "Decoding broke off",
        "The decoder did not survive this file: it is probably damaged, export it again.",
    ),
}
