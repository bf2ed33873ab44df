"""What is said where decoding a file was ended, or ended itself."""

from typing import Final

from music_genre.webapi.texts.message import Message, ProblemKind

DECODING_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "decoding_timeout": ProblemKind(
        422,
        Message(
            "Décodage trop long",
            "Arrêté après {limit_s:.0f} s : le fichier est abîmé ou démesuré, réexportez-le.",
        ),
        Message(
            "Decoding takes too long",
            "Stopped after {limit_s:.0f} s: the file is damaged or too much, export it again.",
        ),
    ),
    "decoding_memory": ProblemKind(
        422,
        Message(
            "Décodage trop gourmand",
            "Le fichier demande trop de mémoire : il est abîmé ou démesuré, réexportez-le.",
        ),
        Message(
            "Decoding takes too much memory",
            "The file is damaged or out of measure: export it again.",
        ),
    ),
    "decoder_crashed": ProblemKind(
        422,
        Message(
            "Décodage interrompu",
            "Le décodeur n’a pas survécu à ce fichier : il est sans doute abîmé, réexportez-le.",
        ),
        Message(
            "Decoding broke off",
            "The decoder did not survive this file: it is probably damaged, export it again.",
        ),
    ),
}
