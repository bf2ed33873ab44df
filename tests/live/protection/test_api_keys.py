"""Keys for `/v1` of a service that runs, and the front end that has one."""

from pathlib import Path

import pytest
import requests
from live.clients import EXAMPLE
from problems import assert_problem

from music_genre.webapi.gate.new_key import main as make_key
from tools.processes import ended_python, free_port, nobody, running_service, urls_of_services

PATIENCE_S = 60
SONG = EXAMPLE.read_bytes()


def test_who_has_a_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a key there is no answer, with one as many as it may have; others are let alone."""
    keys, own = tmp_path / "keys", tmp_path / "key"
    make_key(["An app", "--per-minute", "2", "--file", str(keys)])
    key = capsys.readouterr().out.strip()
    make_key(["The front end", "--file", str(keys)])
    own.write_text(capsys.readouterr().out)

    def ask(path: str, authorization: str | None = None) -> requests.Response:
        headers = {"Authorization": authorization} if authorization else {}
        files = {"file": SONG}
        return requests.post(svm.url + path, files=files, headers=headers, timeout=PATIENCE_S)

    with running_service("svm_service", tmp_path, API_KEYS_FILE=str(keys)) as svm:
        refused = ask("/v1/predict")
        assert_problem(refused, 401, "unknown_api_key")
        assert "Bearer" == refused.headers["WWW-Authenticate"]
        assert_problem(ask("/predict_svm", "Bearer x"), 401, "unknown_api_key")
        answered = ask("/v1/predict", f"Bearer {key}")
        assert 200 == answered.status_code
        assert '"key";q=2;w=60' == answered.headers["RateLimit-Policy"]
        ask("/v1/embedding", f"Bearer {key}")
        over = ask("/v1/embedding", f"Bearer {key}")
        assert_problem(over, 429, "rate_limited", ["retry_after_s"])
        assert 200 == requests.get(f"{svm.url}/readyz", timeout=PATIENCE_S).status_code
        urls = urls_of_services(svm.url, nobody())
        settings = {"SERVICE_KEY_FILE": str(own)} | urls
        with running_service("frontend", tmp_path, "/livez", **settings) as front:
            asked = requests.post(
                f"{front.url}/api/predict?models=svm", files={"file": SONG}, timeout=PATIENCE_S
            )
        assert (200, "svm") == (asked.status_code, asked.json()["svm"]["model"]["name"])
        assert key not in svm.log.read_text()


def test_files_without_keys(tmp_path: Path) -> None:
    """A file of keys that is none ends the start by name, without what is in it."""
    (tmp_path / "keys").write_text("secret\n")
    for setting, fault in (
        ("API_KEYS_FILE", "its line 1 is no key's"),
        ("SERVICE_KEY_FILE", "cannot be read"),
    ):
        file = tmp_path / ("keys" if setting == "API_KEYS_FILE" else "none")
        own = {"PORT": str(free_port()), setting: str(file)} | urls_of_services()
        ended = ended_python(["-m", "frontend"], **own)

        assert 1 == ended.returncode
        assert f"cannot start: {setting}=" in ended.stderr
        assert fault in ended.stderr
        assert "secret" not in ended.stderr
