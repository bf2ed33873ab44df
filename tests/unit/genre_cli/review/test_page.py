"""The page of the review, over HTTP without a network."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from models.doubtful_songs import doubtful_library, doubtful_queue, genres
from werkzeug.test import TestResponse

from genre_cli.library.songs import Library
from genre_cli.review.page import review_app
from genre_cli.review.server import Address

ADDRESS = Address(4321, "secret")


class OwnClient(FlaskClient):
    """Asks by the page's own address, in English."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Ask."""
        headers = {"Accept-Language": "en"} | options.pop("headers", {})
        asked = {"base_url": ADDRESS.origin, "buffered": True, "headers": headers}
        return super().open(*arguments, **asked, **options)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Fill a library."""
    return doubtful_library(tmp_path)


@pytest.fixture
def client(library: Library) -> FlaskClient:
    """Open the page, by its own address."""
    app = review_app(doubtful_queue(library), ADDRESS)
    app.test_client_class = OwnClient
    return app.test_client()


def test_the_first_song(client: FlaskClient) -> None:
    """What was heard, the genres, their keys, and the front end's sheets, which are there."""
    assert "1" == client.get("/secret/").headers["Location"]

    page = client.get("/secret/1")

    assert 200 == page.status_code
    for said in ("1 of 2", "Rock or hip-hop?", "Accept: rock", "not sure", "128.4 BPM", "35.0%"):
        assert said in page.text
    assert ["1", "2", "3"] == re.findall(r'data-key="(\d)"', page.text)
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        assert 200 == client.get(path).status_code
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("form", "goes_to", "decided"),
    [
        ({"accept": "1"}, "2", {"between.mp3": "rock"}),
        ({"genre": "jazz"}, "2", {"between.mp3": "jazz"}),
        ({"genre": " Drum & Bass"}, "2", {"between.mp3": "Drum & Bass"}),
        ({"genre": " "}, "1", {}),
    ],
)
def test_decide(
    form: dict[str, str],
    goes_to: str,
    decided: dict[str, str],
    client: FlaskClient,
    library: Library,
) -> None:
    """A decision leads to the next song; nothing typed does not."""
    answer = client.post("/secret/1", data=form)

    assert (303, goes_to) == (answer.status_code, answer.headers["Location"])
    assert decided == genres(library)


def test_decided_and_taken_back(client: FlaskClient, library: Library) -> None:
    """The page says what is decided, and has the way back."""
    client.post("/secret/1", data={"genre": "hiphop"})
    page = client.get("/secret/1").text
    assert "Decided: hip-hop" in page
    assert 'data-key="u"' in page

    client.post("/secret/1", data={"forget": "1"})

    assert {} == genres(library)
    assert "Decided" not in client.get("/secret/1").text


def test_behind_the_last_song(client: FlaskClient) -> None:
    """Nothing is left; further there is no page."""
    assert "Nothing is left" in client.get("/secret/3").text
    assert [404, 404] == [client.get(f"/secret/{n}").status_code for n in (0, 4)]


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Accepter\xa0: rock"), ("de", "Annehmen: Rock")]
)
def test_languages(language: str, said: str, client: FlaskClient) -> None:
    """As with the front end, by the browser or by the address."""
    assert said in client.get("/secret/1", headers={"Accept-Language": language}).text
    assert said in client.get(f"/secret/1?lang={language}").text


def test_the_song_is_heard(client: FlaskClient, tmp_path: Path) -> None:
    """Its file, whole or a piece, as audio; gone, it is not found."""
    path = tmp_path / "music" / "between.mp3"
    content = path.read_bytes()

    whole = client.get("/secret/1/sound")
    piece = client.get("/secret/1/sound", headers={"Range": "bytes=100-199"})

    assert (200, content, "audio/mpeg") == (whole.status_code, whole.data, whole.mimetype)
    assert (206, content[100:200]) == (piece.status_code, piece.data)
    path.unlink()
    assert 404 == client.get("/secret/1/sound").status_code
    assert 404 == client.get("/secret/9/sound").status_code


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/1", {}, 404),
        ("/other/1", {}, 404),
        ("/secret/1", {"Host": "evil.example"}, 421),
        ("/secret/1", {"Host": "127.0.0.1:80"}, 421),
        ("/secret/1/sound", {"Host": "localhost:4321"}, 421),
        ("/secret/1", {"Origin": "http://evil.example"}, 403),
        ("/secret/1", {"Origin": "null"}, 403),
    ],
)
def test_nobody_else_is_answered(
    path: str, headers: dict[str, str], status: int, client: FlaskClient, library: Library
) -> None:
    """Not without the token, not by another name of this machine, not for another page."""
    asked, sent = client.get(path, headers=headers), client.post(path, headers=headers)

    assert {status} <= {asked.status_code, sent.status_code} <= {status, 405}
    assert {} == genres(library)


def test_what_cannot_be_decided_is_told(
    client: FlaskClient, library: Library, tmp_path: Path
) -> None:
    """The page has the reason, in the reader's language."""
    with library.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE songs SET sound_sha256 = NULL")
    (tmp_path / "music" / "between.mp3").unlink()

    answer = client.post("/secret/1?lang=de", data={"accept": "1"})

    assert 409 == answer.status_code
    assert "Keine solche Datei" in answer.text
