"""What is said of a request whose body or connection is wrong, whatever the file."""

from typing import Final

from music_genre.webapi.texts.message import ProblemKind

REPORT_NO_AUDIO: Final = "Aucun fichier audio fourni"

REQUEST_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "no_audio": ProblemKind(400, "No audio file provided", "Send an audio file that is not empty."),
    "several_files": ProblemKind(
        400, "Several files", "There are {n_files:.0f}: send one alone, named “file”."
    ),
    "wrong_field": ProblemKind(
        400,
        "The file has another name",
        "It came in the field “{field}”: send it in the field “{right}”.",
    ),
    "file_as_text": ProblemKind(
        400,
        "A text instead of a file",
        "“{field}” came as text: with curl, write -F {field}=@song.wav.",
    ),
    "no_boundary": ProblemKind(
        400,
        "Form without a boundary",
        "The Content-Type has no boundary: let your HTTP client write it.",
    ),
    "form_cut_off": ProblemKind(
        400, "Form cut off", "Its last boundary is missing: send all of it again."
    ),
    "malformed_form": ProblemKind(
        400, "Malformed form", "It is no multipart/form-data: let your HTTP client compose it."
    ),
    "form_too_large": ProblemKind(
        413,
        "Too much beside the file",
        "Other fields have {maximum_mb:.0f} MB together at most: send the file alone.",
    ),
    "body_cut_off": ProblemKind(
        400,
        "The body is cut off",
        "Fewer bytes came than its Content-Length says: send all of it again.",
    ),
    "bad_encoding": ProblemKind(
        400, "Damaged gzip", "Compress the body again, or send it as it is."
    ),
    "unsupported_encoding": ProblemKind(
        415,
        "Unsupported Content-Encoding",
        "Send the body as it is, or with Content-Encoding: gzip.",
    ),
    "malformed_json": ProblemKind(
        400, "Malformed JSON", 'Send a JSON object in UTF-8: {{"wav_music": "<base64>"}}.'
    ),
    "bad_base64": ProblemKind(
        400, "Invalid base64", "Encode the bytes of the file in standard base64."
    ),
    "cross_site": ProblemKind(
        403,
        "Request of another site",
        "A page of another site had your browser send it: open the service's own page.",
    ),
    "unknown_api_key": ProblemKind(
        401, "API key missing or unknown", "Send the header Authorization: Bearer <your key>."
    ),
    "foreign_host": ProblemKind(
        403,
        "Sent to a foreign name",
        "Its Host is no name of this machine: use localhost, or set an ADMIN_TOKEN.",
    ),
    "request_timeout": ProblemKind(
        408, "The request took too long", "Nothing came for 30 s: send it again."
    ),
    "path_too_long": ProblemKind(
        414,
        "The address is too long",
        "No route has one like it: check it.",
    ),
    "headers_too_large": ProblemKind(
        431,
        "Headers too large",
        "They have 64 kB at most: delete cookies, perhaps.",
    ),
    "rate_limited": ProblemKind(
        429, "Too many requests of yours", "Try again in {retry_after_s:.0f} s."
    ),
    "client_gone": ProblemKind(
        499,  # nginx's, in logs and metrics alone
        "Request given up",
        "The client went away before the answer.",
    ),
    "overloaded": ProblemKind(
        503, "Too many requests at once", "Try again in {retry_after_s:.0f} s."
    ),
}
