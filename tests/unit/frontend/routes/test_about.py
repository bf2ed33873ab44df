"""The page about the API, and the one for what is not there."""

import pytest
from flask.testing import FlaskClient

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(("language", "words"), [("en", "For programs"), ("fr", "programmes")])
def test_api_for_people(client: FlaskClient, language: str, words: str) -> None:
    """How to ask is said in three languages of code, with this site's address."""
    page = client.get("/api", headers={"Accept-Language": language}).text

    assert words in page
    for sign in ("curl -F", "requests.post(", "await fetch("):
        assert sign in page
    assert page.count("http://localhost/api/predict") == 3


@pytest.mark.parametrize("accept", [BROWSER, "text/html"])
def test_nothing_there_for_people(client: FlaskClient, accept: str) -> None:
    """A browser gets a page with a way home."""
    answer = client.get("/nothing", headers={"Accept": accept, "Accept-Language": "en"})

    assert (404, "text/html") == (answer.status_code, answer.mimetype)
    assert "There is no such page" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/json, text/html"])
def test_nothing_there_for_programs(client: FlaskClient, accept: str | None) -> None:
    """All others get the problem that they always got."""
    answer = client.get("/nothing", headers={"Accept": accept} if accept else {})

    assert (404, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert "not_found" == answer.get_json()["code"]
