"""The SVM service refuses what every service refuses, in the same words."""

import pytest
from flask.testing import FlaskClient
from problems import assert_problem
from refusals import Sent, each_form, in_each_form
from refused_files import each_refused_upload

from svm_service.app import create_app
from svm_service.settings import Settings

LIMIT_BYTES = 2 * 2**20


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Make a client of the app with a small limit."""
    return create_app(Settings(max_upload_bytes=LIMIT_BYTES)).test_client()


@each_refused_upload
def test_bad_upload(client: FlaskClient, sent: Sent, status: int, code: str) -> None:
    """Each fault has its status and code."""
    answer = client.post("/v1/predict", data=sent.content, headers=sent.headers)

    assert_problem(answer, status, code)


@each_form
@pytest.mark.parametrize(
    ("n_bytes", "status", "code"),
    [(LIMIT_BYTES, 415, "not_audio"), (LIMIT_BYTES + 1, 413, "too_large")],
)
def test_limit_at_the_edge(
    client: FlaskClient, form: str, n_bytes: int, status: int, code: str
) -> None:
    """A file of exactly the limit is looked at, one byte more is not, in each form of upload."""
    sent = in_each_form(bytes(n_bytes))[form]

    answer = client.post("/v1/predict", data=sent.content, headers=sent.headers)

    assert_problem(answer, status, code)
