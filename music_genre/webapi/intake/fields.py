"""The names under which a file may be sent, in a form and in JSON, and what is said of others."""

from typing import Final

from music_genre.webapi.problems import ApiError

FILE_FIELDS: Final = ("file", "audio", "wav_music")
FORM_FIELD: Final = "file"
JSON_FIELD: Final = "wav_music"
LONGEST_SHOWN: Final = 40  # [characters] of a name that is told back
UNNAMED: Final = "?"


def wrong_field(sent: str, right: str) -> ApiError:
    """Make the refusal of a file under a name that nobody looks at."""
    return ApiError("wrong_field", field=shown_name(sent), right=right)


def several_files(n_files: int) -> ApiError:
    """Make the refusal of more than one file."""
    return ApiError("several_files", n_files=n_files)


def shown_name(name: str) -> str:
    """Make a name fit to be told back: short, on one line, nothing that could be markup."""
    plain = "".join(sign for sign in name if sign.isalnum() or sign in "._- []")
    return plain[:LONGEST_SHOWN].strip() or UNNAMED
