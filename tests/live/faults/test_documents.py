"""Each service is what its OpenAPI document says, whatever is sent, in hundreds of requests."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.processes import Services, clean_environment, running_stack

Record = Callable[[str, object], None]
SERVICES = ("svm", "vgg19", "beat", "frontend")
ALLOWED = Path(__file__).with_name("schemathesis.toml")
N_EXAMPLES = 5  # of each kind of each operation
COUNTED = re.compile(r"^ *(\d+) generated", re.MULTILINE)


@pytest.fixture(scope="module")
def own_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Run services whose beats may be deleted."""
    with running_stack(tmp_path_factory.mktemp("own")) as running:
        yield running


@pytest.mark.parametrize("service", SERVICES)
def test_service_is_what_its_document_says(
    own_services: Services, service: str, record_property: Record, tmp_path: Path
) -> None:
    """No failure but those that `schemathesis.toml` allows with a reason; each time the same."""
    document = f"{getattr(own_services, service)}/openapi.json"
    told = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(ALLOWED),
        "run",
        document,
    ]
    done = subprocess.run(
        [*told, "--seed", "1", "--max-examples", str(N_EXAMPLES), "--continue-on-failure"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    count = COUNTED.search(done.stdout)
    assert count
    assert int(count[1]) > 100
    found = f"{count[1]} made-up requests: as its OpenAPI says"
    record_property("fault", (f"schemathesis, {service}", found, "as its OpenAPI says"))
