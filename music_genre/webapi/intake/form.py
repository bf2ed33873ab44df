"""`multipart/form-data` (RFC 7578) → the one file in it, and the text fields beside it.

The grammar is python-multipart's; what a part means is decided here, once for both web frameworks.
A part is a file if it has a file name, or if it lies under a file's name and is no short text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from music_genre.webapi.intake.fields import (
    FILE_FIELDS,
    FORM_FIELD,
    several_files,
    shown_name,
    wrong_field,
)
from music_genre.webapi.intake.limits import AROUND_BYTES, too_much_around
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.problems import ApiError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LONGEST_TEXT: Final = 4096  # [bytes]; a path is shorter, and no audio is
MOST_HEADERS: Final = 16  # of a part
MOST_BARE_PARTS: Final = 8
MOST_PARTS: Final = 10_000  # each is work, of as little as nine bytes
LONGEST_HEADER: Final = 64 * 1024  # [bytes]; file names of thousands of characters are met
# RFC 7578 forbids it, and clients write it for names that are not ASCII.
EXTENDED_NAME: Final = re.compile(r";\s*filename\*\s*=\s*\"?([\w-]*)'[^']*'([^;\"]*)", re.ASCII)


@dataclass
class Part:
    """A part of a form: the bytes of its headers, and where its content lies in the body."""

    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    name: str = ""
    file_name: str | None = None
    media_type: str = ""

    def begins_with(self, start: bytes, body: bytes) -> bool:
        """Tell how the content begins."""
        return bool(self.pieces) and body.startswith(start, self.pieces[0][0])

    def content(self, body: bytes) -> bytes:
        """Cut the content out of the body."""
        if len(self.pieces) == 1:
            start, end = self.pieces[0]
            return body[start:end]
        return b"".join(body[start:end] for start, end in self.pieces)


def body_to_form(content_type: str, body: bytes) -> Upload:
    """Read the file and the text fields of a form. Raises `ApiError`."""
    parts, body = body_to_parts(content_type, body)
    files, texts, elsewhere = [], [], []
    for part in parts:
        if part.name in FILE_FIELDS and _is_file(part, body):
            files.append(part)
        elif part.file_name is None:
            texts.append(part)
        elif part.pieces:
            elsewhere.append(part)
    # A browser sends an empty part for a chooser in which nothing was chosen.
    full = [part for part in files if part.pieces]
    if not full:
        raise _no_file(texts, elsewhere, body)
    if len(full) + len(elsewhere) > 1:
        raise several_files(len(full) + len(elsewhere))
    content = full[0].content(body)
    if len(body) - len(content) > AROUND_BYTES:
        raise too_much_around()
    return Upload(content, full[0].file_name or "", _texts_to_fields(texts, body))


def body_to_parts(content_type: str, body: bytes) -> tuple[list[Part], bytes]:
    """Cut a form into its parts, which lie in the body that is returned. Raises `ApiError`."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not boundary:
        raise ApiError("no_boundary")
    delimiter = b"--" + boundary
    body = _without_padding(body[_first_boundary(body, delimiter) :], delimiter)
    for _ in range(MOST_BARE_PARTS):
        reader = _body_to_reader(body, boundary)
        bare = [p.pieces[0][0] for p in reader.parts if p.begins_with(delimiter, body)]
        if not bare:
            break
        # Some clients write the boundary at once where a part is empty.
        body = body[: bare[0]] + b"\r\n" + body[bare[0] :]
    if not reader.is_whole:
        raise ApiError("form_cut_off" if body else "no_audio")
    return reader.parts, body


def _body_to_reader(body: bytes, boundary: bytes) -> "_Reader":
    reader = _Reader()
    try:
        parser = MultipartParser(
            boundary,
            reader.callbacks(),
            max_header_count=MOST_HEADERS,
            max_header_size=LONGEST_HEADER,
        )
        parser.write(body)
    except FormParserError as error:
        raise ApiError("malformed_form") from error
    return reader


def _first_boundary(body: bytes, delimiter: bytes) -> int:
    """Find where the first part begins: what stands before it is for people without MIME."""
    if not body or body.startswith(delimiter):
        return 0
    at = body.find(b"\r\n" + delimiter)
    if at < 0:
        raise ApiError("malformed_form")
    return at + 2


def _without_padding(body: bytes, delimiter: bytes) -> bytes:
    """Take spaces off that stand behind a boundary on its line, as RFC 2046 allows.

    The parser refuses them behind the first, and takes its time for a million. Raises `ApiError`.
    """
    if delimiter + b" " not in body and delimiter + b"\t" not in body:
        return body

    def unpadded(found: re.Match[bytes]) -> bytes:
        if not found[2]:
            raise ApiError("malformed_form")
        return found[1] + delimiter + found[2]

    return re.sub(rb"(\A|\r\n)" + re.escape(delimiter) + rb"[ \t]+(\r\n)?", unpadded, body)


class _Reader:
    """What the parser tells of a body, as parts."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.is_whole = False
        self._name, self._value = b"", b""

    def callbacks(self) -> "MultipartCallbacks":
        """List whom the parser tells what."""
        return {
            "on_part_begin": self._on_part,
            "on_header_field": self._on_name,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_headers_finished": lambda: _read_headers(self.parts[-1]),
            "on_part_data": self._on_data,
            "on_end": self._on_end,
        }

    def _on_part(self) -> None:
        if len(self.parts) == MOST_PARTS:
            raise too_much_around()
        self.parts.append(Part())

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        self.parts[-1].headers.append((self._name.lower(), self._value))
        self._name, self._value = b"", b""

    def _on_data(self, _data: bytes, start: int, end: int) -> None:
        self.parts[-1].pieces.append((start, end))

    def _on_end(self) -> None:
        self.is_whole = True


def _read_headers(part: Part) -> None:
    """Read name, file name and media type of a part."""
    for name, value in part.headers:
        if name == b"content-disposition":
            _, options = parse_options_header(value)
            part.name = _text(options.get(b"name", b""))
            if b"filename" in options:
                part.file_name = _text(options[b"filename"])
            elif extended := EXTENDED_NAME.search(value.decode("latin-1")):
                part.file_name = _unquoted(extended[2], extended[1])
        elif name == b"content-type":
            part.media_type = value.decode("latin-1").strip().lower()


def _unquoted(quoted: str, charset: str) -> str:
    """Decode the value of `filename*` (RFC 8187)."""
    content = unquote_to_bytes(quoted)
    return content.decode("latin-1") if charset.lower() == "iso-8859-1" else _text(content)


def _text(encoded: bytes) -> str:
    """Decode UTF-8, or else Latin-1, as old clients write names."""
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        return encoded.decode("latin-1")


def _is_file(part: Part, body: bytes) -> bool:
    """Tell whether a part under a file's name holds a file."""
    if part.file_name is not None or part.media_type.startswith(("audio/", "application/")):
        return True
    size = sum(end - start for start, end in part.pieces)
    if size > LONGEST_TEXT:
        return True
    try:
        return not part.content(body).decode().isprintable()
    except UnicodeDecodeError:
        return True


def _no_file(texts: Sequence[Part], elsewhere: Sequence[Part], body: bytes) -> ApiError:
    """Say why no file was found: a text in its place, another name, or nothing at all."""
    for part in texts:
        if part.name in FILE_FIELDS and part.content(body).strip():
            return ApiError("file_as_text", field=shown_name(part.name))
    if elsewhere:
        return wrong_field(elsewhere[0].name, FORM_FIELD)
    return ApiError("no_audio")


def _texts_to_fields(texts: Sequence[Part], body: bytes) -> dict[str, tuple[str, ...]]:
    """Collect the values of the text fields by name."""
    fields: dict[str, list[str]] = {}
    for part in texts:
        fields.setdefault(part.name, []).append(_text(part.content(body)))
    return {name: tuple(values) for name, values in fields.items()}
