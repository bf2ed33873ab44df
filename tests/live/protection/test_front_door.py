"""The production overlay's HAProxy, with a certificate of a local authority, before a front end."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from live.clients import TIMEOUT_S
from live.protection.certificates import make_certificates
from problems import assert_problem

from tools.processes import ROOT, free_port, running_service, urls_of_services

CONFIG = ROOT / "deploy" / "haproxy.cfg"


@dataclass(frozen=True)
class FrontDoor:
    """Where it is, without and with TLS, and whom to believe about that."""

    plain: str
    tls: str
    authority: str

    def get(self, path: str, **headers: str) -> requests.Response:
        """Ask by TLS, as a browser that believes the authority."""
        return requests.get(
            self.tls + path, headers=headers, verify=self.authority, timeout=TIMEOUT_S
        )


def config_to_run(plain: int, tls: int, front: str) -> str:
    """Change of the configuration what there is in containers alone: ports and the engine's DNS."""
    text = CONFIG.read_text()
    text = text.replace("bind :8080", f"bind 127.0.0.1:{plain}")
    text = text.replace("bind :8443", f"bind 127.0.0.1:{tls}")
    text = re.sub(r"^resolvers .*?\n\n", "", text, flags=re.DOTALL | re.MULTILINE)
    text = text.replace(" resolvers engine init-addr none", "")
    text, n_changed = re.subn(r"server-template .*", f"server one {front}", text)
    assert 1 == n_changed
    return text


@pytest.fixture(scope="module")
def door(haproxy: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDoor]:
    """Run HAProxy as the overlay does, before a front end with limits."""
    folder: Path = tmp_path_factory.mktemp("door")
    certificates = make_certificates(folder)
    plain, tls = free_port(), free_port()
    settings = {"UPLOADS_PER_MINUTE": "3"} | urls_of_services()
    with running_service("frontend", folder, "/livez", **settings) as front:
        config = folder / "haproxy.cfg"
        config.write_text(config_to_run(plain, tls, front.url.removeprefix("http://")))
        process = subprocess.Popen(
            [haproxy, "-W", "-f", str(config)],
            env={"PATH": os.environ["PATH"], "CERTIFICATE": str(certificates.server)},
        )
        found = FrontDoor(
            f"http://127.0.0.1:{plain}", f"https://localhost:{tls}", str(certificates.authority)
        )
        try:
            _wait_until_open(found, process)
            yield found
        finally:
            process.terminate()
            process.wait(TIMEOUT_S)


def _wait_until_open(door: FrontDoor, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            if door.get("/livez").ok:
                return
        except requests.ConnectionError:
            continue
    pytest.fail(f"HAProxy ended with {process.returncode}")


@pytest.mark.parametrize("path", ["/", "/livez", "/openapi.json", "/nothing", "/static/none"])
def test_headers_of_every_answer(door: FrontDoor, path: str) -> None:
    """By TLS a browser is told to come by it again, beside what every answer says."""
    headers = door.get(path).headers

    assert "max-age=31536000" == headers["Strict-Transport-Security"]
    assert "same-origin" == headers["Cross-Origin-Opener-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert "Server" not in headers


def test_the_page_may_record(door: FrontDoor) -> None:
    """The front door does not take from the page what it needs."""
    assert "microphone=(self)" in door.get("/").headers["Permissions-Policy"]


def test_without_tls(door: FrontDoor) -> None:
    """What comes without TLS is sent to it, method and body kept."""
    sent = requests.post(f"{door.plain}/api/predict", timeout=TIMEOUT_S, allow_redirects=False)

    assert (308, True) == (sent.status_code, sent.headers["Location"].startswith("https://"))
    assert "Strict-Transport-Security" not in sent.headers


def test_another_authority_is_not_believed(door: FrontDoor) -> None:
    """The certificate is checked."""
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(door.tls, timeout=TIMEOUT_S)


def test_pages_of_other_sites_by_tls(door: FrontDoor) -> None:
    """The page's own origin is the one that the browser sees, and clients are not believed."""
    url = f"{door.tls}/api/predict"

    def post(origin: str, **headers: str) -> requests.Response:
        sent = {"Origin": origin} | headers
        return requests.post(url, headers=sent, verify=door.authority, timeout=TIMEOUT_S)

    assert_problem(post(door.tls), 400, "no_audio")
    assert_problem(post("https://evil.example"), 403, "cross_site")
    evil = {"X-Forwarded-Host": "evil.example"}
    assert_problem(post("https://evil.example", **evil), 403, "cross_site")


def test_what_clients_say_of_themselves(door: FrontDoor) -> None:
    """Neither a prefix nor an address that a client writes itself is passed on."""
    page = door.get("/", **{"X-Forwarded-Prefix": "/evil"})
    assert 'data-root="/evil"' not in page.text
    # Whoever really asks is on this machine, which no limit is for.
    limited = door.get("/livez", **{"X-Forwarded-For": "198.51.100.7"})
    asked = requests.post(
        f"{door.tls}/api/predict",
        data=b"x",
        headers={"X-Forwarded-For": "198.51.100.7"},
        verify=door.authority,
        timeout=TIMEOUT_S,
    )
    assert "RateLimit" not in limited.headers
    assert "RateLimit" not in asked.headers
