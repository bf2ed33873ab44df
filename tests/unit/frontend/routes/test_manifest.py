"""What a system asks for when it keeps the page."""

import pytest
from flask.testing import FlaskClient

from frontend.texts.page import STRINGS
from music_genre.translations.catalogues import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_manifest_speaks_as_the_page_does(client: FlaskClient, language: Language) -> None:
    """The page links to the manifest of its language, with its names."""
    page = client.get("/", headers={"Accept-Language": language}).text
    answer = client.get(f"/site.webmanifest?lang={language}")
    manifest = answer.get_json()

    assert f'href="/site.webmanifest?lang={language}"' in page
    assert "application/manifest+json" == answer.mimetype
    assert "Accept-Language" in answer.headers["Vary"]
    assert (language, STRINGS[language].title) == (manifest["lang"], manifest["name"])
    assert STRINGS[language].short_title == manifest["short_name"]
    assert "/" == manifest["start_url"] == manifest["scope"]


def test_icons_are_there(client: FlaskClient) -> None:
    """Each icon is a picture of this site."""
    icons = client.get("/site.webmanifest").get_json()["icons"]

    assert 3 == len(icons)
    for icon in icons:
        with client.get(icon["src"]) as picture:
            assert icon["type"] == picture.mimetype


def test_manifest_behind_a_proxy(client: FlaskClient) -> None:
    """Under a prefix the page and its icons lie under it too."""
    manifest = client.get(
        "/site.webmanifest", environ_overrides={"SCRIPT_NAME": "/genre"}
    ).get_json()

    assert "/genre/" == manifest["start_url"]
    assert manifest["icons"][0]["src"].startswith("/genre/static/")
