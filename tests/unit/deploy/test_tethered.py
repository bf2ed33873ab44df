"""A module that ends with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tools.processes import ROOT, clean_environment

STOPPED_WITHIN_S = 60.0  # only so that nothing hangs for ever
MODULE = """
import os, pathlib, signal, sys, time
{ignore}
pathlib.Path(sys.argv[1] + ".part").write_text(str(os.getpid()))
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(600)
"""
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-m", "deploy.tethered", "stays", sys.argv[1]],
                 stdin=subprocess.PIPE, start_new_session=True)
time.sleep(600)
"""


@pytest.mark.parametrize(
    "ignore",
    [
        "",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    ],
    ids=["listens", "ignores"],
)
def test_ends_with_its_parent(ignore: str, tmp_path: Path) -> None:
    """A tethered module ends when its parent is killed, even where it does not want to."""
    (tmp_path / "stays.py").write_text(MODULE.format(ignore=ignore))
    number = tmp_path / "number"
    environment = clean_environment(PYTHONPATH=os.pathsep.join([str(ROOT), str(tmp_path)]))
    with subprocess.Popen([sys.executable, "-c", PARENT, number], env=environment) as parent:
        deadline = time.monotonic() + STOPPED_WITHIN_S
        while not number.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        child = psutil.Process(int(number.read_text()))
        assert child.is_running()
        parent.send_signal(signal.SIGKILL)

    psutil.wait_procs([child], timeout=STOPPED_WITHIN_S)

    assert not child.is_running() or psutil.STATUS_ZOMBIE == child.status()
