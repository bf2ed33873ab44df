"""The newcomer's way: on which machine it proves something, what is timed, where it ends."""

import subprocess
from pathlib import Path

import pytest
from needs import needs_proc

from deploy.fresh import newcomer
from deploy.fresh.newcomer import (
    ABSENT,
    MachineError,
    check_bare,
    clone,
    main,
    print_times,
    readme,
    timed,
    timed_after_install,
)
from deploy.fresh.readme_commands import Commands, ReadmeError
from deploy.fresh.terminal import CommandError

COMMANDS = Commands(
    "git clone --quiet <this repository> app", "cd app", "make run", ("genre",), (), "make test"
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Be an ordinary user on a machine with an empty folder of programs."""
    monkeypatch.setattr("os.getuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with a README and a Makefile, to clone into a folder with a space."""
    repository, folder = tmp_path / "source.git", tmp_path / "my music"
    repository.mkdir()
    folder.mkdir()
    (repository / "README.md").write_text("# Read me\n")
    (repository / "Makefile").write_text("run:\n")
    git = ["git", "-C", str(repository), "-c", "user.name=n", "-c", "user.email=n@example.org"]
    git += ["-c", "commit.gpgsign=false"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "First"]):
        subprocess.run([*git, *arguments], check=True)
    monkeypatch.setattr(newcomer, "SOURCE", repository)
    monkeypatch.setattr(newcomer, "FOLDER", folder)
    return repository


def test_bare_machine(bare: Path) -> None:
    """An ordinary user without a developer's programs may go on."""
    check_bare()

    assert [] == list(bare.iterdir())


@pytest.mark.parametrize("name", ABSENT)
def test_machine_of_a_developer(bare: Path, name: str) -> None:
    """Each program that a newcomer need not have is found and named."""
    (bare / name).touch(mode=0o755)

    with pytest.raises(MachineError, match=f"need not have {name}"):
        check_bare()


@pytest.mark.usefixtures("bare")
def test_root_is_no_newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root could do what a newcomer cannot."""
    monkeypatch.setattr("os.getuid", lambda: 0)

    with pytest.raises(MachineError, match="not root"):
        check_bare()


@pytest.mark.usefixtures("bare")
def test_ci_is_no_newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under `CI` the tests behave otherwise."""
    monkeypatch.setenv("CI", "")

    with pytest.raises(MachineError, match="no variable CI"):
        check_bare()


def test_readme_is_the_commits(source: Path) -> None:
    """What is read is what will be cloned, not what lies about."""
    (source / "README.md").write_text("# Changed\n")

    assert "# Read me\n" == readme()


@pytest.mark.usefixtures("source")
def test_clone(tmp_path: Path) -> None:
    """The clone is where the README goes, and its time is noted."""
    phases: dict[str, float] = {}

    checkout = clone(COMMANDS, phases)

    assert tmp_path / "my music" / "app" == checkout
    assert (checkout / "Makefile").is_file()
    assert ["clone"] == list(phases)


@pytest.mark.usefixtures("source")
def test_readme_that_goes_elsewhere() -> None:
    """A `cd` that does not lead to the checkout is the README's fault."""
    commands = Commands(COMMANDS.clone, "cd somewhere", "make run", ("genre",), (), "make test")

    with pytest.raises(ReadmeError, match="after `cd somewhere` there is no Makefile"):
        clone(commands, {})


def test_repository_that_is_not_there(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone that fails is told with its status."""
    monkeypatch.setattr(newcomer, "SOURCE", source / "nothing")

    with pytest.raises(CommandError, match="ended with status 128"):
        clone(COMMANDS, {})


def test_time_of_what_fails() -> None:
    """How long something took is noted also where it fails."""
    phases: dict[str, float] = {}

    with pytest.raises(CommandError), timed("start", phases):
        raise CommandError("it hangs")

    assert phases["start"] >= 0


def test_installation_is_timed_apart(tmp_path: Path) -> None:
    """What `make` did before its stamp is the installation, the rest is the thing itself."""
    phases: dict[str, float] = {}
    stamp = tmp_path / "run.stamp"

    with timed_after_install("start", phases, stamp):
        stamp.touch()

    assert ["install for start", "start"] == list(phases)
    assert sum(phases.values()) >= phases["install for start"]


def test_installation_that_failed(tmp_path: Path) -> None:
    """Without a stamp all the time was the installation's."""
    phases: dict[str, float] = {}

    with timed_after_install("start", phases, tmp_path / "run.stamp"):
        pass

    assert 0 == phases["start"]


@needs_proc
def test_table_of_times(capsys: pytest.CaptureFixture[str]) -> None:
    """Each phase has its line, and the last one is their sum."""
    print_times({"clone": 1.25, "start": 10.0})

    lines = capsys.readouterr().out.splitlines()
    assert ["clone", "1.2", "s"] == lines[-3].split()
    assert ["all", "11.2", "s"] == lines[-1].split()


@needs_proc
def test_machine_that_would_prove_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The way ends with 1 and a sentence, nothing is cloned, and the table comes all the same."""
    monkeypatch.setattr("os.getuid", lambda: 0)

    assert 1 == main()

    told = capsys.readouterr().out
    assert "fresh: a newcomer is not root" in told
    assert "--- fresh: Python" in told
