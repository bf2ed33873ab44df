"""Pages of other sites that are allowed to use a service that runs (CORS)."""

from collections.abc import Iterator

import pytest
import requests
from problems import assert_problem

from tools.processes import RunningService, Services, running_service, urls_of_services

PATIENCE_S = 60
ALLOWED = "https://music.example"
OTHER = "https://evil.example"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Run a front end that one other site may use."""
    folder, settings = tmp_path_factory.mktemp("front"), {"CORS_ORIGINS": ALLOWED}
    with running_service("frontend", folder, "/livez", **settings, **urls_of_services()) as service:
        yield service


@pytest.mark.parametrize("origin", [ALLOWED, OTHER])
def test_preflight(front: RunningService, origin: str) -> None:
    """A browser hears what an allowed site's page may send, and nothing for another's."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    told = requests.options(f"{front.url}/api/predict", headers=asked, timeout=PATIENCE_S)

    assert (200, b"") == (told.status_code, told.content)
    assert "Origin" in told.headers["Vary"]
    assert (ALLOWED if origin == ALLOWED else None) == told.headers.get(
        "Access-Control-Allow-Origin"
    )
    if origin == ALLOWED:
        assert "POST" in told.headers["Access-Control-Allow-Methods"]
        assert "Authorization" in told.headers["Access-Control-Allow-Headers"]
        assert "Content-Type" in told.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in told.headers


def test_answers_and_errors(front: RunningService) -> None:
    """An allowed site's page may send and read, errors too; another's may neither."""
    url = f"{front.url}/api/predict"

    read = requests.post(url, headers={"Origin": ALLOWED}, timeout=PATIENCE_S)
    assert_problem(read, 400, "no_audio")
    assert ALLOWED == read.headers["Access-Control-Allow-Origin"]
    assert "X-Request-Id" in read.headers["Access-Control-Expose-Headers"]
    assert {"Accept-Language", "Origin"} == set(read.headers["Vary"].split(", "))
    refused = requests.post(url, headers={"Origin": OTHER}, timeout=PATIENCE_S)
    assert_problem(refused, 403, "cross_site")
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_off_unless_set(services: Services) -> None:
    """By default no site is allowed, and no answer speaks of it."""
    for url in (services.svm, services.vgg19, services.beat, services.frontend):
        told = requests.get(f"{url}/nothing", headers={"Origin": ALLOWED}, timeout=PATIENCE_S)
        assert [] == [name for name in told.headers if name.startswith("Access-Control")]
