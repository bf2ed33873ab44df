"""What every JSON body that the services answer or check is made of."""

from typing import Any

from pydantic import BaseModel, ConfigDict


def _without_defaults(schema: dict[str, Any]) -> None:
    """Take the defaults out: to generators of clients, what has one is always there."""
    for member in schema.get("properties", {}).values():
        member.pop("default", None)


class Body(BaseModel):
    """A body; JSON knows neither NaN nor infinities, and nobody changes what was said.

    OpenAPI says of every member that it is there: what has a default is left out of older answers
    alone, which are still read.
    """

    model_config = ConfigDict(
        frozen=True, allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class SparseBody(Body):
    """A body whose members that have a default may be left out, which OpenAPI says too."""

    model_config = ConfigDict(
        json_schema_serialization_defaults_required=False, json_schema_extra=_without_defaults
    )
