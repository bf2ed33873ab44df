"""The docker command, for the tests of what runs in containers."""

import os
import subprocess


def docker(*arguments: str, given: str | None = None, **environment: str) -> str:
    """Run a docker command and return what it prints; `given` is its standard input."""
    done = subprocess.run(
        ["docker", *arguments],  # noqa: S607  # docker is on the PATH
        input=given,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
