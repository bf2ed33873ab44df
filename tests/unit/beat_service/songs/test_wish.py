"""The wish that a song be remembered: what counts as one, and what the song is then called."""

import pytest

from beat_service.catalogue.tables import NAME_LENGTH
from beat_service.songs.wish import Wish, file_name_to_title, upload_to_wish, wish_to_openapi
from music_genre.webapi.intake.upload import Upload
from music_genre.webapi.problems import ApiError


def upload(file_name: str = "My Song.mp3", **fields: str) -> Upload:
    """Make an upload with text fields beside it."""
    return Upload(b"song", file_name, {name: (value,) for name, value in fields.items()})


@pytest.mark.parametrize("said", ["true", "TRUE", "1", "yes", "on", " true "])
def test_a_wish(said: str) -> None:
    """In the form or in the query, in the words that clients send for a tick."""
    assert Wish("My Song.mp3") == upload_to_wish({}, upload(remember=said))
    assert Wish("My Song.mp3") == upload_to_wish({"remember": said}, upload())


@pytest.mark.parametrize("said", ["", "false", "0", "no", "off"])
def test_no_wish(said: str) -> None:
    """Whoever says no, or nothing, has no wish, whatever title is sent along."""
    assert upload_to_wish({}, upload(remember=said, title="Mine")) is None
    assert upload_to_wish({"title": "x" * 999}, upload()) is None
    assert upload_to_wish({"remember": said}, upload(remember="true")) is None


@pytest.mark.parametrize(
    "query",
    [
        {"remember": "perhaps"},
        {"remember": "true", "title": "x" * (NAME_LENGTH + 1)},
        {"remember": "true", "title": "two\nlines"},
        {"remember": "true", "title": "  "},
    ],
)
def test_what_cannot_be_read(query: dict[str, str]) -> None:
    """Another word, and a title past the limits of a beat's."""
    with pytest.raises(ApiError, match="malformed_song"):
        upload_to_wish(query, upload())


def test_a_title_stands_above_the_name() -> None:
    """As long as may be, without the blanks around it; one left empty is none."""
    longest = "x" * NAME_LENGTH

    assert Wish(longest) == upload_to_wish({}, upload(remember="true", title=f" {longest} "))
    assert Wish("My Song.mp3") == upload_to_wish({}, upload(remember="true", title=""))


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("song.mp3", "song.mp3"),
        ("/home/me/song.mp3", "song.mp3"),
        ("C:\\Music\\Été.mp3", "Été.mp3"),
        ("a\x00b\nc.wav", "abc.wav"),
        ("x" * 300, "x" * NAME_LENGTH),
        ("", None),
        (" \t", None),
        ("..", ".."),
    ],
)
def test_the_name_of_a_file(file_name: str, title: str | None) -> None:
    """No folders of somebody's disk, one line, no longer than a title."""
    assert title == file_name_to_title(file_name)


def test_the_document_offers_it() -> None:
    """In the form beside the file, and in the query for the other uploads."""
    described = wish_to_openapi()
    content = described["requestBody"]["content"]

    assert {"file", "remember", "title"} == content["multipart/form-data"]["schema"][
        "properties"
    ].keys()
    assert ["file"] == content["multipart/form-data"]["schema"]["required"]
    assert {"remember", "title"} == {parameter["name"] for parameter in described["parameters"]}
    assert not any(parameter.get("required") for parameter in described["parameters"])
