"""Two builds of an image, compared file by file."""

import io
import tarfile

import pytest

from deploy import twice

File = tuple[str, bytes, int]


def tar(*files: File) -> io.BytesIO:
    """Make an archive of files with their rights."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content, mode in files:
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), mode
            archive.addfile(member, io.BytesIO(content))
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("first", "second", "different"),
    [
        (("a", b"1", 0o644), ("a", b"1", 0o644), set()),
        (("a", b"1", 0o644), ("a", b"2", 0o644), {"a"}),
        (("a", b"1", 0o644), ("a", b"1", 0o755), {"a"}),
        (("a", b"1", 0o644), ("b", b"1", 0o644), {"a", "b"}),
        (("a.nbc", b"at 0x7fad99b911c0>", 0o644), ("a.nbc", b"at 0x7fa9938911c0>", 0o644), set()),
        (
            ("a.pyc", b"at 0x7fad99b911c0>", 0o644),
            ("a.pyc", b"at 0x7fa9938911c0>", 0o644),
            {"a.pyc"},
        ),
        (
            ("a.nbc", b"at 0x7fad99b911c0>", 0o644),
            ("a.nbc", b"at 0x7fa9938911c0", 0o644),
            {"a.nbc"},
        ),
    ],
)
def test_different(first: File, second: File, different: set[str]) -> None:
    """A file differs by name, content or rights; addresses count only outside numba's cache."""
    entries = [dict(twice.tar_to_entries(tar(file))) for file in (first, second)]

    assert different == twice.entries_to_different(*entries)


def test_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What differs is named, and the exit status tells that something does."""
    builds = iter(range(100))
    monkeypatch.setattr(
        twice,
        "dockerfile_to_entries",
        lambda name, _: {"a": (next(builds) if name.startswith("beat") else 0,)},
    )

    assert 1 == twice.main()
    told = capsys.readouterr().out
    assert "svm_service/Dockerfile: 1 files, 0 differ\n" in told
    assert "beat_service/Dockerfile: 1 files, 1 differ\n  a\n" in told
