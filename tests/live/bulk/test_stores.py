"""Where shards go: a disk that is full, and a store like S3."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from live.bulk.archives import (
    assert_each_once,
    ended,
    make_manifest,
    make_songs,
    rows,
    run,
    shards,
    started,
    wait_until,
)
from live.small_disks import fill, small_disk

from tools.processes import free_port, running_python, wait_until_ready

N_SONGS = 35
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}


def test_a_full_disk(tmp_path: Path) -> None:
    """The run ends with a word about it; with room again, the same command goes on."""
    urls = make_songs(tmp_path / "songs", N_SONGS)
    manifest = make_manifest(tmp_path / "list.txt", urls)
    with small_disk(tmp_path / "disk") as disk:
        out = disk / "out"
        with started(manifest, out, "--workers", "1") as first:
            wait_until(lambda: len(shards(out)) >= 1, first)
            of_somebody = fill(disk)
            told = ended(first, 1)
        assert "out_unwritable" == told["code"]
        assert "No space left" in told["detail"]
        written = shards(out)
        assert 1 <= len(written) < 4
        assert [] == list(out.rglob(".scratch-*"))

        of_somebody.unlink()
        counts = run(manifest, out, "--workers", "1")

        assert counts["heard_now"] <= N_SONGS - 10 * len(written)
        assert_each_once(rows(out), urls)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Run a store like S3; give the settings with which it is found."""
    port, log = free_port(), tmp_path / "moto.log"
    url = f"http://127.0.0.1:{port}"
    command = ["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running_python(command, tmp_path, log) as process:
        wait_until_ready(url, process, log, "/moto-api/")
        yield KEYS | {"FSSPEC_S3_ENDPOINT_URL": url}


def test_songs_and_shards_in_a_store(store: dict[str, str], tmp_path: Path) -> None:
    """A pattern of S3 is heard into S3; stopped in the middle it goes on, and all is there once."""
    options: dict[str, Any] = {"endpoint_url": store["FSSPEC_S3_ENDPOINT_URL"]}
    options |= {"key": KEYS["AWS_ACCESS_KEY_ID"], "secret": KEYS["AWS_SECRET_ACCESS_KEY"]}
    s3 = fsspec.filesystem("s3", **options)
    s3.mkdir("archive")
    paths = make_songs(tmp_path / "songs", N_SONGS)
    s3.put(paths, "archive/music/")
    s3.pipe_file("archive/music/words.mp3", b"words and words")
    command = ("s3://archive/music/*", "s3://archive/out", "--workers", "1")

    def written() -> int:
        s3.invalidate_cache()
        return len(s3.glob("archive/out/part-*.parquet"))

    with started(*command, **store) as first:
        wait_until(lambda: written() >= 1, first)
        first.send_signal(signal.SIGINT)
        before = ended(first, 130)["bulk"]
    after = run(*command, **store)

    assert before["heard_now"] + after["heard_now"] == N_SONGS + 1
    s3.invalidate_cache()
    found = rows("archive/out", s3)
    names = [f"s3://archive/music/{os.path.basename(path)}" for path in paths]  # noqa: PTH119
    assert [*names, "s3://archive/music/words.mp3"] == [row["url"] for row in found]
    assert [*[None] * N_SONGS, "not_audio"] == [row["code"] for row in found]
    here = [{**row, "url": path} for row, path in zip(found[:-1], paths, strict=True)]
    assert_each_once(here, paths)
    assert not s3.exists("archive/out/_bulk/lock")
