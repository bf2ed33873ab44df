"""Files that hang, crash or take all memory cost their own request; all others are answered."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore

import numpy as np
import pytest
from needs import needs_proc

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding import workers as module
from music_genre.audio.decoding.excerpts import bytes_to_excerpts
from music_genre.audio.decoding.mono import bytes_to_mono
from music_genre.audio.decoding.playable import bytes_to_playable
from music_genre.audio.decoding.workers import TIME_S, Workers, shared_workers, use_workers
from music_genre.audio.errors import (
    DecoderCrashedError,
    DecodingMemoryError,
    DecodingTimeoutError,
    NotAudioError,
    TooLongAudioError,
)
from music_genre.job import ClientGoneError, Job
from tools.signals import channels, song, to_file

ROOT = Path(__file__).parents[5]
SONG = to_file(channels(song(3, 44_100), 2), 44_100)
# A template whose decoder does what the first bytes of a "file" say.
BROKEN = """
import os, signal, time
from music_genre.audio.decoding import job, template
from music_genre.audio.decoding.mono import bytes_to_mono as decode

def broken(encoded, max_audio_s, keep):
    word = bytes(encoded[:5])
    if word == b"hang!":
        time.sleep(60)
    if word == b"spin!":
        while True: pass
    if word == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == b"alloc":
        return bytearray(2**31)
    if word == b"fails":
        raise RuntimeError("a bug")
    if word == b"orpha":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return decode(encoded, max_audio_s, keep)

job.bytes_to_mono = broken
import socket
with socket.socket(fileno=0) as given:
    template.serve(given)
"""


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Make workers of our own."""
    own = Workers()
    yield own
    own.close()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Workers]:
    """Make workers whose decoder can be told to break."""
    (tmp_path / "broken_template.py").write_text(BROKEN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(module, "_TEMPLATE", "broken_template")
    own = Workers()
    yield own
    own.close()


def processes_of(parent: int) -> list[int]:
    """List the children of a process that are not ending."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, father = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(father) == parent and state != "Z":
            found.append(int(folder.name))
    return found


def has_ended(process: int) -> bool:
    """Tell whether a process is gone, or waits to be buried."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def until(happens: Callable[[], bool]) -> bool:
    """Wait for something that takes a moment."""
    for _ in range(200):
        if happens():
            return True
        time.sleep(0.05)
    return False


def test_what_is_decoded_is_the_same(workers: Workers) -> None:
    """A worker gives what decoding in this process gives, to the last bit."""
    pieces: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    expected = bytes_to_mono(SONG, 60, pieces.append)

    waveform, heard = workers.decode(SONG, 60)

    assert expected == heard
    np.testing.assert_array_equal(np.concatenate(pieces), waveform)
    assert waveform.flags.writeable


def test_excerpts_are_the_same(workers: Workers) -> None:
    """A worker gives the parts that decoding in this process gives."""
    file = to_file(song(130))
    pieces: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    expected = bytes_to_excerpts(file, 200, pieces.append)

    samples, heard = workers.decode_excerpts(file, 200)

    assert 3 == len(heard.starts_s)
    assert expected == heard
    np.testing.assert_array_equal(np.concatenate(pieces), samples)


def test_what_is_decoded_to_play_is_the_same(workers: Workers) -> None:
    """A worker gives the channels and the rate that decoding in this process gives."""
    pieces: list[np.ndarray[tuple[int, ...], np.dtype[np.int16]]] = []
    expected = bytes_to_playable(SONG, 60, pieces.append)

    samples, playable = workers.decode_to_play(SONG, 60)

    assert expected == playable
    np.testing.assert_array_equal(np.concatenate(pieces), samples)


def test_refusals_come_through(workers: Workers) -> None:
    """What is wrong with a file is raised here, and counted."""
    with pytest.raises(NotAudioError) as refused:
        workers.decode(b"PK\x03\x04", 60)
    assert "zip" == refused.value.what
    with pytest.raises(TooLongAudioError):
        workers.decode(SONG, 2)
    with pytest.raises(NotAudioError):
        workers.decode(b"", 60)
    assert {"refused": 2} == {end: n for end, n in workers.counts().items() if n}


@pytest.mark.parametrize(
    ("word", "time_s", "error", "end"),
    [
        (b"hang!", 0.5, DecodingTimeoutError, "timeout"),
        (b"spin!", 0.5, DecodingTimeoutError, "timeout"),
        (b"crash", TIME_S, DecoderCrashedError, "crashed"),
        (b"fails", TIME_S, DecoderCrashedError, "crashed"),
        (b"alloc", TIME_S, DecodingMemoryError, "memory"),
    ],
)
def test_bad_file_costs_itself(
    broken: Workers, word: bytes, time_s: float, error: type[Exception], end: str
) -> None:
    """It is refused by what it did; the next file is decoded by another process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broken, "_time_s", time_s)  # of this file alone: the machine may be busy
        with pytest.raises(error):
            broken.decode(word, 60)

    assert 3 == broken.decode(SONG, 60)[1].duration_s
    counted = {end: n for end, n in broken.counts().items() if n}
    assert {end: 1, "decoded": 1} == counted


def test_others_are_decoded_meanwhile(broken: Workers) -> None:
    """While one file hangs, another is answered."""
    job = Job()
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(decode_within, broken, job)
        durations_s = [broken.decode(SONG, 60)[1].duration_s for _ in range(3)]
        assert not hanging.done()
        job.drop()
        assert isinstance(hanging.exception(), ClientGoneError)

    assert [3, 3, 3] == durations_s


def test_job_that_is_dropped(broken: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody waits for a file any more, its process ends, and so does the wait for a place.

    One that a decoder keeps busy is ended by its alarm, as ever.
    """
    monkeypatch.setattr(broken, "_at_once", Semaphore(1))
    assert 3 == broken.decode(SONG, 60)[1].duration_s
    job, waiting = Job(), Job()
    with ThreadPoolExecutor() as pool:
        hangs = pool.submit(decode_within, broken, job)
        while broken._at_once.acquire(blocking=False):  # noqa: SLF001  # it has not begun
            broken._at_once.release()  # noqa: SLF001
            time.sleep(0.01)
        waits = pool.submit(decode_within, broken, waiting)
        waiting.drop()
        assert isinstance(waits.exception(), ClientGoneError)
        assert not hangs.done()
        job.drop()
        assert isinstance(hangs.exception(), ClientGoneError)

    assert 3 == broken.decode(SONG, 60)[1].duration_s


def decode_within(workers: Workers, job: Job) -> None:
    """Decode a file that makes the decoder hang, as a part of a job."""
    with job.within():
        workers.decode(b"hang!", 60)


def test_template_is_replaced(workers: Workers) -> None:
    """Where the template itself was ended, a new one decodes."""
    workers.decode(SONG, 60)
    template = workers.template_pid
    assert template is not None
    os.kill(template, signal.SIGKILL)

    assert 3 == workers.decode(SONG, 60)[1].duration_s
    assert {template, 1}.isdisjoint({workers.template_pid, workers.n_starts})


def test_template_that_ends_during_a_file(broken: Workers) -> None:
    """The file is tried once more; if that ends the next template too, it is refused."""
    with pytest.raises(DecoderCrashedError):
        broken.decode(b"orphan", 60)

    assert 3 == broken.decode(SONG, 60)[1].duration_s


def test_many_at_once(workers: Workers) -> None:
    """Threads that decode at the same time get each their own file."""
    files = {s: to_file(song(s)) for s in (1.5, 2.0, 2.5, 3.0)}
    with ThreadPoolExecutor(8) as pool:
        asked = [(s, pool.submit(workers.decode, file, 60)) for s, file in [*files.items()] * 4]

    assert [s for s, _ in asked] == [job.result()[1].duration_s for _, job in asked]


@needs_proc
def test_nothing_is_left(workers: Workers) -> None:
    """When the workers are closed, the template and whatever it has forked are gone."""
    workers.decode(SONG, 60)
    template = workers.template_pid
    assert template is not None
    assert until(lambda: len(processes_of(template)) == 1)
    (ready,) = processes_of(template)

    workers.close()

    assert until(lambda: not Path(f"/proc/{ready}").exists())
    assert not Path(f"/proc/{template}").exists()


@needs_proc
def test_nothing_outlives_who_started_it() -> None:
    """Where a service is killed, its processes end too, also one that hangs."""
    program = (
        "import time; from music_genre.audio.decoding.workers import Workers\n"
        "w = Workers(); w.start(); print(w.template_pid, flush=True); time.sleep(60)"
    )
    environment = {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as started:
        assert started.stdout is not None
        template = int(started.stdout.readline())
        started.kill()

    assert until(lambda: has_ended(template))


def test_one_set_of_workers_for_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for workers gets the same; decoding uses them from then on."""
    monkeypatch.setattr(module.shared, "workers", None)
    assert shared_workers() is None

    first = use_workers()

    assert first is use_workers() is shared_workers()
    assert 3 == bytes_to_waveform(SONG, 60).info.duration_s
    assert 1 == first.counts()["decoded"]
    first.close()
