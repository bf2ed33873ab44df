"""The services under a path behind HAProxy: the page, what it loads, the API, the documents."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from live.clients import TIMEOUT_S, post_file

from tools.processes import Services, free_port
from tools.signals import song, to_file

CONFIG = """
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend door
    bind 127.0.0.1:{port}
    http-request del-header X-Forwarded-Prefix
    http-request set-header X-Forwarded-Prefix /genre if {{ path /genre }} or {{ path_beg /genre/ }}
    http-request set-header X-Forwarded-Prefix /beats-of if {{ path_beg /beats-of/ }}
    http-request replace-path /beats-of/(.*) /\\1
    use_backend beat if {{ req.hdr(X-Forwarded-Prefix) /beats-of }}
    default_backend page
backend page
    server page {page}
backend beat
    server beat {beat}
"""


@pytest.fixture(scope="module")
def door(
    haproxy: str, services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Run HAProxy: `/genre` stays in the path, `/beats-of` is taken away; yield its address."""
    folder: Path = tmp_path_factory.mktemp("haproxy")
    port = free_port()
    config, log = folder / "haproxy.cfg", folder / "log"
    page, beat = (url.removeprefix("http://") for url in (services.frontend, services.beat))
    config.write_text(CONFIG.format(port=port, page=page, beat=beat))
    with log.open("wb") as output:
        process = subprocess.Popen(
            [haproxy, "-W", "-f", str(config)], stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield _until_open(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            process.wait(TIMEOUT_S)


def _until_open(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        try:
            requests.get(f"{url}/livez", timeout=TIMEOUT_S)
        except requests.ConnectionError:
            continue
        return url
    raise RuntimeError(log.read_text())


def get(url: str) -> requests.Response:
    """Ask an address, and follow nothing."""
    return requests.get(url, timeout=TIMEOUT_S, allow_redirects=False)


@pytest.mark.parametrize("path", ["/genre", "/genre/"])
def test_page_and_all_that_it_loads(door: str, path: str) -> None:
    """Every address in the page lies under the path, and is there."""
    page = get(door + path)

    assert 200 == page.status_code
    addresses = re.findall(r'(?:href|src|action|data-example)="(/[^"]*)"', page.text)
    assert len(addresses) > 10
    assert [] == [address for address in addresses if not address.startswith("/genre/")]
    answered = {
        address: get(door + address.replace("&amp;", "&")).status_code for address in addresses
    }
    assert {200} == set(answered.values()), answered
    assert 'data-root="/genre"' in page.text


def test_api_and_sounds(door: str) -> None:
    """A song gets its answers, and the page plays the beats under the path."""
    content = to_file(song(3))

    answer = post_file(f"{door}/genre/api/predict", content)
    drawn = post_file(f"{door}/genre/?lang=en", content)

    assert 200 == answer.status_code
    (beat, *_) = re.findall(r'data-beat="([^"]*)"', drawn.text)
    assert beat.startswith("/genre/api/beats/")
    assert 200 == get(door + beat.replace("&amp;", "&")).status_code


@pytest.mark.parametrize("root", ["/genre", "/beats-of"])
def test_documents_say_where(door: str, services: Services, root: str) -> None:
    """OpenAPI's addresses begin with the path; at the door itself there is none."""
    assert [{"url": root}] == get(f"{door}{root}/openapi.json").json()["servers"]
    assert "servers" not in get(f"{services.frontend}/openapi.json").json()


def test_beats_under_a_path_that_is_taken_away(door: str) -> None:
    """A proxy may take the path away before it passes a request on."""
    assert 200 == post_file(f"{door}/beats-of/analyze", to_file(song(3))).status_code
    assert 200 == get(f"{door}/beats-of/beats/house-jack/audio").status_code
    assert 404 == get(f"{door}/beats-of/nowhere").status_code
