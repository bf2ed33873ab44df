"""A browser on the real page: Debian's Chromium, the real services, and eyes on what goes wrong.

Every page opened here is watched until its test ends: an error in the console, a breach of the
content security policy or a request to another host fails the test that caused it.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import pytest
import soundfile
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from tools.page_examples import name_to_file
from tools.page_music.recording import RATE_HZ
from tools.processes import Services

ROOT: Final = Path(__file__).parents[2]
CHROMIUM: Final = shutil.which("chromium") or shutil.which("google-chrome")
WAIT_MS: Final = 60_000  # the machine may be busy with other things
HOSTLESS: Final = {"data", "blob", "about"}
# What Playwright 1.64 takes away from Chromium: whoever names features replaces its list.
WITHOUT: Final = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "Translate"),
    *("BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    # Ours: pages behind the address bar, which nobody here types in; a second for each window.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
# Chromium's word for a 4xx or 5xx of a service; the page shows why.
REFUSED: Final = "Failed to load resource: the server responded with a status of"
UNREACHABLE: Final = "Failed to load resource: net::ERR_CONNECTION_"


class OpenPage(Protocol):
    """Open the page in a browser of its own."""

    def __call__(self, path: str = "/", **options: Any) -> Page:
        """Open a path; `options` are a Playwright context's, `loses_server` and `ready`.

        `ready` chooses what is there when the page's scripts are.
        """
        ...


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives browsers; a thread has but one."""
    with sync_playwright() as started:
        expect.set_options(timeout=WAIT_MS)
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, song_wav: Path) -> Iterator[Browser]:
    """Start Chromium without a window; its microphone plays the song."""
    if CHROMIUM is None:
        pytest.fail("the browser tests need Chromium: on Debian, apt install chromium")
    arguments = [
        f"--disable-features={','.join(WITHOUT)}",
        "--autoplay-policy=no-user-gesture-required",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={song_wav}",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's own cannot be had as root
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def song_wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write twelve seconds of the page's jazz, of which the models are sure."""
    path = tmp_path_factory.mktemp("songs") / "song.wav"
    waveform, rate_hz = soundfile.read(name_to_file("jazz"), frames=12 * RATE_HZ)
    soundfile.write(path, waveform, rate_hz, subtype="PCM_16")
    return path


@pytest.fixture
def open_page(browser: Browser, services: Services) -> Iterator[OpenPage]:
    """Open pages, in English unless told otherwise, watched until the end of the test."""
    wrong: list[str] = []
    contexts = []

    def open_watched(path: str = "/", **options: Any) -> Page:
        base_url = options.pop("base_url", services.frontend)
        ready = options.pop("ready", "#compare-file[multiple]")
        forgiven = (REFUSED, UNREACHABLE) if options.pop("loses_server", False) else (REFUSED,)
        context = browser.new_context(**{"locale": "en-GB", "base_url": base_url} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_console(message, forgiven, wrong))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: _note_request(request, base_url, wrong))
        page.goto(path)
        if options.get("java_script_enabled", True):
            expect(page.locator(ready)).to_be_attached()
        return page

    yield open_watched
    for context in contexts:
        context.close()
    assert [] == wrong


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Open the page, in English, on a laptop."""
    return open_page()


def _note_console(message: ConsoleMessage, forgiven: tuple[str, ...], wrong: list[str]) -> None:
    if message.type in {"error", "warning"} and not message.text.startswith(forgiven):
        wrong.append(f"{message.type}: {message.text}")


def _note_request(request: Request, base_url: str, wrong: list[str]) -> None:
    address = urlsplit(request.url)
    if address.scheme not in HOSTLESS and address.netloc != urlsplit(base_url).netloc:
        wrong.append(f"foreign: {request.url}")
