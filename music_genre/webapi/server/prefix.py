"""Under which path a service lies behind a proxy: `PATH_PREFIX`, or what a trusted one says.

A proxy may leave the prefix in the path or take it away; both work.
"""

import re
from collections.abc import Sequence
from typing import Final

from music_genre.webapi.addresses import Network, is_within
from music_genre.webapi.server.asgi import Scope
from music_genre.webapi.settings import PREFIX_PATTERN

HEADER: Final = b"x-forwarded-prefix"
LONGEST: Final = 200


class Prefixes:
    """Whom a service believes that it lies under a path."""

    def __init__(self, trusted: Sequence[Network] = (), prefix: str = "") -> None:
        self.trusted, self.prefix = trusted, prefix

    def scope_without_prefix(self, scope: Scope) -> Scope:
        """Make the scope of a request as ASGI wants it: `path` begins with `root_path`."""
        prefix = self._prefix(scope)
        if not prefix:
            return scope
        path: str = scope["path"]
        inside = path.removeprefix(prefix) if f"{path}/".startswith(f"{prefix}/") else path
        return {**scope, "root_path": prefix, "path": f"{prefix}{inside or '/'}"}

    def _prefix(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == HEADER and is_within(scope_to_peer(scope), self.trusted):
                said: str = value.decode("latin-1").removesuffix("/")
                is_path = len(said) <= LONGEST and re.fullmatch(PREFIX_PATTERN, said)
                return said if is_path else self.prefix
        return self.prefix


def scope_to_path(scope: Scope) -> str:
    """Return the path inside the service."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def scope_to_peer(scope: Scope) -> str:
    """Return the address at the other end of the connection; empty where that has none."""
    client = scope.get("client")
    return client[0] if client else ""
