"""The page: what it holds, and what comes back where there is no JavaScript."""

import re
from collections.abc import Iterator

import pytest
from fake_services import FakeService, prediction, problem
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from unit.frontend.frontend_client import MAX_UPLOAD_BYTES, Upload

from frontend.texts.page import STRINGS

Rendered = list[tuple[str | None, str]]


@pytest.fixture
def rendered(client: FlaskClient) -> Iterator[Rendered]:
    """Note each rendered template and the place of its results."""
    pages: Rendered = []

    def note(_: Flask, template: Template, context: dict[str, str], **__: object) -> None:
        pages.append((template.name, context["place"]))

    with template_rendered.connected_to(note, client.application):
        yield pages


def test_page_has_three_uploads(client: FlaskClient) -> None:
    """The page has the report's title, a chooser and a button to compare, and for each model."""
    page = client.get("/").text
    assert "<title>Music Genre Classification</title>" in page
    cards = re.findall(r'<section class="card \w+" id="(\w+)"', page)
    assert cards == ["compare", "svm", "vgg19", "history"]
    assert len(re.findall(r'<input type="file" id="\w+-file" name="file"', page)) == 3
    assert len(re.findall(r'<button type="submit">', page)) == 3


def test_sections_of_one_model_are_closed(upload: Upload, client: FlaskClient) -> None:
    """The report's two sections wait in a closed place, which is open where one has an answer."""
    assert '<details class="alone" id="alone">' in client.get("/").text
    assert '<details class="alone" id="alone">' in upload("/").text
    assert '<details class="alone" id="alone" open>' in upload("/?models=vgg19").text


def test_ten_genres_are_listed(client: FlaskClient) -> None:
    """The page says which genres it knows: those of the models."""
    page = client.get("/", headers={"Accept-Language": "en"}).text

    assert "It knows ten genres: blues, classical, country, disco, hip-hop, jazz, metal" in page


@pytest.mark.parametrize(("model", "asked"), [("svm", (1, 0, 1)), ("", (1, 1, 1))])
def test_who_answers(
    upload: Upload,
    svm: FakeService,
    vgg19: FakeService,
    beat: FakeService,
    model: str,
    asked: tuple[int, int, int],
) -> None:
    """Of the one form both models answer, or the chosen one; tempo and key are there with both."""
    chosen = f"{model},beat" if model else ""
    page = upload("/", fields={"models": chosen})

    assert 200 == page.status_code
    assert f'name="models" value="{chosen}"' in page.text
    assert asked == (len(svm.asked), len(vgg19.asked), len(beat.asked))


def test_introduction_is_small_beside_an_answer(upload: Upload, client: FlaskClient) -> None:
    """The page that a form brings back has little of the introduction, and lands at the answer."""
    assert '<body class="has-answer"' in upload("/").text
    empty = client.get("/").text
    assert "has-answer" not in empty
    assert re.search(r'action="/\?lang=\w+#compare-outcome"', empty)


def test_silence_is_one_sentence(upload: Upload, svm: FakeService, vgg19: FakeService) -> None:
    """A silent file is told in a sentence; there is no genre, no beat and nothing to press."""
    for service in (svm, vgg19):
        service.answer_with(prediction("silence"))
    fragment = upload("/", headers={"X-Fragment": "results"}).text
    words = re.sub(r"<script.*?</script>|<[^>]+>", "", fragment).split()

    assert "This is silence: there is nothing to hear." == " ".join(words)
    assert "<button" not in fragment


def test_traits_stand_with_the_verdict(upload: Upload) -> None:
    """Tempo, key with its code, and energy are said in short beside the genre."""
    fragment = upload("/", headers={"X-Fragment": "results"}).text
    traits = re.search(r'<dl class="traits"[^>]*>(.*?)</dl>', fragment, re.DOTALL)

    assert traits
    words = " ".join(re.sub(r"<[^>]+>", " ", traits[1]).split())
    for said in ("Tempo 112 BPM", "Key A minor 8A", "Energy 62%"):
        assert said in words


def test_page_works_without_services(client: FlaskClient, svm: FakeService) -> None:
    """The page itself asks nobody."""
    svm.before_answer = pytest.fail
    assert client.get("/").status_code == 200


def test_head_of_the_page(client: FlaskClient) -> None:
    """HEAD answers without a body."""
    response = client.head("/")
    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/", None, "fr"),
        ("/", "en-US,en;q=0.9", "en"),
        ("/", "de", "de"),
        ("/", "de-AT,en;q=0.9", "de"),
        ("/", "xx", "fr"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=fr", "en", "fr"),
        ("/?lang=de", "en", "de"),
        ("/?lang=xx", "en", "en"),
    ],
)
def test_language(client: FlaskClient, path: str, header: str | None, language: str) -> None:
    """The page speaks the reader's language, and the chosen one before it."""
    headers = {"Accept-Language": header} if header else {}
    response = client.get(path, headers=headers)
    assert f'<html lang="{language}">' in response.text
    assert STRINGS[language].compare_button in response.text
    assert "Accept-Language" in response.headers["Vary"]


def test_switch_of_languages(client: FlaskClient) -> None:
    """Every language there is can be chosen, by the name that it calls itself, in their order."""
    page = client.get("/", headers={"Accept-Language": "de"}).text
    links = re.findall(r'<a href="([^"]+)" lang="(\w+)" hreflang="\w+"\s*([^>]*)>(\w+)</a>', page)

    assert sorted(links, key=lambda link: link[3]) == links
    assert {
        (f"/?lang={code}", code, strings.language_name) for code, strings in STRINGS.items()
    } == {(address, code, name) for address, code, _, name in links}
    assert [("de", "Deutsch")] == [(code, name) for _, code, mark, name in links if mark.strip()]


def test_page_keeps_to_its_policy(upload: Upload) -> None:
    """Nothing in the page is inline or from elsewhere, with results too."""
    page = re.sub(r'<meta property="og:image" [^>]+>', "", upload("/").text)  # read by others
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page)
    code = [inside for attributes, inside in scripts if "application/json" not in attributes]
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:|//", page)
    assert code == [""]


def test_files_of_the_page_are_there(client: FlaskClient) -> None:
    """Every script, style, picture and manifest that the page names is served."""
    addresses = set(re.findall(r'(?:src|href)="(/(?:static/|site\.)[^"]+)"', client.get("/").text))
    assert len(addresses) >= 7
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200


def test_limit_for_the_script(client: FlaskClient) -> None:
    """The script learns the size limit from the page."""
    assert f'data-max-upload-bytes="{MAX_UPLOAD_BYTES}"' in client.get("/").text


@pytest.mark.parametrize(
    ("path", "place", "n_bars"),
    [
        ("/", "compare", 36),  # ten genres three times, three tempi, three parts of the energy
        ("/?models=svm", "svm", 10),
    ],
)
def test_form_posts_and_a_page_comes_back(
    upload: Upload, rendered: Rendered, path: str, place: str, n_bars: int
) -> None:
    """Without JavaScript a whole page comes back, the results under the form that was sent."""
    response = upload(path)
    assert response.status_code == 200
    assert ("index.html", place) in rendered
    under_form = response.text.partition(f'id="{place}-results"')[2]
    assert under_form.count('class="bar-fill"') == n_bars
    assert "song.wav" in under_form


def test_the_model_of_a_form_field(upload: Upload, vgg19: FakeService) -> None:
    """A form may also name its model in a field."""
    assert upload("/", fields={"models": "svm"}).status_code == 200
    assert vgg19.asked == []


def test_script_gets_the_results_alone(upload: Upload, rendered: Rendered) -> None:
    """The script asks for the results without the page around them."""
    response = upload("/", headers={"X-Fragment": "results"})
    assert rendered == [("_results.html", "compare")]
    assert "<html" not in response.text
    assert "X-Fragment" in response.headers["Vary"]


@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "results"}], ids=["page", "fragment"])
@pytest.mark.parametrize(
    ("path", "audio", "status", "title"),
    [
        ("/?models=svm", b"", 400, "No audio file provided"),
        ("/?models=svm", (MAX_UPLOAD_BYTES + 1) * b"x", 413, "File too large"),
        ("/?models=drums", b"x", 400, "Unknown model"),
    ],
)
def test_errors_are_shown_in_the_page(
    upload: Upload, path: str, audio: bytes, status: int, title: str, headers: dict[str, str]
) -> None:
    """A refused upload is an alert in the page that says what was wrong, with its status."""
    response = upload(path, audio, headers=headers)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    shown = response.text.partition("<template")[0]  # behind it are the script's own alerts
    assert shown.count('role="alert"') == 1
    assert title in shown


def test_wrong_type_of_form(client: FlaskClient) -> None:
    """A form that was not sent as multipart gets a page as well."""
    response = client.post("/", data={"file": "song"}, headers={"Accept-Language": "en"})
    assert (response.status_code, response.mimetype) == (415, "text/html")
    assert "Unsupported content type" in response.text


def test_own_fault_is_a_page_without_its_text(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error is an alert in the page, and its text stays in the log."""
    monkeypatch.setattr("frontend.routes.predict.bytes_to_bodies", lambda *_: 1 / 0)
    response = upload("/")
    assert (response.status_code, response.mimetype) == (500, "text/html")
    assert "Internal error" in response.text
    assert "division" not in response.text


def test_failed_services_are_shown(
    upload: Upload, svm: FakeService, vgg19: FakeService, beat: FakeService
) -> None:
    """What all services say of a file is one alert, with its status."""
    for service in (svm, vgg19, beat):
        service.answer_with(problem("not_audio", 415, "No audio"), 415)
    response = upload("/", headers={"X-Fragment": "results"})
    assert response.status_code == 415
    assert response.text.count('role="alert"') == 1


def test_file_name_is_escaped(upload: Upload) -> None:
    """A file name is text, never markup."""
    page = upload("/", file_name="<img src=x onerror=alert(1)>.wav").text
    assert "&lt;img src=x onerror=alert(1)&gt;.wav" in page
    assert "<img src=x" not in page


def test_text_of_a_service_is_escaped(upload: Upload, svm: FakeService) -> None:
    """What a service says is text too."""
    svm.answer_with(problem("x", 500, "<b>bold</b>"), 500)
    assert "&lt;b&gt;bold&lt;/b&gt;" in upload("/").text
