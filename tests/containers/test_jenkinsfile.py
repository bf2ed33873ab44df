"""The Jenkinsfile, run stage by stage against the real engine.

`jenkins.groovy` stands in for Jenkins; what the stages call really runs.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from containers.engine import docker

ROOT = Path(__file__).parents[2]
JENKINS = ROOT / "tests" / "containers" / "jenkins.groovy"
STAGES = [
    "Setup",
    "Build Docker Images",
    "Install Dependencies",
    "Run Tests",
    "Verify Test Reports",
    "Start Services",
    "Publish Test Results",
]
TEAR_DOWN = "docker compose --profile tests down --volumes --rmi all --remove-orphans"
TESTS_PER_SERVICE = 4
EXIT_OF_A_FAILED_TEST = 1

Event = dict[str, Any]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy the files that git knows, as an agent has them."""
    folder = tmp_path / "workspace"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # git is on the PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run_pipeline(checkout: Path, tag: str, **environment: str) -> list[Event]:
    """Run the pipeline and return what happened, in order."""
    for left in containers_of(tag.lower().replace("/", "-")).split():
        docker("rm", "--force", "--volumes", left)  # of a run that was broken off
    java = shutil.which("java")
    assert java, "groovy needs Java"
    events = checkout.parent / "events.jsonl"
    # Debian's groovy looks in one folder for Java; this is where it really is.
    home = {"JAVA_HOME": str(Path(java).resolve().parents[1]), "BUILD_TAG": tag}
    subprocess.run(
        ["groovy", str(JENKINS), "Jenkinsfile", ".", str(events)],  # noqa: S607  # on the PATH
        cwd=checkout,
        env=os.environ | home | environment,
        timeout=900,
        check=True,
    )
    return [json.loads(line) for line in events.read_text().splitlines()]


def values(events: list[Event], key: str) -> list[Any]:
    """Return the values of the events of one kind."""
    return [event[key] for event in events if key in event]


def stages_that_ran(events: list[Event]) -> list[str]:
    """Return the stages in the order in which they began, without those that were skipped."""
    skipped = [event["stage"] for event in events if "skipped" in event]
    began = [event["stage"] for event in events if event.keys() == {"stage"}]
    return [stage for stage in began if stage not in skipped]


def containers_of(project: str) -> str:
    """Return the names of what a compose project has left."""
    label = f"label=com.docker.compose.project={project}"
    return docker("ps", "--all", "--quiet", "--filter", label)


@pytest.fixture
def deployed() -> Iterator[str]:
    """Name the deployed project; take it down afterwards if it was not there before."""
    project = "music-genre"
    was_there = containers_of(project)
    yield project
    if not was_there:
        docker("compose", "-p", project, "down")


def test_green(checkout: Path, deployed: str) -> None:
    """All seven stages run in order; the test project is gone, what it deployed stays healthy."""
    events = run_pipeline(checkout, "jenkins-Green/1", DEPLOY="true")

    assert STAGES == stages_that_ran(events)
    assert ["always", "success"] == values(events, "post")
    assert "Pipeline completed successfully!" == values(events, "echo")[-1]
    assert ["SUCCESS"] == values(events, "result")
    (published,) = (event for event in events if "junit" in event)
    assert 4 == published["junit"]
    assert published["tests"] > 3 * TESTS_PER_SERVICE
    assert 0 == published["failed"]
    assert TEAR_DOWN == values(events, "sh")[-1]
    assert "" == containers_of("jenkins-green-1")
    states = docker("compose", "-p", deployed, "ps", "--format", "{{.Name}} {{.Health}}")
    names = ("frontend", "svm_service", "vgg_service", "beat_service")
    assert {f"{name} healthy" for name in names} == set(states.splitlines())


def test_planted_failure(checkout: Path) -> None:
    """One failing test fails the build; its report is published and nothing is started."""
    test = checkout / "svm_service" / "tests" / "test_svm.py"
    test.write_text(test.read_text().replace('"Aucun fichier audio fourni"', '"planted"'))

    events = run_pipeline(checkout, "jenkins-Red/1")

    assert [stage for stage in STAGES if stage != "Start Services"] == stages_that_ran(events)
    caught = values(events, "caught")
    assert 1 == len(caught)
    assert caught[0].startswith(f"exit {EXIT_OF_A_FAILED_TEST}: ")
    assert ["always", "failure"] == values(events, "post")
    assert "Pipeline failed. Please check the logs." == values(events, "echo")[-1]
    assert ["FAILURE"] == values(events, "result")
    (published,) = (event for event in events if "junit" in event)
    assert (4, 1) == (published["junit"], published["failed"])
    assert not any("up --detach" in command for command in values(events, "sh"))
    assert "" == containers_of("jenkins-red-1")


def test_windows_agents_get_the_same_commands(checkout: Path) -> None:
    """A Windows agent is given the same commands for its own shell, and `dir` for `ls`."""
    events = run_pipeline(checkout, "jenkins-Windows-1", WINDOWS="true")

    commands = values(events, "bat")
    assert [] == values(events, "sh")
    assert STAGES == stages_that_ran(events)
    assert all(command.startswith(("docker compose ", "dir TEST-")) for command in commands)
    assert TEAR_DOWN == commands[-1]
