"""What a file's tags say and what they should say → what is to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from genre_cli.tags.fields import Field, TagFile, Values

Policy = Literal["fill", "replace", "append"]


@dataclass(frozen=True)
class Change:
    """A field before and after."""

    field: Field
    before: Values
    after: Values


def wished_to_changes(
    tags: TagFile, wished: Mapping[Field, str], policy: Policy
) -> tuple[Change, ...]:
    """List the fields that change.

    `fill` leaves what is there, `replace` replaces it, `append` puts genre and comment behind what
    is there, and fills the others, of which there can be only one.
    """
    changes = []
    for field, said in wished.items():
        value = f"{float(said):.0f}" if field == "bpm" and tags.has_whole_bpm else said
        before = tags.read(field)
        after = values_to_after(field, before, value, policy)
        if after != before:
            changes.append(Change(field, before, after))
    return tuple(changes)


def values_to_after(field: Field, before: Values, value: str, policy: Policy) -> Values:
    """Decide what a field shall say."""
    is_empty = not any(one.strip() and one.strip() != "0" for one in before)
    if is_empty or policy == "replace":
        return (value,)
    if policy == "append" and field in {"genre", "comment"}:
        is_there = any(one.casefold() == value.casefold() for one in before)
        return before if is_there else (*before, value)
    return before
