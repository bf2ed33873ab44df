"""The beat service's recommendation: what the front end needs of it, and its addresses as ours.

More keys may come with time; they are passed on as they are.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

BEAT_ID: Final = r"[a-z0-9][a-z0-9-]{0,79}"
BPM: Final = r"\d{1,3}(?:\.\d{1,9})?"
OUR_PREFIX: Final = "/api"


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class RecommendedBeatBody(_Body):
    """One beat of the base."""

    id: str = Field(pattern=rf"^{BEAT_ID}$")
    title: str
    style: str
    bpm: float = Field(gt=0)
    url: str = Field(
        pattern=rf"^/beats/{BEAT_ID}/audio(?:\?bpm={BPM})?$",
        description="its sound; in the front end's answers an address of the front end",
    )


class AlternativeBody(_Body):
    """Another beat that fits."""

    beat: RecommendedBeatBody


class RecommendationBody(_Body):
    """Answer of `POST /recommend`."""

    recommended_beat: str | None = Field(description="name of the style; null for silence")
    confidence: float = Field(ge=0, le=1)
    beat: RecommendedBeatBody | None = Field(description="null for silence")
    alternatives: list[AlternativeBody] = []


def body_with_our_urls(body: Mapping[str, Any]) -> dict[str, Any]:
    """The recommendation with addresses that a browser can open at the front end."""
    changed = dict(body)
    if body.get("beat") is not None:
        changed["beat"] = _beat_with_our_url(body["beat"])
    if "alternatives" in body:
        changed["alternatives"] = [
            alternative | {"beat": _beat_with_our_url(alternative["beat"])}
            for alternative in body["alternatives"]
        ]
    return changed


def _beat_with_our_url(beat: Mapping[str, Any]) -> dict[str, Any]:
    url = beat["url"]  # ours already where the browser kept the answer
    return dict(beat) | {"url": url if url.startswith(OUR_PREFIX) else OUR_PREFIX + url}
