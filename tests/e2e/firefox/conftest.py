"""The browser of this folder: Debian's Firefox ESR, driven by WebDriver BiDi, heard by nobody.

The tests are those of Chromium, as far as BiDi can drive them: it has no downloads of what a page
makes, no slow line and no page without scripts.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright

FIREFOX: Final = shutil.which("firefox-esr") or shutil.which("firefox")
PULSEAUDIO: Final = shutil.which("pulseaudio")
PREFERENCES: Final[dict[str, str | float | bool]] = {
    "media.autoplay.default": 0,  # music that a test starts may play
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
STARTS_WITHIN_S: Final = 30


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a sound server without a loudspeaker: without one, Firefox's clock of music stands."""
    if PULSEAUDIO is None:
        pytest.fail("these browser tests need a sound server: on Debian, apt install pulseaudio")
    folder = tmp_path_factory.mktemp("sound")
    socket = folder / "native"
    arguments = [
        *(PULSEAUDIO, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
        *("-L", "module-null-sink"),
        *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
    ]
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with subprocess.Popen(arguments, env=os.environ | home) as server:
        try:
            _wait_for(socket, server)
            yield f"unix:{socket}"
        finally:
            server.terminate()


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + STARTS_WITHIN_S
    while not socket.exists():
        if server.poll() is not None or time.monotonic() > give_up:
            pytest.fail("the sound server did not start")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def browser(playwright: Playwright, sound_server: str) -> Iterator[Browser]:
    """Start Firefox without a window."""
    if FIREFOX is None:
        pytest.fail("these browser tests need Firefox: on Debian, apt install firefox-esr")
    environment: dict[str, str | float | bool] = {**os.environ, "PULSE_SERVER": sound_server}
    launched = playwright.firefox.launch(
        executable_path=FIREFOX,
        channel="moz-firefox",
        env=environment,
        firefox_user_prefs=PREFERENCES,
    )
    yield launched
    launched.close()
