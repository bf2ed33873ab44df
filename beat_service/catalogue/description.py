"""Title, style, licence and author that the person who adds a beat gives, checked."""

import hashlib
import re
import unicodedata
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from beat_service.catalogue.tables import LICENCE_LENGTH, NAME_LENGTH
from beat_service.drums.meter import MeterName
from beat_service.drums.pattern import Bpm
from music_genre.webapi.beat_body import BPM_IN_URL

READABLE: Final = r"^[^\x00-\x1f\x7f]+$"  # text of one line: no control characters
SLUG_LENGTH: Final = 60  # [characters]


def _checked_number(sent: object) -> object:
    """Refuse what Python takes for a number and nobody writes: `1_20`, `1e2`, other digits."""
    if isinstance(sent, str) and not re.fullmatch(BPM_IN_URL, sent):
        raise ValueError("no decimal number")
    return sent


SentBpm = Annotated[Bpm, BeforeValidator(_checked_number)]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NAME_LENGTH, pattern=READABLE
    ),
]
Licence = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LICENCE_LENGTH, pattern=READABLE
    ),
]


class Description(BaseModel):
    """Title, style, licence and author; `bpm` and `meter` instead of the analysis, if known."""

    model_config = ConfigDict(frozen=True)

    title: Name
    style: Name
    licence: Licence
    author: Name
    bpm: SentBpm | None = None
    meter: MeterName | None = None


def description_to_id(description: Description) -> str:
    """Spell `style-title` in plain letters; where that loses some, add a hash of the name."""
    name = f"{description.style} {description.title}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    slug = words[:SLUG_LENGTH].strip("-")
    if name.isascii() and slug == words:
        return slug
    return f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")
