"""What the page says when a service goes away while a song is on its way."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result, slow_down
from playwright.sync_api import expect

from tools.processes import running_service, urls_of_services

Processes = dict[str, subprocess.Popen[bytes]]


@pytest.fixture
def own_services(tmp_path: Path) -> Iterator[tuple[str, Processes]]:
    """Run services that a test may end: the front end's address, and the processes by name."""
    with ExitStack() as stack:
        svm, vgg19 = (
            stack.enter_context(running_service(name, tmp_path))
            for name in ("svm_service", "vgg19_service")
        )
        urls = urls_of_services(svm=svm.url, vgg19=vgg19.url)
        frontend = stack.enter_context(running_service("frontend", tmp_path, **urls))
        yield frontend.url, {"vgg19_service": vgg19.process, "frontend": frontend.process}


def pull_the_plug(process: subprocess.Popen[bytes]) -> None:
    """End a service at once, with the processes that decode for it."""
    decoders = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for decoder in decoders:
        with suppress(psutil.NoSuchProcess):  # it has seen that its service is gone
            decoder.kill()


def test_services_go_down_while_uploading(
    open_page: OpenPage, own_services: tuple[str, Processes], song_wav: Path
) -> None:
    """Without VGG19 the SVM still answers; without the front end the page says what to do."""
    url, processes = own_services
    page = open_page(base_url=url, loses_server=True)
    slow_down(page)
    choose_and_compare(page, song_wav)
    expect(page.locator("#compare-outcome progress")).to_be_visible()
    pull_the_plug(processes["vgg19_service"])

    expect(result(page, "svm")).to_be_visible()
    expect(page.locator(".result-vgg19").get_by_role("alert")).to_be_visible()

    page.locator("#compare-form [type=submit]").click()
    expect(page.locator("#compare-outcome progress")).to_be_visible()
    pull_the_plug(processes["frontend"])

    expect(page.get_by_role("alert")).to_contain_text("The site does not answer")
    expect(page.get_by_role("alert")).to_contain_text("try again")
    expect(page.locator("#compare-form [type=submit]")).to_be_enabled()
