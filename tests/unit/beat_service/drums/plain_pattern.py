"""A beat as plain as can be, for tests that change one thing of it."""

from typing import Any

from beat_service.drums.pattern import Pattern


def pattern(**changes: Any) -> Pattern:
    """Make a plain beat, with changes."""
    plain: dict[str, Any] = {
        "id": "plain",
        "title": "Plain",
        "bpm": 120,
        "kit": "studio",
        "steps": {"kick": "9... .... 9... ....", "snare": ".... 9... .... 9..."},
    }
    return Pattern.model_validate(plain | changes)
