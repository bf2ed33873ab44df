"""`--scheduler` → a Dask client: workers of this machine, of others, of SLURM, or those that run.

A worker is one process with two threads: one song is heard while the next is read.
"""

import logging
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import dask
from distributed import Client, LocalCluster
from distributed.deploy.spec import SpecCluster
from distributed.system import MEMORY_LIMIT

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.telling.problems import FileProblemError

THREADS: Final = 2
LOCAL: Final = "local"
SLURM: Final = "slurm"
SETTINGS: Final = {
    # A song that was being heard when two workers ended is heard apart.
    "distributed.scheduler.allowed-failures": 1,
    # Songs wait in the scheduler, not in workers, which would take them along when they end.
    "distributed.scheduler.worker-saturation": 1.0,
    # Workers do not wait for a page that nobody looks at.
    "distributed.worker.profile.enabled": False,
}
SSH_HOST: Final = re.compile(
    r"^(?:(?P<username>[^@]+)@)?(?P<host>\[[^\]]+\]|[^:]+)(?::(?P<port>\d+))?$"
)


@dataclass(frozen=True)
class Places:
    """Where workers run, as the command line says, and how many: here, a machine, or in all."""

    scheduler: str = LOCAL
    workers: int = 1


@contextmanager
def connected(places: Places) -> Iterator[Client]:
    """Start or find a cluster, and end what was started.

    Raises `FileProblemError`, and `NobodyAnswersError` where there is none.
    """
    with dask.config.set(SETTINGS):
        try:
            cluster = places_to_cluster(places)
            client = Client(cluster)
        except (OSError, RuntimeError, ValueError) as error:  # the last of a wrong jobqueue.yaml
            raise NobodyAnswersError(f"{places.scheduler}: {error}") from error
        try:
            yield client
        finally:
            # That a worker is slow to end is nobody's concern any more.
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            client.close()
            if not isinstance(cluster, str):
                cluster.close()


def is_scheduler(scheduler: str) -> bool:
    """Tell whether a scheduler is named as one is."""
    kind, _, rest = scheduler.partition(":")
    if kind == "ssh":
        return all(SSH_HOST.match(host) for host in rest.split(","))
    return scheduler in {LOCAL, SLURM} or (kind in {"tcp", "tls"} and bool(rest))


def places_to_cluster(places: Places) -> Any:
    """Start a cluster, or return the address of one that runs."""
    kind, _, rest = places.scheduler.partition(":")
    if places.scheduler == LOCAL:
        return local_cluster(places.workers)
    if kind in {"tcp", "tls"} and rest:
        return places.scheduler
    if kind == "ssh" and rest:
        return ssh_cluster(rest.split(","), places.workers)
    if places.scheduler == SLURM:
        return slurm_cluster(places.workers)
    raise FileProblemError("scheduler_unknown")


def local_cluster(workers: int) -> LocalCluster:
    """Start processes here, which nobody else can reach."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=THREADS,
        memory_limit=MEMORY_LIMIT // workers,
        host="127.0.0.1",
        scheduler_port=0,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.ERROR,  # what became of each song is told in its row
    )


def ssh_cluster(hosts: list[str], workers: int) -> SpecCluster:
    """Start processes on machines that one may log in to; the first has the scheduler too."""
    from distributed import SSHCluster

    parts = [host_to_parts(host) for host in hosts]
    parts.insert(0, parts[0])
    return SSHCluster(
        [str(part.pop("host")) for part in [dict(one) for one in parts]],
        connect_options=[
            {name: part[name] for name in ("username", "port") if name in part} for part in parts
        ],
        worker_options={"nthreads": THREADS, "n_workers": workers},
        scheduler_options={"port": 0, "dashboard_address": ":0"},
        remote_python=this_python(),
    )


def host_to_parts(host: str) -> dict[str, str | int]:
    """Read `user@host:port`. Raises `FileProblemError`."""
    found = SSH_HOST.match(host)
    if not found:
        raise FileProblemError("scheduler_unknown")
    parts: dict[str, str | int] = {"host": found["host"].strip("[]")}
    if found["username"]:
        parts["username"] = found["username"]
    if found["port"]:
        parts["port"] = int(found["port"])
    return parts


def this_python() -> str:
    """Return the interpreter that runs here, which others have in the same place.

    It goes into lines of a shell, and a folder may have a space in its name.
    """
    return shlex.quote(sys.executable)


def slurm_cluster(workers: int) -> Any:
    """Queue jobs with so many workers, as `jobqueue.yaml` says (dask-jobqueue)."""
    from dask_jobqueue.slurm import SLURMCluster

    told = dask.config.get("jobqueue.slurm.python")
    cluster = SLURMCluster(python=told or this_python())
    cluster.scale(workers)
    return cluster
