"""The next version, in the changelog and in the code."""

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy import release as releasing
from deploy.release import ReleaseError, main, release
from tools.processes import ROOT

DAY = datetime.date(2026, 12, 1)
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- It sings.\n\n## 0.9.0 (2026-01-01)\n\n- It hums.\n"
CODE = '"""The version."""\n\nVERSION = "0.9.0"\n'


def git(folder: Path, *arguments: str) -> None:
    """Call git as somebody."""
    somebody = ["-c", "user.name=Somebody", "-c", "user.email=somebody@localhost"]
    words = [str(shutil.which("git")), *somebody, *arguments]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a small repository with a version and a changelog, all committed."""
    (tmp_path / "music_genre").mkdir()
    (tmp_path / "music_genre" / "version.py").write_text(CODE)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    return tmp_path


def test_release(checkout: Path) -> None:
    """What was unreleased is the version's, with its day, and what comes next has its place."""
    release(checkout, "1.0.0", DAY)

    assert '"""The version."""\n\nVERSION = "1.0.0"\n' == (
        (checkout / "music_genre" / "version.py").read_text()
    )
    assert (
        (checkout / "CHANGELOG.md")
        .read_text()
        .startswith(
            "# Changelog\n\n## Unreleased\n\n## 1.0.0 (2026-12-01)\n\n- It sings.\n\n## 0.9.0 ("
        )
    )


@pytest.mark.parametrize("version", ["0.9.0", "0.8", "1.0.0.", "newest", "v1.0.0"])
def test_no_later_version(version: str, checkout: Path) -> None:
    """What does not come after the last one, or is written otherwise, changes nothing."""
    with pytest.raises(ReleaseError):
        release(checkout, version, DAY)

    assert CODE == (checkout / "music_genre" / "version.py").read_text()
    assert CHANGELOG == (checkout / "CHANGELOG.md").read_text()


def test_nothing_to_release(checkout: Path) -> None:
    """Right after a release there is nothing to tell in another one."""
    release(checkout, "1.0.0", DAY)
    git(checkout, "commit", "--quiet", "--all", "--message", "Release")

    with pytest.raises(ReleaseError, match="nothing under “Unreleased”"):
        release(checkout, "1.0.1", DAY)


def test_what_is_not_committed_is_in_no_release(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkout with changes is refused in a line."""
    (checkout / "CHANGELOG.md").write_text(CHANGELOG + "- More.\n")
    monkeypatch.setattr(releasing, "ROOT", checkout)

    assert 1 == main(["1.0.0"])
    assert "No release: there are changes that are not committed.\n" == capsys.readouterr().out


def test_notes(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a version changes is printed alone; of one that is not released there is nothing."""
    release(checkout, "1.0.0", DAY)
    monkeypatch.setattr(releasing, "ROOT", checkout)

    assert 0 == main(["--notes", "1.0.0"])
    assert "- It sings.\n" == capsys.readouterr().out
    assert 0 == main(["--notes", "0.9.0"])
    assert "- It hums.\n" == capsys.readouterr().out
    assert 1 == main(["--notes", "1.0"])
    assert "No release: the changelog has nothing of 1.0.\n" == capsys.readouterr().out


def test_this_repository_can_be_released() -> None:
    """Its changelog and its version are written as a release needs them."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    code = (ROOT / "music_genre" / "version.py").read_text(encoding="utf-8")

    assert "\n## 99.0.0 (2026-12-01)\n" in releasing.changelog_to_released(
        f"{changelog}".replace("## Unreleased\n", "## Unreleased\n\n- It sings.\n", 1),
        "99.0.0",
        DAY,
    )
    assert 'VERSION = "99.0.0"' in releasing.code_to_renewed(code, "99.0.0")
