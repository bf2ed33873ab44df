"""What every error says to a person, by its stable code.

`{…}` are facts of the error: numbers, and names that the client itself sent, shortened; never text
from an exception. `{formats}` alone is ours: the formats of audio that are read.
"""

from typing import Final

from music_genre.translations.texts import InEveryLanguage
from music_genre.webapi.texts.beats import BEAT_PROBLEMS
from music_genre.webapi.texts.decoding import DECODING_PROBLEMS
from music_genre.webapi.texts.message import ProblemKind
from music_genre.webapi.texts.request import REQUEST_PROBLEMS

MEGABYTE: Final = 1024 * 1024  # [bytes], what the texts call a MB
REPORT_PROCESSING_FAILED: Final = "Erreur de traitement du fichier audio"

# In English, as a program reads them that has no reader's language.
PROBLEMS: Final[dict[str, ProblemKind]] = REQUEST_PROBLEMS | {
    "malformed_request": ProblemKind(
        400, "Malformed request", "Check the body and the headers of the request."
    ),
    "unknown_model": ProblemKind(
        400, "Unknown model", "Choose among the models in the API documentation."
    ),
    "unknown_genre": ProblemKind(400, "Unknown genre", "Choose among the genres of /readyz."),
    "unknown_segment": ProblemKind(
        400, "Unknown segment", "Counted from 0, there are {n_segments:.0f} of them in this track."
    ),
    "malformed_query": ProblemKind(
        400, "Malformed parameter", "“segment” is a whole number, “format” json or png."
    ),
    "unauthorized": ProblemKind(
        401, "Token missing or wrong", "Send the header Authorization: Bearer <ADMIN_TOKEN>."
    ),
    "changes_off": ProblemKind(
        403,
        "Changes are off",
        "Others reach this service and it has no ADMIN_TOKEN: whoever runs it sets one.",
    ),
    "range_not_satisfiable": ProblemKind(
        416, "Range not satisfiable", "The file has {size_bytes:.0f} bytes."
    ),
    "broken_link": ProblemKind(
        400, "This link cannot be read", "It is incomplete or damaged: copy all of it again."
    ),
    "not_found": ProblemKind(
        404, "Not found", "Check the address; /openapi.json lists the routes."
    ),
    "method_not_allowed": ProblemKind(
        405, "Method not allowed", "Use a method of the Allow header."
    ),
    "too_large": ProblemKind(413, "File too large", "The limit is {maximum_mb:.0f} MB."),
    "unsupported_content_type": ProblemKind(
        415,
        "Unsupported content type",
        "Send multipart/form-data (field “file”), audio/* or application/json.",
    ),
    "not_audio": ProblemKind(
        415, "Unrecognised audio format", "Choose a file in one of these formats: {formats}."
    ),
    "undecodable_audio": ProblemKind(
        422, "Undecodable audio", "The file looks damaged: export or download it again."
    ),
    **DECODING_PROBLEMS,
    **BEAT_PROBLEMS,
    "audio_not_finite": ProblemKind(
        422, "Samples not finite", "The file holds NaN or infinite samples: export it again."
    ),
    "audio_too_short": ProblemKind(
        422, "Audio too short", "It lasts {duration_s:.2f} s; at least {minimum_s:g} s are needed."
    ),
    "audio_too_long": ProblemKind(
        422, "Audio too long", "The limit is {maximum_s:.0f} s: send an excerpt."
    ),
    "unsupported_sample_rate": ProblemKind(
        422,
        "Unsupported sample rate",
        "{sample_rate_hz:.0f} Hz; it must be {minimum_hz:.0f} to {maximum_hz:.0f} Hz.",
    ),
    "too_many_channels": ProblemKind(
        422, "Too many channels", "{channels:.0f} channels; at most {maximum:.0f}."
    ),
    "audio_processing_failed": ProblemKind(
        500, "Error while processing the audio file", "Try again with another audio file."
    ),
    "silent_audio": ProblemKind(422, "Silence", "The audio is silent: it has no genre."),
    "internal_error": ProblemKind(
        500, "Internal error", "It is not your file: try again, then look at the log."
    ),
    "bad_answer": ProblemKind(
        502, "Unexpected answer of a service", "Try again; if it lasts, look at the log."
    ),
    "not_ready": ProblemKind(
        503, "Service unavailable", "It is starting or stopped: try again in a moment."
    ),
    "service_timeout": ProblemKind(
        504, "The service did not answer in time", "Try again, or send a shorter excerpt."
    ),
}

PROBLEMS_BY_LANGUAGE: Final = InEveryLanguage("problem", PROBLEMS)
