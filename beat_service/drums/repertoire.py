"""All patterns of the catalogue: those that the style model learnt from, and those added since.

`patterns/*.toml` are training data (`training/styles` plays them) and stay as they are, so that the
style model can be made again and its figures stay true. `patterns/more/*.toml` are played, listed
and recommended alike, but no model has heard them: a pattern that is added goes there.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from beat_service.drums.pattern import PATTERNS, Pattern, Style, folder_to_styles

MORE_PATTERNS: Final = PATTERNS / "more"


class MorePatterns(BaseModel):
    """A file of `patterns/more/`: further patterns of a style that `patterns/` describes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: str
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]


def folders_to_repertoire(learnt: Path = PATTERNS, more: Path = MORE_PATTERNS) -> tuple[Style, ...]:
    """Read every style with all of its patterns, by name of the file.

    Raises `ValidationError` with what does not fit, `ValueError` for a style that `learnt` lacks.
    """
    styles = {style.name: style for style in folder_to_styles(learnt)}
    for file in sorted(more.glob("*.toml")):
        added = MorePatterns.model_validate(tomllib.loads(file.read_text("utf-8")))
        if added.style not in styles:
            raise ValueError(f"{file.name}: {added.style} is no style of {learnt.name}/")
        style = styles[added.style]
        together = {**dict(style), "patterns": (*style.patterns, *added.patterns)}
        styles[style.name] = Style.model_validate(together)
    return tuple(styles.values())
