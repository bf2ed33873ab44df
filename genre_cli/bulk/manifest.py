"""A manifest → the list of songs of a run: a Parquet file of URLs, a row group for each shard.

A manifest is Parquet or CSV with a column `url`, a text file of a URL a line, or a pattern
(`s3://bucket/music/**/*.mp3`). All are fsspec URLs themselves, and so is what they list. The list
is written once, so that what a pattern finds later does not move rows from shard to shard.
"""

import hashlib
import itertools
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final

import fsspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from genre_cli.bulk.faults import told_as
from genre_cli.bulk.folder import UNWRITABLE, OutFolder
from genre_cli.bulk.shards import NOTES
from genre_cli.telling.names import is_text, name_to_uri
from genre_cli.telling.problems import FileProblemError
from genre_cli.whole_file import SCRATCH

COLUMN: Final = "url"
LIST_NAME: Final = f"{NOTES}/manifest.parquet"
LIST_SCHEMA: Final = pa.schema([pa.field(COLUMN, pa.string(), nullable=False)])
LISTS: Final = (".parquet", ".csv", ".txt", ".lst")
PATTERN: Final = re.compile(r"[*?[]")


def is_pattern(manifest: str) -> bool:
    """Tell whether a manifest is a pattern, and no file that lists."""
    return not manifest.lower().endswith(LISTS) and bool(PATTERN.search(manifest))


def manifest_to_urls(manifest: str) -> Iterator[str]:
    """List the songs of a manifest, in its order; those of a pattern by name.

    Raises `FileProblemError`.
    """
    with told_as("manifest_unreadable"):
        if is_pattern(manifest):
            yield from pattern_to_urls(manifest)
            return
        readers = {".parquet": parquet_to_urls, ".csv": csv_to_urls}
        yield from readers.get(PurePath(manifest.lower()).suffix, lines_to_urls)(manifest)


def pattern_to_urls(pattern: str) -> Iterator[str]:
    """Find the files that a pattern names; one whose name is no text by its `file:` URI."""
    filesystem, path = fsspec.core.url_to_fs(pattern)
    for found in sorted(filesystem.glob(path)):
        if not filesystem.isdir(found):
            has_scheme = "://" in pattern
            url = filesystem.unstrip_protocol(found) if has_scheme else found
            yield url if is_text(url) else name_to_uri(found)


def parquet_to_urls(manifest: str) -> Iterator[str]:
    """Read the column `url` of a Parquet file, piece by piece."""
    with fsspec.open(manifest, "rb") as file:
        read = pq.ParquetFile(file)
        if COLUMN not in read.schema_arrow.names:
            raise FileProblemError("manifest_unreadable")
        for batch in read.iter_batches(columns=[COLUMN]):
            yield from _texts(batch.column(COLUMN))


def csv_to_urls(manifest: str) -> Iterator[str]:
    """Read the column `url` of a CSV file, piece by piece."""
    options = pyarrow.csv.ConvertOptions(
        include_columns=[COLUMN], column_types={COLUMN: pa.string()}, strings_can_be_null=False
    )
    with fsspec.open(manifest, "rb") as file:
        for batch in pyarrow.csv.open_csv(file, convert_options=options):
            yield from _texts(batch.column(COLUMN))


def lines_to_urls(manifest: str) -> Iterator[str]:
    """Read the lines of a text file that have more than spaces."""
    with fsspec.open(manifest, "rt", encoding="utf-8", newline=None) as file:
        for line in file:
            url = line.rstrip("\n")
            if url.strip():
                yield url


def _texts(column: pa.Array) -> Iterator[str]:
    """Read a column; what is null is a row all the same."""
    return ("" if text is None else str(text) for text in column.to_pylist())


class Fingerprint:
    """A checksum of a list and its order, of what has gone through."""

    def __init__(self) -> None:
        self._told = hashlib.sha256()

    def through(self, urls: Iterable[str]) -> Iterator[str]:
        """Pass the list on."""
        for url in urls:
            self._told.update(url.encode("utf-8", "replace") + b"\n")
            yield url

    @property
    def text(self) -> str:
        """Return the checksum."""
        return self._told.hexdigest()


def manifest_to_fingerprint(manifest: str) -> str:
    """Compute the checksum of what a manifest lists. Raises as `manifest_to_urls`."""
    told = Fingerprint()
    for _ in told.through(manifest_to_urls(manifest)):
        pass
    return told.text


def urls_to_list(urls: Iterable[str], shard_rows: int, folder: OutFolder) -> tuple[int, str]:
    """Write the list of a run; return its length and its fingerprint. Raises `FileProblemError`."""
    told, n_rows = Fingerprint(), 0
    left = told.through(urls)
    # Where it can be renamed into its place; what is for a store is first made here.
    inside = folder.make(NOTES) if folder.is_local else None
    with told_as(UNWRITABLE):
        file, path = tempfile.mkstemp(dir=inside, prefix=SCRATCH)
        os.close(file)
        try:
            with pq.ParquetWriter(path, LIST_SCHEMA) as writer:
                while piece := list(itertools.islice(left, shard_rows)):
                    n_rows += len(piece)
                    writer.write_table(pa.table({COLUMN: piece}, LIST_SCHEMA), len(piece))
            folder.take(LIST_NAME, Path(path))
        finally:
            Path(path).unlink(missing_ok=True)
    return n_rows, told.text


class SongList:
    """The list of a run, read shard by shard."""

    def __init__(self, folder: OutFolder) -> None:
        self._file = folder.open(LIST_NAME)
        self._parquet = pq.ParquetFile(self._file)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def shard_to_urls(self, number: int) -> list[str]:
        """Read the URLs of a shard."""
        urls: list[str] = self._parquet.read_row_group(number).column(COLUMN).to_pylist()
        return urls


def url_to_place(url: str) -> str:
    """Make of a path without a scheme one that is the same from every folder."""
    return url if "://" in url or not url else os.path.abspath(url)  # noqa: PTH100
