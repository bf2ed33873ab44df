"""A form → its file: what counts as one, what is ignored, and what is said of the rest."""

import pytest
from refusals import BOUNDARY, FORM

from music_genre.webapi.intake.form import body_to_form, body_to_parts
from music_genre.webapi.intake.limits import AROUND_BYTES
from music_genre.webapi.problems import ApiError

SONG = b"RIFF\x00\xff music"
END = f"--{BOUNDARY}--\r\n".encode()


def part(content: bytes, disposition: bytes, *headers: bytes) -> bytes:
    """Write one part, with its boundary in front."""
    lines = [b"Content-Disposition: form-data; " + disposition, *headers]
    return b"\r\n".join([f"--{BOUNDARY}".encode(), *lines, b"", content, b""])


def song(disposition: bytes = b'name="file"; filename="song.wav"', *headers: bytes) -> bytes:
    """Write the part with the song."""
    return part(SONG, disposition, *headers)


def refusal(body: bytes, content_type: str = FORM) -> ApiError:
    """Return why a form is refused."""
    with pytest.raises(ApiError) as raised:
        body_to_form(content_type, body)
    return raised.value


@pytest.mark.parametrize("name", ["file", "audio", "wav_music"])
def test_names_of_a_file(name: str) -> None:
    """A file is taken under each of three names, with what it is called."""
    upload = body_to_form(FORM, song(f'name="{name}"; filename="a.wav"'.encode()) + END)

    assert (SONG, "a.wav") == (upload.content, upload.file_name)


@pytest.mark.parametrize(
    ("disposition", "file_name"),
    [
        (b"name=\"file\"; filename*=UTF-8''caf%C3%A9.wav", "café.wav"),
        (b"name=\"file\"; filename*=iso-8859-1'en'caf%E9.wav", "café.wav"),
        (b'name="file"; filename="plain.wav"; filename*=UTF-8\'\'other.wav', "plain.wav"),
        (b'name="file"; filename="\xe9t\xe9.wav"', "été.wav"),
        ('name="file"; filename="été.wav"'.encode(), "été.wav"),
        (b'name="file"; filename="' + b"x" * 5000 + b'"', "x" * 5000),
        (b"name=file; filename=song.wav", "song.wav"),
        (b'name="file"; filename="a\\"b.wav"', 'a"b.wav'),
        (b'name="file"', ""),
    ],
)
def test_file_names(disposition: bytes, file_name: str) -> None:
    """A name is read in every way in which clients write it, and none is needed."""
    upload = body_to_form(FORM, song(disposition) + END)

    assert (SONG, file_name) == (upload.content, upload.file_name)


def test_text_before_and_after() -> None:
    """What stands before the first boundary and behind the last is for people without MIME."""
    upload = body_to_form(FORM, b"A message.\r\n" + song() + END + b"The end.")

    assert SONG == upload.content


def test_empty_parts_are_passed_over() -> None:
    """A chooser in which nothing was chosen sends an empty part, which is no second file."""
    upload = body_to_form(FORM, part(b"", b'name="file"; filename=""') + song() + END)

    assert SONG == upload.content


def test_other_fields() -> None:
    """Text fields come along, each name with all its values; empty files are passed over."""
    body = part(b"svm", b'name="models"') + part(b"vgg19", b'name="models"')
    body += part(b"", b'name="sheet"; filename="a.pdf"')

    upload = body_to_form(FORM, body + song() + END)

    assert (SONG, {"models": ("svm", "vgg19")}) == (upload.content, upload.fields)


def test_fields_at_the_limit() -> None:
    """All around the file may have a megabyte; one byte more is refused by that limit."""
    around = len(part(b"", b'name="notes"') + song() + END) - len(SONG)
    most = part(bytes(AROUND_BYTES - around), b'name="notes"')

    assert SONG == body_to_form(FORM, most + song() + END).content
    error = refusal(most + song() + END + b"!")
    assert ("form_too_large", 1.0) == (error.code, error.facts["maximum_mb"])


def test_many_fields() -> None:
    """A thousand fields are a form like any other."""
    many = b"".join(part(b"x", f'name="field{n}"'.encode()) for n in range(1000))

    assert 1000 == len(body_to_form(FORM, many + song() + END).fields)


@pytest.mark.parametrize(("n_parts", "code"), [(9_999, None), (10_000, "form_too_large")])
def test_very_many_fields(n_parts: int, code: str | None) -> None:
    """So many parts are read, however small, and no more."""
    body = f"--{BOUNDARY}\r\n\r\n\r\n".encode() * n_parts + song() + END

    assert code == (refusal(body).code if code else None)
    assert code or SONG == body_to_form(FORM, body).content


def test_spaces_behind_a_boundary() -> None:
    """Spaces and tabs may stand behind a boundary on its line, and in a file they stay."""
    spaces = f"--{BOUNDARY} \r\n".encode()
    content = b"a" + spaces + b"b \r\n"
    body = b"Text\r\n" + part(b"1", b'name="n"') + part(content, b'name="file"; filename="a"')

    padded = body.replace(f"\n--{BOUNDARY}\r\n".encode(), f"\n--{BOUNDARY} \t\r\n".encode())
    upload = body_to_form(FORM, padded + END[:-2] + b"\t \r\n")

    assert (content, {"n": ("1",)}) == (upload.content, upload.fields)


@pytest.mark.parametrize("second", [b"file", b"audio", b"wav_music", b"sheet", b""])
def test_several_files(second: bytes) -> None:
    """Nobody guesses which of two files is meant."""
    error = refusal(song() + song(b'name="' + second + b'"; filename="b.wav"') + END)

    assert ("several_files", 2) == (error.code, error.facts["n_files"])


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("song", "song"), ("track[]", "track[]"), ("<b>x", "bx"), ("", "?"), ("n" * 99, "n" * 40)],
)
def test_wrong_field(sent: str, shown: str) -> None:
    """A file under another name is refused with that name, made harmless, and the right one."""
    error = refusal(song(f'name="{sent}"; filename="a.wav"'.encode()) + END)

    assert ("wrong_field", {"field": shown, "right": "file"}) == (error.code, error.facts)


@pytest.mark.parametrize("text", ["song.wav", "/home/me/été.flac", "x" * 4096])
def test_text_in_place_of_a_file(text: str) -> None:
    """`curl -F file=song.wav` without the @ sends a name, and is told so."""
    error = refusal(part(text.encode(), b'name="file"') + END)

    assert ("file_as_text", "file") == (error.code, error.facts["field"])


@pytest.mark.parametrize(
    ("content", "headers"),
    [(b"x" * 4097, ()), (b"a\x00", ()), (b"\xff\xfb", ()), (b"abc", (b"Content-Type: audio/wav",))],
)
def test_file_without_a_name(content: bytes, headers: tuple[bytes, ...]) -> None:
    """What is too long or no text, or is called audio, is a file without a name."""
    assert content == body_to_form(FORM, part(content, b'name="file"', *headers) + END).content


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (END, "no_audio"),
        (b"", "no_audio"),
        (part(b"", b'name="file"; filename="a.wav"') + END, "no_audio"),
        (part(b" ", b'name="file"') + END, "no_audio"),
        (part(b"svm", b'name="models"') + END, "no_audio"),
        (song(), "form_cut_off"),
        (song() + END[:-6], "form_cut_off"),
        (b"--" + BOUNDARY.encode() + b" x\r\n" + END, "malformed_form"),
        (SONG, "malformed_form"),
        ((song() + END).replace(b"\r\n", b"\n"), "malformed_form"),
        (song(b'name="file"; filename="' + b"x" * 70_000 + b'"') + END, "malformed_form"),
        (song(b'name="file"', *[b"X-A: 1"] * 16) + END, "malformed_form"),
    ],
)
def test_forms_without_a_file(body: bytes, code: str) -> None:
    """Each fault has the code that says what to mend."""
    assert code == refusal(body).code


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("multipart/form-data", "no_boundary"),
        ("multipart/form-data; boundary=", "no_boundary"),
        (f"multipart/form-data; boundary={'x' * 300}", "malformed_form"),
    ],
)
def test_boundaries(content_type: str, code: str) -> None:
    """Without a boundary, or with an endless one, nobody can read a form."""
    assert code == refusal(song() + END, content_type).code


def test_parts_in_several_pieces() -> None:
    """What looks like a boundary inside a file belongs to the file."""
    content = f"a\r\n--{BOUNDARY[:-1]}X\r\n--b\r\n".encode() * 3

    (found,), body = body_to_parts(FORM, part(content, b'name="file"; filename="a"') + END)

    assert content == found.content(body)


def test_empty_parts_without_a_line() -> None:
    """Some clients write the next boundary at once where a part is empty."""
    bare = part(b"", b'name="file"; filename=""')[:-2]

    assert SONG == body_to_form(FORM, bare + bare + song() + END).content
    assert "no_audio" == refusal(bare + END).code
