"""An archive while workers and the command are killed: no row is lost, and none is there twice."""

import os
import signal
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from live.bulk.archives import (
    POISON,
    SHARD_ROWS,
    assert_each_once,
    ended,
    make_manifest,
    make_songs,
    poisoned_path,
    rows,
    run,
    shards,
    started,
    wait_until,
    workers,
)

from tools.processes import nobody

# The issue asks for 2000, which takes five core-minutes.
N_SONGS = int(os.environ.get("BULK_SONGS", "60"))


class Gone(BaseHTTPRequestHandler):
    """A server where nothing is any more."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_error(410)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def odd_places(folder: Path, server: ThreadingHTTPServer) -> dict[str, str]:
    """Make places that cannot be heard, each with its code."""
    folder.mkdir()
    (folder / "words.mp3").write_text("words and words")
    (folder / "poison.wav").write_bytes(POISON)
    os.mkfifo(folder / "pipe.wav")
    return {
        str(folder / "words.mp3"): "not_audio",
        str(folder / "poison.wav"): "decoder_crashed",
        str(folder / "pipe.wav"): "file_unreadable",
        str(folder / "none.wav"): "file_not_found",
        str(folder): "not_a_file",
        f"http://127.0.0.1:{server.server_port}/gone.mp3": "file_not_found",
        f"{nobody()}/x.mp3": "source_unreachable",
        "nothing://is/here.mp3": "source_unsupported",
    }


def test_killed_again_and_again(tmp_path: Path) -> None:
    """A worker is killed, then the command; others go on, and each song is heard once in the end.

    Files that cannot be heard have their code, also the one that kills whoever hears it; its
    neighbours are heard.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gone)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    odd = odd_places(tmp_path / "odd", server)
    urls = make_songs(tmp_path / "songs", N_SONGS)
    for place, url in enumerate(odd):
        urls.insert(3 + 7 * place, url)
    urls.append(urls[0])  # the same song twice is two rows
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"
    path = poisoned_path(tmp_path / "path")

    with started(manifest, out, "--workers", "2", PYTHONPATH=path) as first:
        wait_until(lambda: len(shards(out)) >= 1, first)
        workers(first)[0].kill()
        wait_until(lambda: len(shards(out)) >= 3, first)
        first.kill()
        first.wait()
    written = len(shards(out))
    counts = run(manifest, out, "--workers", "1", PYTHONPATH=path)
    server.shutdown()
    server.server_close()

    found = rows(out)
    assert_each_once(found, urls)
    assert Counter([*odd.values(), *[None] * (N_SONGS + 1)]) == Counter(r["code"] for r in found)
    assert odd == {row["url"]: row["code"] for row in found if row["code"]}
    assert all(row["attempts"] > 1 for row in found if row["code"] == "decoder_crashed")
    assert counts["done"] == len(urls)
    assert counts["heard_now"] <= len(urls) - written * SHARD_ROWS
    assert 0 == run(manifest, out)["heard_now"]


def test_stopped_gently(tmp_path: Path) -> None:
    """Ctrl-C in a terminal reaches all processes; what was heard is kept and not heard again."""
    urls = make_songs(tmp_path / "songs", 60)
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"

    with started(manifest, out, "--workers", "2") as first:
        wait_until(lambda: len(shards(out)) >= 1, first)
        os.killpg(first.pid, signal.SIGINT)
        before = ended(first, 130)["bulk"]
    assert SHARD_ROWS < before["done"] < 60
    after = run(manifest, out, "--workers", "2")

    assert before["heard_now"] + after["heard_now"] == 60
    assert_each_once(rows(out), urls)
    assert [] == list((out / "_bulk").glob("open-*"))


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    """In a folder where one works, another is refused, and so is another manifest later."""
    urls = make_songs(tmp_path / "songs", 30)
    manifest, out = make_manifest(tmp_path / "list.txt", urls), tmp_path / "out"
    with started(manifest, out, "--workers", "1") as first:
        wait_until((out / "_bulk" / "run.json").exists, first)
        with started(manifest, out) as second:
            assert "out_in_use" == ended(second, 1)["code"]
        ended(first)

    make_manifest(manifest, urls[1:])
    with started(manifest, out) as third:
        assert "manifest_changed" == ended(third, 1)["code"]
    assert_each_once(rows(out), urls)
