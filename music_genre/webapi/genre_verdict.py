"""The header by which the front end tells the beat service what the genre models said of a file.

So the page's verdict and the recommended style come from the same models, and none is asked twice.
"""

import json
from typing import Any, Final

from pydantic import ValidationError

from music_genre.webapi.body import Body
from music_genre.webapi.prediction_body import Outcome, Probabilities, Tags

VERDICT_HEADER: Final = "Genre-Verdict"
LONGEST_HEADER: Final = 6000  # [bytes] a server may refuse more than 8 kB of headers


class VerdictBody(Body):
    """What is needed of a verdict."""

    outcome: Outcome
    probabilities: Probabilities | None = None
    tags: Tags | None = None


def verdict_to_headers(verdict: dict[str, Any] | None) -> dict[str, str]:
    """Write the header; none without a verdict, and for one that is too long for a header."""
    if verdict is None:
        return {}
    told = json.dumps({name: verdict.get(name) for name in VerdictBody.model_fields})
    return {VERDICT_HEADER: told} if len(told) <= LONGEST_HEADER else {}


def header_to_verdict(header: str | None) -> VerdictBody | None:
    """Read the header; None where it is not there or says nothing that can be used."""
    if not header:
        return None
    try:
        return VerdictBody.model_validate_json(header)
    except ValidationError:
        return None  # as a genre service that answers nonsense is as if it were not there
