"""The page of the last hour, and who gets it."""

from flask.testing import FlaskClient
from problems import assert_problem
from unit.frontend.frontend_client import MakeClient, Upload

from frontend.watching.watcher import Watcher


def test_page(client: FlaskClient, upload: Upload) -> None:
    """It shows every service and what was asked, in the reader's language, and is never kept."""
    watcher: Watcher = client.application.extensions["watcher"]
    watcher.look(0)
    upload()

    page = client.get("/status", headers={"Accept-Language": "de"})

    assert (200, "no-store") == (page.status_code, page.headers["Cache-Control"])
    for text in ("<h1>Zustand</h1>", "frontend", "svm", "vgg19", "beat", "Anfragen je Minute"):
        assert text in page.text
    assert "style=" not in page.text
    assert "<script" not in page.text


def test_not_for_others(make_client: MakeClient) -> None:
    """Where the page is not wanted there is none."""
    client = make_client(host="0.0.0.0")

    assert_problem(client.get("/status"), 404, "not_found")
