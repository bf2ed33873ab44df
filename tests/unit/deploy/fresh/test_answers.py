"""What a newcomer asks, and which answers would leave one stuck."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request

import pytest
from fake_services import FakeService, fake_service, prediction
from recommendation import recommendation, silent_recommendation

from deploy.fresh import answers
from deploy.fresh.answers import (
    AnswerError,
    ask,
    check_answer,
    check_page,
    fetch,
    file_to_bytes,
    wait_until_ready,
)
from deploy.fresh.readme_commands import CurlRequest
from tools.processes import nobody

PREDICTION = {"svm": prediction(jazz=0.7), "vgg19": prediction(name="vgg19", rock=0.7)}


def json_of(body: Any) -> bytes:
    """Encode a body."""
    return json.dumps(body).encode()


def curl(service: FakeService, path: str = "/recommend") -> CurlRequest:
    """Make the request of a `curl` line."""
    return CurlRequest("curl …", "POST", service.url + path, "file", "song.mp3")


def test_request_is_curls() -> None:
    """The file is sent as a part of a form, under its name, byte for byte."""
    with fake_service(content=b"answer") as service:
        assert b"answer" == ask(curl(service), b"\x00\r\nsong")

    ((path, headers, body),) = service.asked
    assert "/recommend" == path
    assert "multipart/form-data; boundary=newcomer" == headers["Content-Type"]
    head, _, rest = body.partition(b"\r\n\r\n")
    assert b'form-data; name="file"; filename="song.mp3"' in head
    assert b"\x00\r\nsong\r\n--newcomer--\r\n" == rest


def test_refusal_has_the_services_words() -> None:
    """A status that is an error is told with what the service said."""
    with (
        fake_service(status=415, content=b"no audio") as service,
        pytest.raises(AnswerError, match="/recommend answers 415: no audio"),
    ):
        ask(curl(service), b"song")


def test_nobody_answers() -> None:
    """A service that is not there is told by its address."""
    with pytest.raises(AnswerError, match=r"/livez does not answer: .*refused"):
        fetch(Request(f"{nobody()}/livez"))  # noqa: S310  # an address of this machine


def test_waits_for_a_service() -> None:
    """A service that becomes ready after a while is waited for, at the root of its address."""
    with fake_service(ready_status=503) as service:
        probes = iter([503, 503, 200])

        def next_status() -> None:
            service.ready_status = next(probes)

        service.before_answer = next_status
        wait_until_ready(f"{service.url}/api/predict?models=svm")

    assert [] == list(probes)


def test_service_that_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait has an end, with what the service says last."""
    monkeypatch.setattr(answers, "ANSWER_WITHIN_S", 0.3)
    with (
        fake_service(ready_status=503) as service,
        pytest.raises(AnswerError, match=r"/readyz (answers 503|does not answer)"),
    ):
        wait_until_ready(f"{service.url}/api/predict")


@pytest.mark.parametrize(("title", "is_there"), [("Music", True), ("Other", False)])
def test_title_of_the_page(title: str, is_there: bool) -> None:
    """The page is known by its title; another page is told with how it begins."""
    with fake_service(sound=b"<html><title>Music</title>") as service:
        url = f"{service.url}/beats/page"
        if is_there:
            check_page(url, title)
        else:
            with pytest.raises(AnswerError, match="begins '<html><title>Music"):
                check_page(url, title)


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/api/predict", json_of(PREDICTION), "svm: jazz, vgg19: rock"),
        ("/recommend", json_of(recommendation()), "House: Warehouse floor"),
        ("/analyze", json_of(recommendation()), "112.02 bpm"),
        ("/v1/explain", b"\x89PNG\r\n\x1a\nrest", "a picture of 12 bytes"),
    ],
)
def test_good_answers(path: str, body: bytes, words: str) -> None:
    """What a newcomer reads in an answer is told in a few words."""
    assert words == check_answer(path, body)


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/api/predict", json_of({"svm": PREDICTION["svm"]}), "'vgg19' is missing"),
        (
            "/api/predict",
            json_of(PREDICTION | {"svm": prediction("silence") | {"probabilities": {}}}),
            "svm answers",
        ),
        (
            "/api/predict",
            json_of(PREDICTION | {"vgg19": {"nearest": "a", "probabilities": {"a": 0.5}}}),
            "vgg19 answers",
        ),
        ("/recommend", json_of(silent_recommendation()), "no beat is recommended"),
        ("/recommend", b"{}", "'recommended_beat' is missing"),
        ("/analyze", json_of({"tempo": {"bpm": 0}}), "no tempo"),
        ("/v1/explain", b"<svg/>", "this is no PNG"),
        ("/elsewhere", b"{}", "'/elsewhere' is missing, in deploy/fresh/answers.py"),
    ],
)
def test_bad_answers(path: str, body: bytes, complaint: str) -> None:
    """An answer that no newcomer should get is told with what it lacks."""
    with pytest.raises(AnswerError, match=complaint):
        check_answer(path, body)


def test_files_of_the_readme(tmp_path: Path) -> None:
    """A file of the checkout is that; a newcomer's own song is a copy of our sample."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sample.wav").write_bytes(b"sample")
    (tmp_path / "data" / "other.wav").write_bytes(b"other")

    assert b"other" == file_to_bytes("data/other.wav", tmp_path)
    assert b"sample" == file_to_bytes("song.mp3", tmp_path)
