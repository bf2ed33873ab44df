"""The process that others are forked from: ready before it is asked, gone when nobody asks."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from music_genre.audio.decoding.job import Limits, reply_to_heard
from music_genre.audio.decoding.template import warm_up
from tools.signals import song, to_file

ROOT = Path(__file__).parents[5]
MODULE = "music_genre.audio.decoding.template"
UNWANTED = ("librosa", "tensorflow", "scipy", "onnxruntime", "flask", "fastapi", "numba")


def test_warm_up_decodes() -> None:
    """What the first file would have to load is loaded."""
    warm_up()

    assert "av" in sys.modules


def test_it_loads_little() -> None:
    """Nothing that takes long to load, and no web."""
    program = f"import sys, {MODULE}; print([name for name in {UNWANTED!r} if name in sys.modules])"

    printed = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]" == printed.stdout.strip()


def test_jobs_until_the_socket_closes(tmp_path: Path) -> None:
    """It does every job in another process, and ends when the other side is gone."""
    ours, theirs = socket.socketpair()
    with (
        ours,
        subprocess.Popen(
            [sys.executable, "-m", MODULE], stdin=theirs.fileno(), env={"PYTHONPATH": str(ROOT)}
        ) as template,
    ):
        theirs.close()
        for number in range(2):
            source = tmp_path / f"{number}.wav"
            source.write_bytes(to_file(song(2)))
            files = [os.open(path, os.O_RDWR | os.O_CREAT) for path in (source, tmp_path / "out")]
            answers, answered = socket.socketpair()
            with answers, answered:
                packed = Limits(60, 20, 2**28).to_bytes()
                socket.send_fds(ours, [packed], [*files, answered.fileno()])
                answered.close()
                assert 2 == reply_to_heard(json.loads(answers.recv(1 << 16))).duration_s
            for file in files:
                os.close(file)
        ours.close()
        assert 0 == template.wait(20)
