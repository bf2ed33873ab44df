"""Workers that the command did not start as its own: a running scheduler, SSH, SLURM."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from live.bulk.archives import (
    assert_each_once,
    make_manifest,
    make_songs,
    rows,
    run,
    shards,
    started,
    wait_until,
)

from tools.processes import INHERITED, ROOT, free_port

N_SONGS = 35


def spaced_python(folder: Path) -> str:
    """Give this Python, with its packages, a place whose name has a space."""
    place = folder / "my programs"
    place.symlink_to(sys.prefix)
    return str(place / "bin" / Path(sys.executable).name)


@contextlib.contextmanager
def dask_process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a scheduler or workers; nothing of them is left at the end."""
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def running_cluster(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a scheduler at a port, and a worker; give the scheduler."""
    here = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    worker = ("--nworkers", "1", "--nthreads", "2", "--local-directory", "/tmp")  # noqa: S108
    with (
        dask_process("scheduler", "--port", str(port), *here) as scheduler,
        dask_process("worker", f"tcp://127.0.0.1:{port}", *here, *worker),
    ):
        yield scheduler


def test_the_scheduler_is_killed(tmp_path: Path) -> None:
    """The command says that it is gone and ends; with another one it goes on."""
    urls = make_songs(tmp_path / "songs", N_SONGS)
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"
    port = free_port()
    where = ("--scheduler", f"tcp://127.0.0.1:{port}")

    with running_cluster(port) as scheduler, started(manifest, out, *where) as first:
        wait_until(lambda: len(shards(out)) >= 1, first)
        scheduler.kill()
        _, err = first.communicate(timeout=120)
        assert 3 == first.returncode
        assert "goes on" in err
    with running_cluster(port):
        counts = run(manifest, out, *where)

    assert 0 < counts["heard_now"] < N_SONGS
    assert_each_once(rows(out), urls)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[int]:
    """Run a server that one may log in to without a key, and which runs commands; give its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")

    class Server(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return username != "me"

    async def serve(process: "asyncssh.SSHServerProcess[bytes]") -> None:
        local = await asyncio.create_subprocess_shell(
            process.command or "",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        await process.redirect(stdin=local.stdin, stdout=local.stdout, stderr=local.stderr)
        waiting = [
            asyncio.ensure_future(local.wait()),
            asyncio.ensure_future(process.wait_closed()),
        ]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(local.pid, signal.SIGKILL)
        process.exit(await local.wait())

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Server,
            server_host_keys=[key],
            process_factory=serve,
            encoding=None,
        )

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    port = acceptor.get_port()
    (tmp_path / ".ssh").mkdir()
    known = f"[127.0.0.1]:{port} {key.export_public_key().decode()}"
    (tmp_path / ".ssh" / "known_hosts").write_text(known)
    yield port

    async def close() -> None:
        acceptor.close()
        await acceptor.wait_closed()

    asyncio.run_coroutine_threadsafe(close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_machines_that_one_may_log_in_to(ssh: int, tmp_path: Path) -> None:
    """Scheduler and workers are started over SSH, by user, host and port."""
    urls = make_songs(tmp_path / "songs", N_SONGS)
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"

    where = ("--scheduler", f"ssh:me@127.0.0.1:{ssh}", "--workers", "1")
    counts = run(manifest, out, *where, python=spaced_python(tmp_path), HOME=str(tmp_path))

    assert N_SONGS == counts["heard_now"]
    assert_each_once(rows(out), urls)


SBATCH = """#!/bin/sh
# Queues a job, whose script it keeps: here it runs at once.
cp "$1" "$JOBS.sh"
setsid sh "$JOBS.sh" >"$JOBS.log" 2>&1 &
echo $! >>"$JOBS"
echo "Submitted batch job $!"
"""
SCANCEL = """#!/bin/sh
for job in "$@"; do kill -9 -- "-$job"; done
"""
JOBQUEUE = """
jobqueue:
  slurm: {{cores: 2, processes: 1, memory: 4GiB, walltime: "1:00:00", interface: lo,
           death-timeout: 300, local-directory: {folder}, log-directory: {folder},
           scheduler-options: {{dashboard_address: "127.0.0.1:0"}}}}
"""


@pytest.fixture
def slurm(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Put commands of SLURM in the way; give the environment in which they are found."""
    programs, jobs = tmp_path / "bin", tmp_path / "jobs"
    programs.mkdir()
    for name, script in {"sbatch": SBATCH, "scancel": SCANCEL}.items():
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    (tmp_path / "dask").mkdir()
    (tmp_path / "dask" / "jobqueue.yaml").write_text(JOBQUEUE.format(folder=tmp_path))
    yield {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "DASK_CONFIG": str(tmp_path / "dask"),
        "JOBS": str(jobs),
    }
    for job in jobs.read_text().split() if jobs.exists() else []:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(job), signal.SIGKILL)


@pytest.mark.skipif(shutil.which("setsid") is None, reason="util-linux has setsid")
def test_jobs_of_slurm(slurm: dict[str, str], tmp_path: Path) -> None:
    """Workers are jobs that the command queues and takes back, as `jobqueue.yaml` says."""
    urls = make_songs(tmp_path / "songs", N_SONGS)
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"

    where = ("--scheduler", "slurm", "--workers", "1")
    counts = run(manifest, out, *where, python=spaced_python(tmp_path), **slurm)

    assert N_SONGS == counts["heard_now"]
    assert_each_once(rows(out), urls)
    assert 1 == len(Path(slurm["JOBS"]).read_text().split())
