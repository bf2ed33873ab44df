"""Every route of the front end that takes a song refuses by itself what holds none."""

from html import unescape

import pytest
from fake_services import FakeService
from flask.testing import FlaskClient
from problems import assert_problem
from refusals import Sent, each_form, each_refused_request, in_each_form
from unit.frontend.frontend_client import MakeClient

from music_genre.webapi.messages import PROBLEMS_BY_LANGUAGE

LIMIT_BYTES = 2**20  # the refused requests are larger than the limit of the other tests

each_path = pytest.mark.parametrize("path", ["/api/predict", "/api/spectrogram", "/api/explain"])


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    """Make a client of the app with a limit that lets a song in."""
    return make_client(max_upload_bytes=LIMIT_BYTES)


@each_path
@each_refused_request
def test_request_without_a_song(
    client: FlaskClient, vgg19: FakeService, path: str, sent: Sent, status: int, code: str
) -> None:
    """Each fault has the status and code that the services give it, and none of them is asked."""
    answer = client.post(path, data=sent.content, headers=sent.headers)

    assert_problem(answer, status, code)
    assert [] == vgg19.asked


@each_refused_request
def test_page_says_so_too(client: FlaskClient, sent: Sent, status: int, code: str) -> None:
    """Without JavaScript the page comes back with the same status and the problem's words."""
    answer = client.post("/", data=sent.content, headers=sent.headers)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert PROBLEMS_BY_LANGUAGE["fr"][code].title in unescape(answer.text)


@each_path
@each_form
def test_one_byte_too_many(client: FlaskClient, vgg19: FakeService, path: str, form: str) -> None:
    """A file of exactly the limit is passed on, one byte more is a 413, in each form of upload."""
    exactly, over = (in_each_form(bytes(LIMIT_BYTES + more))[form] for more in (0, 1))

    assert_problem(client.post(path, data=over.content, headers=over.headers), 413, "too_large")
    assert [] == vgg19.asked
    assert 413 != client.post(path, data=exactly.content, headers=exactly.headers).status_code
    assert 1 == len(vgg19.asked)
