"""Manifests of every kind, and the list of a run."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from genre_cli.bulk.folder import OutFolder
from genre_cli.bulk.manifest import (
    SongList,
    is_pattern,
    manifest_to_fingerprint,
    manifest_to_urls,
    url_to_place,
    urls_to_list,
)
from genre_cli.telling.problems import FileProblemError

URLS = ["s3://bucket/a b.mp3", "/music/é,1.flac", "https://host/x?y=1", "/music/é,1.flac"]


def written(kind: str, folder: Path) -> str:
    """Write the URLs as a manifest."""
    path = folder / f"list.{kind}"
    table = pa.table({"id": range(len(URLS)), "url": URLS})
    if kind == "parquet":
        pq.write_table(table, path)
    elif kind == "csv":
        pyarrow.csv.write_csv(table, path)
    else:
        path.write_text("\r\n \t\n".join(URLS), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", ["parquet", "csv", "txt", "m"])
def test_every_kind_lists_the_same(kind: str, tmp_path: Path) -> None:
    """In its order, with what stands there twice; also where it is in a store."""
    manifest = written(kind, tmp_path)

    assert URLS == list(manifest_to_urls(manifest))
    assert URLS == list(manifest_to_urls(f"file://{manifest}"))


def test_a_pattern_finds_files(tmp_path: Path) -> None:
    """By name, folders inside too, and no folders themselves."""
    (tmp_path / "in.mp3").mkdir()
    for name in ("b.mp3", "a.mp3", "in.mp3/c.mp3", "notes.txt"):
        (tmp_path / name).touch()

    found = list(manifest_to_urls(f"{tmp_path}/**/*.mp3"))

    assert [str(tmp_path / name) for name in ("a.mp3", "b.mp3", "in.mp3/c.mp3")] == found
    assert [f"file://{tmp_path}/a.mp3"] == list(manifest_to_urls(f"file://{tmp_path}/a.*3"))
    assert is_pattern("s3://b/*.mp3")
    assert not is_pattern("/music/[1999] list.csv")


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """It stands as its URI, with which it is found again."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.mp3")).touch()

    found = [f"{tmp_path.as_uri()}/%E9.mp3"]
    assert found == list(manifest_to_urls(f"{tmp_path}/*.mp3"))
    assert found == list(manifest_to_urls(f"file://{tmp_path}/*.mp3"))


def test_a_null_is_a_row(tmp_path: Path) -> None:
    """It cannot be heard, but it is a line of the manifest."""
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"url": ["/a", None]}), path)

    assert ["/a", ""] == list(manifest_to_urls(str(path)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.txt", None),
        ("list.csv", b"path\n/a.mp3\n"),
        ("list.parquet", b"words"),
        ("list.txt", b"\xff\xfe"),
        ("nothing://is/here.txt", None),
    ],
)
def test_no_manifest(name: str, content: bytes | None, tmp_path: Path) -> None:
    """What cannot be read is told, whatever it is."""
    path = name if "://" in name else str(tmp_path / name)
    if content is not None:
        Path(path).write_bytes(content)

    with pytest.raises(FileProblemError, match="manifest_unreadable"):
        list(manifest_to_urls(path))


def test_a_column_is_missing(tmp_path: Path) -> None:
    """Parquet without `url` is no manifest."""
    pq.write_table(pa.table({"path": ["/a"]}), tmp_path / "list.parquet")

    with pytest.raises(FileProblemError, match="manifest_unreadable"):
        list(manifest_to_urls(str(tmp_path / "list.parquet")))


def test_the_list_of_a_run(tmp_path: Path) -> None:
    """It has a row group for each shard, and the fingerprint of its manifest."""
    manifest = written("txt", tmp_path)
    folder = OutFolder(str(tmp_path / "out"))

    n_rows, fingerprint = urls_to_list(manifest_to_urls(manifest), 3, folder)

    songs = SongList(folder)
    assert (URLS[:3], URLS[3:]) == (songs.shard_to_urls(0), songs.shard_to_urls(1))
    songs.close()
    assert (4, manifest_to_fingerprint(manifest)) == (n_rows, fingerprint)
    Path(manifest).write_text("\n".join(URLS[::-1]), encoding="utf-8")
    assert fingerprint != manifest_to_fingerprint(manifest)
    assert ["manifest.parquet"] == [path.name for path in (tmp_path / "out/_bulk").iterdir()]


def test_places_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A relative path is one of where the command runs; addresses stay."""
    monkeypatch.chdir(tmp_path)

    assert str(tmp_path / "a.mp3") == url_to_place("a.mp3")
    assert ("s3://b/a.mp3", "") == (url_to_place("s3://b/a.mp3"), url_to_place(""))
