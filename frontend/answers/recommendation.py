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
        alternative | {"beat": _beat_with_our_url(alternative["beat"])}
        for alternative in body["alternatives"]
    ]
    return {
        **body,
        "beat": None if beat is None else _beat_with_our_url(beat),
        "alternatives": alternatives,
    }


def _beat_with_our_url(beat: Mapping[str, Any]) -> dict[str, Any]:
    url = beat["url"]  # ours already where the browser kept the answer
    return {**beat, "url": url if url.startswith(FRONT_END) else FRONT_END + url}
