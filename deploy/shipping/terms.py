"""The licences that there may be, from `allowed.toml`, and whether an expression is within them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from boolean.boolean import Expression
from license_expression import ExpressionError, Licensing, get_spdx_licensing

FILE: Final = Path(__file__).parent / "allowed.toml"


@dataclass(frozen=True)
class Data:
    """What ships and is no code: its files within the repository, its SPDX licence, and by whom."""

    name: str
    files: tuple[str, ...]
    licence: str
    by: str


@dataclass(frozen=True)
class Terms:
    """What `allowed.toml` says; `bundled` has a licence for each library within a package."""

    allowed: frozenset[str]
    for_a_reason: dict[str, str]
    stated: dict[str, str]
    bundled: dict[str, dict[str, str]]
    data: tuple[Data, ...]

    def allow(self, name: str, licence: str) -> bool:
        """Tell whether this may ship: by its licence, or by its name for a reason.

        Raises `ValueError` for what is no SPDX expression.
        """
        return name in self.for_a_reason or _is_within(licence_to_expression(licence), self.allowed)


def read_terms(file: Path = FILE) -> Terms:
    """Read the file. Raises `KeyError` and `TypeError` where it is not as it should be."""
    text: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    data = tuple(Data(**one | {"files": tuple(one["files"])}) for one in text["data"])
    return Terms(
        frozenset(text["allowed"]), text["for_a_reason"], text["stated"], text["bundled"], data
    )


def licence_to_expression(licence: str) -> Expression:
    """Parse an SPDX expression. Raises `ValueError` for anything else."""
    try:
        expression = _spdx().parse(licence, validate=True, strict=True)
    except ExpressionError:
        expression = None  # as for an empty text
    if expression is None:
        raise ValueError(f"{licence!r} is no SPDX licence expression")
    return expression


def _is_within(expression: Expression, allowed: frozenset[str]) -> bool:
    """Tell whether one of what is joined by OR, and all of what is joined by AND, is allowed."""
    if not expression.args:
        return str(expression) in allowed
    within = any if isinstance(expression, _spdx().OR) else all
    return within(_is_within(part, allowed) for part in expression.args)


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()
