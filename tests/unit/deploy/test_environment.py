"""How `make`'s environment tells a network that fails from other faults, and what it mends."""

import ast
from pathlib import Path

import pytest

from deploy import environment
from deploy.environment import failure_to_message, remove_half_installed

NO_VERSIONS = """\
ERROR: Could not find a version that satisfies the requirement alembic==1.20.1 (from versions: none)
ERROR: No matching distribution found for alembic==1.20.1
"""
NO_WHEEL = NO_VERSIONS.replace("(from versions: none)", "(from versions: 1.0, 1.1)")
WRONG_HASH = """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.
        Expected sha256 9970
             Got        ba78
"""
DISK_FULL = """\
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
"""
# As pip 23.2 and 26 write them, without the time at the beginning of a line.
REFUSED_LOG = """\
Could not fetch URL https://pypi.org/simple/alembic/: connection error: HTTPSConnectionPool(\
host='pypi.org', port=443): Max retries exceeded with url: /simple/alembic/ (Caused by \
NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f85cefdcf10>: \
Failed to establish a new connection: [Errno 111] Connection refused')) - skipping
"""
UNKNOWN_LOG = REFUSED_LOG.replace("[Errno 111] Connection refused", "[Errno -2] Name not known")
PROXY_LOG = """\
Could not fetch URL https://user:secret@pypi.org/simple/alembic/: 407 Client Error: Proxy \
Authentication Required for url: https://pypi.org/simple/alembic/ - skipping
"""
CERTIFICATE_LOG = """\
Could not fetch URL https://pypi.org/simple/alembic/: There was a problem confirming the ssl \
certificate: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate \
(_ssl.c:1006) - skipping
"""
BROKEN_DOWNLOAD_23 = """\
  WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after …
ERROR: Could not install packages due to an OSError: HTTPConnectionPool(host='127.0.0.1', port=9): \
Max retries exceeded with url: /a.whl (Caused by NewConnectionError('<pip._vendor.urllib3.\
connection.HTTPConnection object at 0x7f91e5b2ea90>: Failed to establish a new connection: \
[Errno 111] Connection refused'))
"""
BROKEN_DOWNLOAD_26 = """\
error: connection-failed

× Failed to connect to 127.0.0.1 while fetching http://127.0.0.1:9/a.whl
╰─> [Errno 111] Connection refused
"""
CUT_DOWNLOAD_26 = """\
  WARNING: Connection interrupted while downloading.
error: incomplete-download

× Download failed after 6 attempts because not enough bytes were received (3 bytes/1000 bytes)
"""


@pytest.mark.parametrize(
    ("output", "log", "where"),
    [
        (NO_VERSIONS, REFUSED_LOG, "pypi.org (Connection refused)"),
        (NO_VERSIONS, UNKNOWN_LOG, "pypi.org (Name not known)"),
        (NO_VERSIONS, PROXY_LOG, "pypi.org (407 Client Error: Proxy Authentication Required)"),
        (NO_VERSIONS, CERTIFICATE_LOG, "pypi.org (certificate verify failed)"),
        (BROKEN_DOWNLOAD_23, "", "the package index (Connection refused)"),
        (BROKEN_DOWNLOAD_26, "", "the package index (Connection refused)"),
        (CUT_DOWNLOAD_26, "", "the package index (no answer)"),
    ],
)
def test_network_that_fails(output: str, log: str, where: str) -> None:
    """What old and new versions of pip say of a network becomes one line with what to do."""
    assert (
        f"no connection to {where}; check the network, or set HTTPS_PROXY to your proxy, "
        "then type the same command again"
    ) == failure_to_message(output, log)


@pytest.mark.parametrize(
    ("output", "log"),
    [
        (NO_VERSIONS, "nothing that was not fetched"),
        (NO_WHEEL, REFUSED_LOG),
        (WRONG_HASH, REFUSED_LOG),
        (DISK_FULL, ""),
    ],
)
def test_other_failures(output: str, log: str) -> None:
    """What is no fault of the network is told in pip's own words."""
    told = failure_to_message(output, log)

    assert "pip failed, and said" in told
    assert "connection" not in told
    assert all(line.strip() in told for line in output.splitlines())


def test_only_last_lines() -> None:
    """Of a compiler's thousand lines the last are shown, and where the others are."""
    told = failure_to_message("\n".join(f"line {number}" for number in range(1000)), "")

    assert "line 979\n" not in told
    assert "line 980\n" in told
    assert "line 999\n" in told
    assert ".venv/pip.log" in told


def test_half_installed_packages(tmp_path: Path) -> None:
    """Records that pip has not finished go, and so does what it was about to remove."""
    for name in ("whole-1.dist-info", "half-1.dist-info", "~ld-1.dist-info", "~ld", "half"):
        (tmp_path / name).mkdir()
    (tmp_path / "whole-1.dist-info" / "INSTALLER").touch()
    (tmp_path / "~ld-1.dist-info" / "INSTALLER").touch()

    remove_half_installed(tmp_path)

    assert ["half", "whole-1.dist-info"] == sorted(path.name for path in tmp_path.iterdir())


def test_any_python_reads_it() -> None:
    """A Python that is too old can read the script that says so, annotations included."""
    source = Path(environment.__file__).read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 6))

    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    evaluated = [function.returns for function in functions]
    evaluated += [argument.annotation for function in functions for argument in function.args.args]
    assert not [node for node in evaluated if isinstance(node, ast.BinOp | ast.Subscript)]
    assert environment.TOO_OLD.isascii()  # it may not know of UTF-8 either
