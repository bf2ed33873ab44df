r"""Names of files, which may hold any byte → cells of rows, text for a terminal, members of JSON.

A name comes as Python has it: bytes that are no text of the system stand as lone surrogates. In
rows and on a terminal a backslash is `\\`, a tab, a line feed and a carriage return are `\t`, `\n`
and `\r`, and every other byte of a control character, of a line separator, or of what is no text is
`\xHH`: as C writes strings, so that `printf %b` gives the name back.
"""

import os
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# JSON may have these as they are; terminals and readers of lines obey them.
UNPRINTABLE_IN_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
NO_TEXT: Final = re.compile("[\ud800-\udfff]")
SHORT: Final = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def escaped(name: Path | str) -> str:
    """Write a name for a row or a terminal, on one line and without orders to the terminal."""
    return UNPRINTABLE.sub(_to_escape, str(name).replace("\\", r"\\"))


def harmless(text: str) -> str:
    """Write a sentence that may quote a name, on one line; what can be printed stays."""
    return UNPRINTABLE.sub(_to_escape, text)


def cells_to_row(*cells: str) -> str:
    """Write cells with tabs between, each escaped: a row has as many tabs and one line always."""
    return "\t".join(map(escaped, cells))


def is_text(name: str) -> bool:
    """Tell whether all bytes of a name are text."""
    return not NO_TEXT.search(name)


def is_line(name: str) -> bool:
    """Tell whether a line of text can be a name, exactly, for readers that strip lines too."""
    return not UNPRINTABLE.search(name) and name == name.strip()


def shown(name: Path | str) -> str:
    """Write a name so that any database and any JSON can hold it, � for a byte that is no text."""
    return NO_TEXT.sub("\ufffd", str(name))


def name_to_uri(name: str) -> str:
    """Write where a file is as a `file:` URI, exact whatever bytes it has (RFC 8089)."""
    path = os.fsencode(Path(name).absolute()).replace(os.fsencode(os.sep), b"/")
    return f"file:///{quote(path.lstrip(b'/'), safe='/:')}"


def name_to_members(name: Path | str) -> dict[str, Any]:
    """List what JSON says of a name: `file`, and `file_uri` where that is no text throughout."""
    if is_text(str(name)):
        return {"file": str(name)}
    return {"file": shown(name), "file_uri": name_to_uri(str(name))}


def json_to_line(text: str) -> str:
    """Escape what JSON may have as it is and a line may not."""
    return UNPRINTABLE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unencodable_to_escapes(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding cannot hold as names of files are: an error handler of codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unencodable = error.object[error.start : error.end]
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(unencodable)), error.end


def _to_escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in SHORT:
        return SHORT[character]
    is_byte = "\udc80" <= character <= "\udcff"
    errors = "surrogateescape" if is_byte else "surrogatepass"
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", errors))
