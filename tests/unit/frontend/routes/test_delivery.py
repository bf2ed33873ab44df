"""How answers travel."""

import gzip

import pytest
from flask.testing import FlaskClient

from frontend.page.assets import IMMUTABLE, built_assets

GZIP = {"Accept-Encoding": "br;q=0, gzip"}
SHEET = f"/static/{built_assets()['page.css']}"


@pytest.mark.parametrize("path", ["/", "/api", SHEET, "/openapi.json"])
def test_text_is_compressed(client: FlaskClient, path: str) -> None:
    """Who takes gzip gets the same text in less."""
    with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
        assert "gzip" == packed.headers["Content-Encoding"]
        assert plain.data == gzip.decompress(packed.data)
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_not_at_any_price(client: FlaskClient) -> None:
    """Gzip that is forbidden, small answers and music are left as they are."""
    with client.get("/", headers={"Accept-Encoding": "gzip;q=0"}) as forbidden:
        assert "Content-Encoding" not in forbidden.headers
    with client.get("/livez", headers=GZIP) as small:
        assert "Content-Encoding" not in small.headers
    with client.get("/static/examples/jazz.mp3", headers=GZIP) as music:
        assert "Content-Encoding" not in music.headers


def test_known_text_is_not_sent_again(client: FlaskClient) -> None:
    """A browser that has the sheet compressed hears that it is still the same."""
    with client.get(SHEET, headers=GZIP) as first:
        known = {"If-None-Match": first.headers["ETag"]}
    with client.get(SHEET, headers=GZIP | known) as second:
        assert 304 == second.status_code


def test_how_long_files_are_kept(client: FlaskClient) -> None:
    """A name with a hash is kept for ever; what is not there and what may change is not."""
    with client.get(SHEET) as sheet, client.get("/static/logo.svg") as logo:
        assert IMMUTABLE == sheet.headers["Cache-Control"]
        assert IMMUTABLE != logo.headers.get("Cache-Control")
    gone = client.get("/static/built/page-AAAAAAAA.css")
    assert 404 == gone.status_code
    assert IMMUTABLE != gone.headers.get("Cache-Control")
