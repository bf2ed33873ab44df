"""What a reader chose: by a link, remembered, and without a choice by browser and system."""

import pytest
from flask.testing import FlaskClient

ENGLISH_PAGE = '<html lang="en">'
FRENCH_PAGE = '<html lang="fr">'


def test_chosen_language_is_remembered(client: FlaskClient) -> None:
    """A language chosen once holds for later pages and problems, whatever the browser says."""
    assert ENGLISH_PAGE in client.get("/?lang=en", headers={"Accept-Language": "fr"}).text
    assert ENGLISH_PAGE in client.get("/", headers={"Accept-Language": "fr"}).text
    assert client.get("/nothing").get_json()["title"] == "Not found"


def test_new_choice_replaces_the_old(client: FlaskClient) -> None:
    """The address counts before what is remembered."""
    client.get("/?lang=en")
    client.get("/?lang=fr")
    assert FRENCH_PAGE in client.get("/", headers={"Accept-Language": "en"}).text


def test_address_of_a_form_is_no_choice(client: FlaskClient) -> None:
    """Posting a form, whose address repeats the page's language, remembers nothing."""
    assert "Set-Cookie" not in client.post("/?lang=en").headers


@pytest.mark.parametrize("name", ["lang", "theme"])
def test_unknown_choice_is_ignored(client: FlaskClient, name: str) -> None:
    """What we do not know is neither followed nor remembered, from an address or a cookie."""
    client.set_cookie(name, "klingon")
    response = client.get(f"/?{name}=klingon")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "klingon" not in response.text


@pytest.mark.parametrize(
    ("theme", "media"),
    [
        ("system", "screen and (prefers-color-scheme: dark)"),
        ("light", "not all"),
        ("dark", "screen"),
    ],
)
def test_theme(client: FlaskClient, theme: str, media: str) -> None:
    """The server itself says where the dark colours count, so that no theme flashes."""
    client.get(f"/?theme={theme}")
    assert f'media="{media}">' in client.get("/").text


def test_system_decides_at_first(client: FlaskClient) -> None:
    """Without a choice the theme is the system's, and caches know what pages depend on."""
    response = client.get("/")
    assert 'media="screen and (prefers-color-scheme: dark)">' in response.text
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))
