"""The beat service's recommendation, with the addresses of its beats as ours.

Keys that we do not know yet are passed on as they are.
"""

from collections.abc import Mapping
from typing import Any

from music_genre.webapi.beat_body import FRONT_END


def body_with_our_urls(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give a `RecommendationBody` addresses that a browser can open at the front end."""
    beat = body["beat"]
    alternatives = [
        alternative | {"beat": _beat_with_our_urls(alternative["beat"])}
        for alternative in body["alternatives"]
    ]
    return {
        **body,
        "beat": None if beat is None else _beat_with_our_urls(beat),
        "alternatives": alternatives,
    }


def _beat_with_our_urls(beat: Mapping[str, Any]) -> dict[str, Any]:
    addresses = {name: beat[name] for name in ("url", "midi_url") if beat.get(name)}
    return {**beat, **{name: _our_url(url) for name, url in addresses.items()}}


def _our_url(url: str) -> str:
    """Put an address under our path; where the browser kept the answer, it is there already."""
    return url if url.startswith(FRONT_END) else FRONT_END + url
