"""Print what each image weighs on top of its base, and exit 1 when one is over its budget.

The layers of the base are on a machine once, however many images stand on it.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

BASE = "python:3.13-slim-trixie"
MEGABYTE = 1e6


@dataclass(frozen=True)
class Budget:
    """The most that an image may weigh on top of its base [MB of 10⁶ bytes]."""

    image: str
    most_mb: int


BUDGETS = (
    Budget("devops-app/svm-service:latest", 430),
    Budget("devops-app/vgg19-service:latest", 430),
    Budget("devops-app/beat-service:latest", 700),
    Budget("devops-app/frontend:latest", 80),
)


def image_to_megabytes(image: str) -> float:
    """Ask the engine for an image's size [MB]. Raises `CalledProcessError` where it has none."""
    inspected = subprocess.run(  # noqa: S603  # our own arguments
        ["docker", "image", "inspect", image],  # noqa: S607  # docker is on the PATH
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(json.loads(inspected.stdout)[0]["Size"]) / MEGABYTE


def main() -> int:
    """Print the table; the exit status says whether all are within budget."""
    base_mb = image_to_megabytes(BASE)
    print(f"base {BASE}: {base_mb:.0f} MB\n")
    print(f"{'image':<34}{'all':>9}{'on top':>9}{'budget':>9}")
    too_large = False
    for budget in BUDGETS:
        image_mb = image_to_megabytes(budget.image)
        on_top_mb = image_mb - base_mb
        over = on_top_mb > budget.most_mb
        too_large |= over
        row = f"{budget.image:<34}{image_mb:>6.0f} MB{on_top_mb:>6.0f} MB{budget.most_mb:>6} MB"
        print(row + ("  TOO LARGE" if over else ""))
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main())
