"""What is known so far, in lines, while the slower ones still listen."""

import io
import json
import threading
from typing import Any

from fake_services import FakeService, prediction, problem
from flask.testing import FlaskClient
from unit.frontend.frontend_client import AUDIO, MAX_UPLOAD_BYTES, Upload

PARTS = {"X-Fragment": "parts", "Accept-Language": "en"}


def text_to_parts(text: str) -> list[dict[str, Any]]:
    """Read every line."""
    return [json.loads(line) for line in text.splitlines()]


def test_parts_come_before_the_whole(upload: Upload, svm: FakeService, vgg19: FakeService) -> None:
    """Each model's answer is there before the next; the last line is what a script gets anyway."""
    svm.answer_with(prediction("confident", "svm", jazz=0.9))
    vgg19.answer_with(prediction("confident", "vgg19", jazz=0.8))
    answer = upload("/", headers=PARTS)
    parts = text_to_parts(answer.text)

    assert "application/x-ndjson" == answer.mimetype
    assert [1, 2] == [len(part["known"]) for part in parts[:-1]]
    assert [False, False, True] == [part["is_final"] for part in parts]
    assert all("Jazz" in part["html"] for part in parts)
    for part in parts[:-1]:
        assert "result-data" not in part["html"]
        assert "data-action" not in part["html"]
    assert "result-data" in parts[-1]["html"]


def test_no_part_of_what_failed(upload: Upload, svm: FakeService) -> None:
    """A model that fails is told of in the whole alone."""
    svm.answer_with(problem("overloaded", 503), 503)
    parts = text_to_parts(upload("/", headers=PARTS).text)

    assert parts[-1]["is_final"]
    assert "svm" not in {name for part in parts[:-1] for name in part["known"]}


def test_refused_before_anybody_listens(upload: Upload) -> None:
    """A file that is too large is a piece of the page, as without parts."""
    answer = upload("/", b"0" * (MAX_UPLOAD_BYTES + 1), headers=PARTS)

    assert (413, "text/html") == (answer.status_code, answer.mimetype)
    assert "<html" not in answer.text


def test_first_part_is_sent_before_the_next_is_there(
    client: FlaskClient, svm: FakeService, vgg19: FakeService
) -> None:
    """Nobody waits for VGG19 to hear of the SVM."""
    svm.answer_with(prediction("confident", "svm", jazz=0.9))
    vgg19.answer_with(prediction("confident", "vgg19", jazz=0.8))
    goes_on = threading.Event()
    vgg19.before_answer = goes_on.wait
    form = {"file": (io.BytesIO(AUDIO), "song.wav")}
    answer = client.post("/", data=form, headers=PARTS, buffered=False)
    lines = answer.iter_encoded()
    first = json.loads(next(lines))
    goes_on.set()
    rest = [json.loads(line) for line in lines]

    assert ["svm"] == first["known"]
    assert [False, True] == [part["is_final"] for part in rest]
