"""One file in one process: what goes in, what comes back."""

import json
import multiprocessing
import os
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decoding.job import (
    Limits,
    end_with,
    error_to_reply,
    reply_to_heard,
    run_job,
)
from music_genre.audio.errors import (
    AudioProcessingError,
    DecodingMemoryError,
    NotAudioError,
    TooLongAudioError,
)
from tools.processes import ended_python
from tools.signals import sine, to_file

LIMITS = Limits(max_audio_s=60, time_s=20, memory_bytes=2**28)
ERRORS = [
    NotAudioError("zip"),
    NotAudioError(),
    TooLongAudioError(duration_s=61, maximum_s=60),
    DecodingMemoryError(),
]


# Waits for ever unless it is ended.
WITH_A_READER = """
import socket, threading
from music_genre.audio.decoding.job import end_with_reader

ours, theirs = socket.socketpair()
{0}.close()
end_with_reader(theirs)
threading.Event().wait()
"""


def job_in_a_process(limits: Limits, source: Path, result: Path) -> dict[str, Any]:
    """Run a job where its limits touch nobody else, and read the reply."""
    ours, theirs = socket.socketpair()
    arguments = (limits, _opened(source), _opened(result), theirs)
    process = multiprocessing.get_context("fork").Process(target=run_job, args=arguments)
    with ours, theirs:
        process.start()
        theirs.close()
        reply = ours.recv(1 << 16)
        process.join()
    return dict(json.loads(reply))


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT)


def test_limits_travel() -> None:
    """They are the same on the other side."""
    assert LIMITS == Limits.from_bytes(LIMITS.to_bytes())


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_errors_travel(error: AudioProcessingError) -> None:
    """An error of the other process is raised here as it was."""
    reply = json.loads(json.dumps(error_to_reply(error)))

    with pytest.raises(type(error)) as raised:
        reply_to_heard(reply)
    assert error.facts == raised.value.facts
    assert getattr(error, "what", None) == getattr(raised.value, "what", None)


def test_samples_are_written(tmp_path: Path) -> None:
    """The samples are in the file, and the reply says what was heard."""
    (tmp_path / "tone.wav").write_bytes(to_file(sine(440, 2)))

    heard = reply_to_heard(job_in_a_process(LIMITS, tmp_path / "tone.wav", tmp_path / "result"))

    samples = np.fromfile(tmp_path / "result", np.float32)
    assert 2 == heard.duration_s
    np.testing.assert_allclose(sine(440, 2), samples, atol=2**-15)


def test_refusal_is_replied(tmp_path: Path) -> None:
    """What is wrong with a file is said by its code."""
    (tmp_path / "text").write_text("no music")

    reply = job_in_a_process(LIMITS, tmp_path / "text", tmp_path / "result")

    assert ("not_audio", "text") == (reply["error"], reply["what"])


def test_memory_is_limited(tmp_path: Path) -> None:
    """A process that would take more than it may says so, and nothing else."""
    (tmp_path / "loud.wav").write_bytes(to_file(np.zeros((SAMPLE_RATE_HZ * 40, 8)), SAMPLE_RATE_HZ))
    limits = Limits(max_audio_s=60, time_s=20, memory_bytes=2**10)

    reply = job_in_a_process(limits, tmp_path / "loud.wav", tmp_path / "result")

    assert "decoding_memory" == reply["error"]


def test_nobody_is_left_alone() -> None:
    """A process whose parent is another than it thinks ends at once."""
    process = multiprocessing.get_context("fork").Process(target=end_with, args=(1,))
    process.start()
    process.join()

    assert 1 == process.exitcode


@pytest.mark.parametrize("closed", ["ours", "theirs"])
def test_nobody_listens(closed: str) -> None:
    """A process ends without a word when its reader hangs up, or its reply is through already."""
    ended = ended_python(["-c", WITH_A_READER.format(closed)])

    assert (0, "", "") == (ended.returncode, ended.stdout, ended.stderr)
