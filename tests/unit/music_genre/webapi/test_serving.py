"""How a service comes to its settings and its app, or ends with one line."""

import gc
from collections.abc import Iterator

import pytest
from networks import listening

from music_genre.webapi import serving
from music_genre.webapi.serving import made_or_exit, settings_or_exit, settings_to_lines
from music_genre.webapi.settings import ServiceSettings, SettingsError
from tools.processes import free_port


class RefusedError(Exception):
    """A reason not to start."""


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Let garbage be looked for everywhere again after a test."""
    yield
    gc.unfreeze()


def refused() -> ServiceSettings:
    """Refuse to be made."""
    raise SettingsError("PORT='many': no number")


def test_settings_come_with_their_address() -> None:
    """A host's name becomes the number that the server binds."""
    settings = ServiceSettings(host="localhost", port=free_port())

    assert (settings, "127.0.0.1") == settings_or_exit(lambda: settings)


def test_settings_that_cannot_be_read() -> None:
    """A fault in the settings ends the process with its own words."""
    with pytest.raises(SystemExit) as raised:
        settings_or_exit(refused)

    assert "cannot start: PORT='many': no number" == raised.value.code


def test_port_that_is_taken() -> None:
    """A port on which somebody listens ends the process with the setting's name."""
    with listening("127.0.0.1") as port, pytest.raises(SystemExit) as raised:
        settings_or_exit(lambda: ServiceSettings(port=port))

    assert f"cannot start: PORT={port}: another program listens on" in str(raised.value.code)


def test_only_refusals_end_with_one_line() -> None:
    """An exception that is no refusal keeps its traceback."""

    def fail() -> None:
        raise RefusedError("no model")

    with pytest.raises(SystemExit, match="cannot start: no model"):
        made_or_exit(fail, (RefusedError,))
    with pytest.raises(RefusedError):
        made_or_exit(fail, (SettingsError,))


def test_what_is_made() -> None:
    """Without a refusal one gets what was made."""
    assert "app" == made_or_exit(lambda: "app", (RefusedError,))


def test_no_garbage_is_looked_for_meanwhile() -> None:
    """While an app is made the collector rests; afterwards it works, but not on what was made."""
    meanwhile = made_or_exit(gc.isenabled, ())

    assert not meanwhile
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize(("told", "wanted"), [("", None), ("json", "json"), ("text", "text")])
def test_log_of_a_service(told: str, wanted: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is written as the settings say, under the package's name."""
    asked: list[object] = []
    monkeypatch.setattr(serving, "write_lines", lambda *arguments: asked.append(arguments))

    settings_to_lines(ServiceSettings.model_validate({"port": 1, "log_format": told}))

    assert [("music_genre", wanted)] == asked
