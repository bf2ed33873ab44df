"""One answer on every processor: real services on emulated ones.

Haswell has AVX2 and no VNNI: its fast 8-bit kernels add in 16 bits. Nehalem has no AVX at all.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import requests
from golden.regenerate import GOLDEN
from models.saturating_model import write_saturating_bundle
from needs import needs_emulator

from tools.processes import clean_environment, running_service
from tools.signals import song, to_file

ROOT = Path(__file__).parents[2]
PROCESSORS = ("Haswell", "Nehalem")
PROBABILITY = 0.01
SONG = {"file": to_file(song(3))}

pytestmark = needs_emulator


def emulated(processor: str) -> list[str]:
    """Return the beginning of a command that runs Python on another processor."""
    return ["qemu-x86_64", "-cpu", processor, sys.executable]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_golden_windows(processor: str) -> None:
    """VGG19 as it is served predicts for two golden windows what it does in exact arithmetic."""
    done = subprocess.run(
        [*emulated(processor), "tests/golden/ask.py"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    answers = json.loads(done.stdout)
    assert {"song", "noise"} == answers.keys()
    with np.load(GOLDEN) as golden:
        for name, row in answers.items():
            np.testing.assert_allclose(row, golden[f"{name}/vgg19"], atol=PROBABILITY)


def test_a_service_starts_without_avx(tmp_path: Path) -> None:
    """On a processor of 2008 a service starts, is fast in its own way, and answers."""
    with running_service("svm_service", tmp_path, python=emulated("Nehalem")) as service:
        ready = requests.get(f"{service.url}/readyz", timeout=60).json()
        answer = requests.post(f"{service.url}/v1/predict", files=SONG, timeout=60)

    assert "fast" == ready["arithmetic"]["svm"]["arithmetic"]
    assert 200 == answer.status_code
    assert "llegal instruction" not in service.log.read_text()


def test_wrong_kernels_are_found_at_start(tmp_path: Path) -> None:
    """A model with weights of 8 bits, where that saturates, computes exactly and says so."""
    folder = write_saturating_bundle(tmp_path / "model")

    with running_service(
        "svm_service", tmp_path, python=emulated("Haswell"), MODEL_DIR=str(folder)
    ) as service:
        ready = requests.get(f"{service.url}/readyz", timeout=60).json()
        answer = requests.post(f"{service.url}/v1/predict", files=SONG, timeout=60)
        metrics = requests.get(f"{service.url}/metrics", timeout=60).text

    assert "exact" == ready["arithmetic"]["svm"]["arithmetic"]
    assert ready["arithmetic"]["svm"]["difference"] > 0.1
    assert "blues" == answer.json()["genre"]
    assert answer.json()["probabilities"]["blues"] > 0.9
    assert 'model_exact_arithmetic{model="svm"} 1.0' in metrics
    assert "this processor's fast kernels are wrong by" in service.log.read_text()
