"""One id for a request, from the browser through every service and back."""

from pathlib import Path

import pytest
import requests
from fake_services import fake_service
from live.clients import EXAMPLE
from live.faults.test_protocol import exchange
from live.test_genre_prior import never_sure
from problems import assert_problem

from tools.processes import Services, running_service, urls_of_services

PATIENCE_S = 60
SERVICES = ("svm", "vgg19", "beat", "frontend")
GIVEN = {"X-Request-Id": "6f1b0c1e-92a8-4d0e-b2b3-0a3a5d1d6a11"}
SONG = EXAMPLE.read_bytes()


@pytest.mark.parametrize("service", SERVICES)
def test_in_every_answer_and_error(services: Services, service: str) -> None:
    """A request's id comes back in the header, and in the body of what went wrong."""
    url = getattr(services, service)

    kept = requests.get(f"{url}/nothing", headers=GIVEN, timeout=PATIENCE_S)
    made = requests.get(f"{url}/nothing", headers={"X-Request-Id": "<b>"}, timeout=PATIENCE_S)
    alive = requests.get(f"{url}/livez", headers=GIVEN, timeout=PATIENCE_S)

    assert GIVEN["X-Request-Id"] == assert_problem(kept, 404, "not_found")["request_id"]
    assert 32 == len(assert_problem(made, 404, "not_found")["request_id"])
    assert GIVEN["X-Request-Id"] == alive.headers["X-Request-Id"]
    no_http = exchange(url, b"GET /livez HTTP/1.1\r\nno header\r\n\r\n").lower()
    assert no_http.startswith(b"http/1.1 400 ")
    assert b"\r\nx-request-id: " in no_http
    assert b'"request_id": ' in no_http


def test_the_front_end_passes_it_on(tmp_path: Path) -> None:
    """Each service that is asked about a song gets the id of the page's request."""
    with fake_service() as svm, fake_service() as vgg19, fake_service() as beat:
        urls = urls_of_services(svm.url, vgg19.url, beat.url)
        with running_service("frontend", tmp_path, ready="/livez", **urls) as front:
            for route in ("/api/predict", "/api/spectrogram", "/api/recommend"):
                requests.post(
                    front.url + route, files={"file": SONG}, headers=GIVEN, timeout=PATIENCE_S
                )

    asked = [one for service in (svm, vgg19, beat) for one in service.asked]
    assert {"/v1/predict", "/v1/spectrogram", "/recommend"} == {path for path, *_ in asked}
    assert {GIVEN["X-Request-Id"]} == {headers["X-Request-Id"] for _, headers, *_ in asked}


def test_the_beat_service_passes_it_on(tmp_path: Path) -> None:
    """The genre service that the beat service asks gets the id too."""
    styles = never_sure(tmp_path / "styles")
    with fake_service() as svm:
        settings = {"GENRE_URL": svm.url, "STYLE_DIR": str(styles), "GENRE_TIMEOUT_S": "30"}
        with running_service("beat_service", tmp_path, **settings) as beat:
            url = f"{beat.url}/recommend"
            requests.post(url, files={"file": SONG}, headers=GIVEN, timeout=PATIENCE_S)

    ((path, headers, *_),) = svm.asked
    assert ("/v1/predict", GIVEN["X-Request-Id"]) == (path, headers["X-Request-Id"])
