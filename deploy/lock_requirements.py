"""Write the locked, hashed requirements of every group in `pyproject.toml`.

`requirements/dev.txt` is resolved first, for every Python and platform; the others are cut from it,
so one version of a library serves everywhere. No file names a package index.
Then `requirements/wheels.json` says which of them some machine would have to build from source.
"""

import subprocess
import sys
from pathlib import Path

from deploy.locked_wheels import write_table

ROOT = Path(__file__).parent.parent
EVERYTHING = "requirements/dev.txt"
LOCKS = {
    "dev": EVERYTHING,
    "cli": "requirements/cli.txt",
    "run": "requirements/run.txt",
    "svm_service": "svm_service/requirements.txt",
    "vgg19_service": "vgg19_service/requirements.txt",
    "beat_service": "beat_service/requirements.txt",
    "frontend": "frontend/requirements.txt",
    "bulk_image": "deploy/bulk/requirements.txt",
    "wheel": "requirements/wheel.txt",
    "traces": "requirements/traces.txt",
    "image_tests": "requirements/image_tests.txt",
}
COMPILE = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet"),
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"),
)


def main() -> None:
    """Resolve `dev`, the groups within it, and list wheels; `--upgrade` takes newer versions."""
    for group, lock in LOCKS.items():
        command = [*COMPILE, "--group", group, "--output-file", lock]
        command += sys.argv[1:] if lock == EVERYTHING else ["--constraint", EVERYTHING]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  # our own arguments
        print(f"{lock}: {(ROOT / lock).read_text().count('==')} packages")
    write_table()


if __name__ == "__main__":
    main()
