"""What a browser sends for a page of another site, to each service as it runs."""

import pytest
import requests
from problems import assert_problem

from tools.processes import Services
from tools.signals import song, to_file

PATIENCE_S = 60
SERVICES = ("svm", "vgg19", "beat", "frontend")
POSTED = {
    "svm": "/v1/predict",
    "vgg19": "/v1/predict",
    "beat": "/beats",
    "frontend": "/api/predict",
}
ELSEWHERE = {"Origin": "https://evil.example", "Accept-Language": "en"}
NO_FORM = {"Content-Type": "text/plain"}  # what a page may send without asking


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "told", [ELSEWHERE, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}], ids=str
)
def test_page_of_another_site(services: Services, service: str, told: dict[str, str]) -> None:
    """A page from elsewhere posts nothing, whatever kind of browser it is in."""
    url = getattr(services, service) + POSTED[service]

    refused = requests.post(url, data=b"x", headers=NO_FORM | told, timeout=PATIENCE_S)

    assert_problem(refused, 403, "cross_site")


@pytest.mark.parametrize("service", SERVICES)
def test_programs_and_own_pages(services: Services, service: str) -> None:
    """Programs say no origin, and a service's own page says the service's."""
    url = getattr(services, service)

    for told in ({}, {"Origin": url}, {"Sec-Fetch-Site": "same-origin"}):
        sent = requests.post(url + POSTED[service], headers=told, timeout=PATIENCE_S)
        assert 403 != sent.status_code


def test_page_without_scripts(services: Services) -> None:
    """The page's own form gets its results, and one of another site gets a page that says why."""
    own, other = (
        requests.post(
            f"{services.frontend}/",
            files={"file": to_file(song(3))},
            headers={"Origin": origin, "Accept-Language": "en"},
            timeout=PATIENCE_S,
        )
        for origin in (services.frontend, "https://evil.example")
    )

    assert 200 == own.status_code
    assert (403, True) == (other.status_code, "Request of another site" in other.text)
    assert other.headers["Content-Type"].startswith("text/html")
    assert "same-origin" == own.headers["Referrer-Policy"]  # else a form's origin is null


def test_name_that_was_made_to_point_here(services: Services) -> None:
    """DNS rebinding makes a page's own name ours: the catalogue is not changed under it."""
    name = {"Host": "evil.example", "Origin": "http://evil.example"}

    for method, path in (("POST", "/beats"), ("DELETE", "/beats/none"), ("GET", "/beats/x/songs")):
        refused = requests.request(method, services.beat + path, headers=name, timeout=PATIENCE_S)
        assert_problem(refused, 403, "foreign_host")
    missing = requests.delete(f"{services.beat}/beats/none", timeout=PATIENCE_S)
    assert_problem(missing, 404, "unknown_beat")
