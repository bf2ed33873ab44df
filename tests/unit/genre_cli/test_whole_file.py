"""A file of what was made: the whole of it, or what was there before."""

import stat
from pathlib import Path

import pytest
from live.small_disks import fill, small_disk

from genre_cli.whole_file import write_whole


def test_new_and_old(tmp_path: Path) -> None:
    """A new file has a new file's rights, an old one keeps its own, and nothing else is left."""
    new, old, usual = (tmp_path / name for name in ("new.csv", "old.csv", "usual"))
    usual.touch()
    old.write_text("old")
    old.chmod(0o600)

    for path in (new, old):
        write_whole(path, b"content")

    assert [b"content", b"content"] == [new.read_bytes(), old.read_bytes()]
    assert stat.S_IMODE(usual.stat().st_mode) == stat.S_IMODE(new.stat().st_mode)
    assert 0o600 == stat.S_IMODE(old.stat().st_mode)
    assert {new, old, usual} == set(tmp_path.iterdir())


def test_what_stays_beside_it_hides_no_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that lets nothing go, what is told is why the file was not written."""

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(f"{path} stays")

    def fail(*_: object) -> None:
        raise OSError("no rename")

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "replace", fail)

    with pytest.raises(OSError, match="no rename"):
        write_whole(tmp_path / "x.csv", b"content")


def test_full_disk(tmp_path: Path) -> None:
    """What was there stays, and no part of what was to be."""
    with small_disk(tmp_path / "disk") as disk:
        kept = disk / "kept.csv"
        kept.write_text("kept")
        taken = fill(disk)
        with pytest.raises(OSError, match="No space left"):
            write_whole(kept, bytes(100_000))
        assert "kept" == kept.read_text()
        assert {kept, taken} == set(disk.iterdir())
