"""The report's own test of the SVM service, pasted unchanged, in the way the report runs it."""

import shutil
from pathlib import Path

from tools.processes import ROOT, ended_python

REPORT_TEST = ROOT / "tests" / "data" / "report_test_svm.txt"
SERVICE = ROOT / "svm_service"


def test_the_reports_own_test_passes(tmp_path: Path) -> None:
    """With `svm_service` as working directory and `PYTHONPATH=..:.`, all four tests are green."""
    shutil.copy(REPORT_TEST, tmp_path / "test_svm.py")

    command = ["-m", "unittest", "discover", "-v", "-s", str(tmp_path)]
    done = ended_python(command, SERVICE, PYTHONPATH="..:.")

    assert 0 == done.returncode, done.stderr
    assert "Ran 4 tests" in done.stderr


def test_service_tests_write_reports_as_scripts(tmp_path: Path) -> None:
    """Run as a script, each service's test file leaves its `TEST-*.xml` for Jenkins."""
    for service, script in (("svm_service", "test_svm.py"), ("vgg19_service", "test_vgg.py")):
        settings = {"PYTHONPATH": "..:.", "REPORT_DIR": str(tmp_path)}
        done = ended_python([f"tests/{script}"], ROOT / service, **settings)
        assert 0 == done.returncode, done.stderr

    written = sorted(path.name for path in tmp_path.glob("TEST-*.xml"))
    assert ["TEST-TestSVMService", "TEST-TestVGGService"] == [name[:19] for name in written]
