"""The process that decoding processes are forked from: everything loaded, nothing going on.

One fork always waits for the next file: a new Python that loads FFmpeg would take a third of a
second. Each file has a process that no other file has been in. All end with whoever started this.
Started by `music_genre.audio.decoding.workers`, with a socket as its standard input.
"""

import gc
import io
import os
import signal
import socket
import traceback
import wave
from typing import Final, NoReturn

from music_genre.audio.constants import MAX_SAMPLE_RATE_HZ
from music_genre.audio.decoding.job import Limits, end_with, run_job
from music_genre.audio.decoding.mono import bytes_to_mono

JOB: Final = b"j"
NO_MORE: Final = b"n"
N_FILES: Final = 3  # that come with a job: source, result, reply


def serve(control: socket.socket) -> None:
    """Keep a process ready for the next job, until nobody is there who could send one."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    own = os.getpid()
    while True:
        begun, said = os.pipe()
        if os.fork() == 0:
            os.close(begun)
            _work(control, said, own)
        os.close(said)
        news = os.read(begun, 1)  # nothing, where the process that waited was ended
        os.close(begun)
        if news == NO_MORE:
            return


def _work(control: socket.socket, said: int, parent: int) -> NoReturn:
    """Wait for a job, say that it has come, do it, and end this process whatever comes of it."""
    try:
        end_with(parent)
        packed, files, _, _ = socket.recv_fds(control, Limits.LAYOUT.size, N_FILES)
        os.write(said, JOB if packed else NO_MORE)
        os.close(said)
        control.close()
        if packed:
            source, result, reply = files
            with socket.socket(fileno=reply) as answers:
                run_job(Limits.from_bytes(packed), source, result, answers)
    except Exception:  # noqa: BLE001  # its last words; whoever waits is told by the socket
        traceback.print_exc()
    finally:
        os._exit(0)


def warm_up() -> None:
    """Decode a second of silence, so that what is loaded at first use is loaded."""
    file = io.BytesIO()
    with wave.open(file, "wb") as silence:
        silence.setnchannels(2)
        silence.setsampwidth(2)
        silence.setframerate(MAX_SAMPLE_RATE_HZ)
        silence.writeframes(bytes(4 * MAX_SAMPLE_RATE_HZ))
    bytes_to_mono(file.getvalue(), 2, len)


if __name__ == "__main__":
    warm_up()
    gc.freeze()  # what is here stays here, in memory that all share
    with socket.socket(fileno=0) as given:
        serve(given)
