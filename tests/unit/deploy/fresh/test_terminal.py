"""Commands as in a terminal: their lines, their end, and what they leave behind."""

import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from needs import needs_proc

from deploy.fresh import terminal
from deploy.fresh.terminal import Command, CommandError, others_alive, wait_until_alone

Run = Callable[[str], Command]
STAY = "import time; print('here', flush=True); time.sleep(60)"
UNTIL_CTRL_C = """
import time
print('here', flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    print('bye', flush=True)
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Give something that runs Python code as a command in a scratch folder."""
    commands: list[Command] = []

    def start(code: str) -> Command:
        commands.append(Command(shlex.join([sys.executable, "-c", code]), tmp_path))
        return commands[-1]

    yield start
    for command in commands:
        command.kill_if_running()


def pid_of(command: Command) -> int:
    """Find the process of a command by its line; nothing else has it."""
    me = psutil.Process()
    (pid,) = [c.pid for c in me.children() if c.cmdline()[1:] == shlex.split(command.line)[1:]]
    return pid


def test_command_and_its_lines(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command is shown as it is typed, runs in its folder, and its lines are kept and shown."""
    command = run("import os, sys; print(os.getcwd()); print('oh', file=sys.stderr)")

    command.finish()

    assert sorted([f"{tmp_path}\n", "oh\n"]) == sorted(command.lines)
    shown = capsys.readouterr().out
    assert f"$ {command.line}\n" in shown
    assert f"{tmp_path}\n" in shown


def test_nothing_is_typed(run: Run) -> None:
    """A command that asks gets no answer, instead of waiting for one."""
    command = run("input()")

    assert 1 == command.wait()


def test_command_that_fails(run: Run) -> None:
    """Another exit status than 0 is told with the command."""
    with pytest.raises(CommandError, match="ended with status 7"):
        run("raise SystemExit(7)").finish()


def test_waits_for_a_text(run: Run) -> None:
    """The wait is over while the command still runs."""
    command = run(STAY)

    command.wait_for("here")

    assert ["here\n"] == command.lines


def test_text_that_never_comes(run: Run) -> None:
    """A command that ends without a text is told at once."""
    with pytest.raises(CommandError, match="ended without saying “Ready”"):
        run("print('no')").wait_for("Ready")


@pytest.mark.parametrize(
    ("wait", "complaint"),
    [
        (lambda command: command.wait_for("Ready"), "has not said “Ready” in 0.1 s"),
        (lambda command: command.wait(), "did not end in 0.1 s"),
    ],
    ids=["text", "end"],
)
def test_command_that_hangs(
    run: Run, wait: Callable[[Command], object], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that hangs is killed, and told with what it was to do."""
    monkeypatch.setattr(terminal, "END_WITHIN_S", 0.1)
    command = run(STAY)

    with pytest.raises(CommandError, match=complaint):
        wait(command)

    assert -9 == command.wait()


def test_ctrl_c(run: Run) -> None:
    """Ctrl-C reaches the command, which may end as it likes."""
    command = run(UNTIL_CTRL_C)
    command.wait_for("here")

    command.interrupt()

    command.finish()
    assert ["here\n", "bye\n"] == command.lines


def test_nothing_is_left_of_a_command(run: Run) -> None:
    """A command is killed with what it started; one that has ended is left in peace."""
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STAY!r}])"
    command = run(code)
    command.wait_for("here")
    family = psutil.Process(pid_of(command)).children(recursive=True)

    command.kill_if_running()
    command.kill_if_running()

    _, alive = psutil.wait_procs(family, timeout=30)
    assert (1, []) == (len(family), alive)


@needs_proc
def test_who_else_is_alive(run: Run) -> None:
    """A process is listed with its command until it ends; ourselves are not."""
    command = run(STAY)
    command.wait_for("here")
    pid = pid_of(command)

    assert STAY in others_alive()[pid]
    assert psutil.Process().pid not in others_alive()
    command.kill_if_running()
    assert pid not in others_alive()


@needs_proc
def test_unburied_processes_are_not_alive() -> None:
    """A process that has ended and was not asked for its status counts for nothing."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        while psutil.Process(ended.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        assert ended.pid not in others_alive()


def test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait is over when nobody is left, and tells who stays."""
    left = iter([{7: "sleep 1"}, {}])
    monkeypatch.setattr(terminal, "others_alive", lambda: next(left))
    wait_until_alone("Ctrl-C")
    assert [] == list(left)

    monkeypatch.setattr(terminal, "others_alive", lambda: {7: "sleep 9"})
    monkeypatch.setattr(terminal, "LEFT_WITHIN_S", 0)
    with pytest.raises(CommandError, match=r"Ctrl-C left these processes: .*sleep 9"):
        wait_until_alone("Ctrl-C")
