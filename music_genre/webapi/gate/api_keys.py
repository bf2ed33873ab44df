"""Keys for `/v1` and the report's routes: whose they are, and how much each may ask.

Only their hashes are kept. A key is `mgc_ID_SECRET`; a line of the file is `ID SHA256
REQUESTS_PER_MINUTE NAME`. The secret has 256 random bits, which nobody finds by trying, so that a
plain hash is enough (and is quick).
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from music_genre.webapi.gate.buckets import Buckets, Policy, Standing
from music_genre.webapi.problems import ApiError

GUARDED: Final = ("/v1/", "/predict_")  # the second are the report's names of the same
ID_BYTES: Final = 6
SECRET_BYTES: Final = 32
KEY: Final = re.compile(rb"mgc_([0-9a-f]{12})_[0-9a-f]{64}")
LINE: Final = re.compile(r"([0-9a-f]{12}) ([0-9a-f]{64}) (\d{1,9}) (\S.*)")
NOBODYS: Final = bytes(hashlib.sha256().digest_size)  # so that an unknown id takes as long


class KeysFileError(ValueError):
    """A file of keys cannot be used; the message says why, without what is in it."""


@dataclass(frozen=True)
class ApiKey:
    """What is kept of a key; `per_minute` 0 is no limit."""

    id: str
    digest: bytes
    per_minute: int
    name: str

    def line(self) -> str:
        """Write it as in the file."""
        return f"{self.id} {self.digest.hex()} {self.per_minute} {self.name}"


class ApiKeys:
    """Who may ask for what is guarded by keys, and how often."""

    def __init__(self, keys: Iterable[ApiKey]) -> None:
        self._keys = {key.id: key for key in keys}
        self._buckets = {
            key.id: Buckets(Policy("key", key.per_minute))
            for key in self._keys.values()
            if key.per_minute
        }

    def find(self, authorization: bytes | None) -> ApiKey:
        """Find the key that a request has (`Authorization: Bearer …`).

        Raises `ApiError` (`unknown_api_key`).
        """
        scheme, _, given = (authorization or b"").partition(b" ")
        written = KEY.fullmatch(given.strip())
        key = self._keys.get(written[1].decode()) if written else None
        digest = hashlib.sha256(given.strip()).digest()
        is_right = hmac.compare_digest(digest, key.digest if key else NOBODYS)
        if key is None or not is_right or scheme.lower() != b"bearer":
            raise ApiError("unknown_api_key")
        return key

    def take(self, key: ApiKey) -> list[Standing]:
        """Count a request of a key; nothing where it has no limit."""
        buckets = self._buckets.get(key.id)
        return [] if buckets is None else [buckets.take(key.id)]


def new_key(name: str, per_minute: int) -> tuple[str, ApiKey]:
    """Make a key: what its owner gets, and what is kept. Raises `KeysFileError` for its name."""
    if not name.strip() or not name.isprintable():
        raise KeysFileError("a name has letters, on one line")
    key_id = secrets.token_hex(ID_BYTES)
    text = f"mgc_{key_id}_{secrets.token_hex(SECRET_BYTES)}"
    return text, ApiKey(key_id, hashlib.sha256(text.encode()).digest(), per_minute, name.strip())


def file_to_keys(path: Path) -> list[ApiKey]:
    """Read a file of keys; empty lines and those that begin with # say nothing.

    Raises `KeysFileError`.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KeysFileError("cannot be read") from error
    keys: dict[str, ApiKey] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        written = LINE.fullmatch(line.rstrip())
        if not written or written[1] in keys:
            what = "has a key that stands above already" if written else "is no key's"
            raise KeysFileError(f"its line {number} {what}")
        digest, per_minute = bytes.fromhex(written[2]), int(written[3])
        keys[written[1]] = ApiKey(written[1], digest, per_minute, written[4])
    if not keys:
        raise KeysFileError("has no key")
    return list(keys.values())
