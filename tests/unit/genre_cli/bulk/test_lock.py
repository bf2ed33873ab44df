"""One run at a time."""

import threading
from pathlib import Path

import pytest

from genre_cli.bulk.folder import OutFolder
from genre_cli.bulk.lock import LOCK_NAME, Lease, locked
from genre_cli.telling.problems import FileProblemError


@pytest.mark.parametrize("scheme", ["", "memory:/"])
def test_a_second_run_is_refused(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the first works; then the place is free."""
    monkeypatch.setattr("genre_cli.bulk.lock.RENEWED_EVERY_S", 0.2)
    folder = OutFolder(f"{scheme}{tmp_path}/out")

    other = OutFolder(f"{scheme}{tmp_path}/out")

    with (
        locked(folder, 1.5),
        pytest.raises(FileProblemError, match="out_in_use"),
        locked(other, 1.5),
    ):
        pass
    with locked(folder, 1.5):
        pass


def test_a_dead_run_of_a_store_is_waited_for(tmp_path: Path) -> None:
    """A lease that nobody renews ends; its owner is told nothing any more."""
    folder = OutFolder(f"memory:/{tmp_path}/dead")
    dead = Lease("somebody 1 a", 0.0).to_bytes()
    folder.write(LOCK_NAME, dead)

    with locked(folder, 0.5):
        assert dead != folder.read(LOCK_NAME)

    assert folder.read(LOCK_NAME) is None


def test_a_lease_that_ends_while_it_is_waited_for(tmp_path: Path) -> None:
    """The next run begins at once."""
    folder = OutFolder(f"memory:/{tmp_path}/ending")
    folder.write(LOCK_NAME, b"{}")
    end = threading.Timer(0.3, folder.remove, [LOCK_NAME])
    end.start()

    with locked(folder, 60):
        end.join()
