"""What comes out of a request with a file, whichever form it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Upload:
    """The bytes of the file, what it is called, and the text fields sent beside it."""

    content: bytes
    file_name: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
