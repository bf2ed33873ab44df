"""Settings are refused at start by name and value."""

import pytest

from music_genre.webapi.settings import (
    AskingServiceSettings,
    SettingsError,
    environment_to_settings,
)
from svm_service.settings import Settings
from tools.processes import ended_python, free_port


def test_defaults() -> None:
    """Without an environment every setting has a value."""
    settings = environment_to_settings(Settings)

    assert (5001, 64 * 2**20, 900) == (
        settings.port,
        settings.max_upload_bytes,
        settings.max_audio_s,
    )


def test_fault_names_setting_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """All faults are told at once, each with its name and value."""
    monkeypatch.setenv("MAX_UPLOAD_BYTES", "many")
    monkeypatch.setenv("PORT", "70000")

    with pytest.raises(SettingsError, match=r"PORT='70000'.*MAX_UPLOAD_BYTES='many'"):
        environment_to_settings(Settings)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PORT", "many", "PORT='many'"),
        ("MODEL_DIR", "/nowhere", "run `make train` or set MODEL_DIR"),
    ],
)
def test_service_does_not_start(variable: str, value: str, message: str) -> None:
    """The process ends at once with one clear line and without a traceback."""
    done = ended_python(["-m", "svm_service"], **{"PORT": str(free_port()), variable: value})

    assert 0 != done.returncode
    assert "cannot start: " in done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_name_of_a_file_is_none() -> None:
    """Compose passes an empty text for a file that is not set."""
    settings = AskingServiceSettings.model_validate(
        {"port": 1, "api_keys_file": "", "service_key_file": ""}
    )

    assert (None, None) == (settings.api_keys_file, settings.service_key)
