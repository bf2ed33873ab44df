"""HEAD, OPTIONS and slashes at the end, as Flask answers them."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from music_genre.webapi.fastapi.plain_http import PlainHttp


@pytest.fixture
def client() -> TestClient:
    """Make a client of an app with two methods at one path."""
    app = FastAPI(redirect_slashes=False)

    @app.get("/beats")
    def show() -> str:
        return "beats"

    @app.post("/beats")
    def add() -> str:
        return "added"

    app.add_middleware(PlainHttp, routes=app)
    return TestClient(app, follow_redirects=False)


def test_head_is_get_without_a_body(client: TestClient) -> None:
    """HEAD has status and headers of GET."""
    head, get = client.head("/beats"), client.get("/beats")

    assert (200, b"") == (head.status_code, head.content)
    assert get.headers == head.headers


@pytest.mark.parametrize("path", ["/beats", "/beats/"])
def test_options(client: TestClient, path: str) -> None:
    """OPTIONS says what is allowed at a path, of all its routes."""
    response = client.options(path)

    assert (200, b"") == (response.status_code, response.content)
    assert "GET, POST, HEAD, OPTIONS" == response.headers["Allow"]


def test_method_not_allowed(client: TestClient) -> None:
    """So does a 405; FastAPI by itself names the methods of the first route alone."""
    response = client.delete("/beats")

    assert (405, "GET, POST, HEAD, OPTIONS") == (response.status_code, response.headers["Allow"])


def test_slash_behind_a_path(client: TestClient) -> None:
    """One slash at the end changes nothing and redirects nobody; two are another address."""
    assert "added" == client.post("/beats/").json()
    assert 404 == client.post("/beats//").status_code
    assert 404 == client.options("/nowhere").status_code
