"""A body of the beat service's `/recommend`, for the tests of what is drawn of it."""

from typing import Any


def recommendation() -> dict[str, Any]:
    """Twelve seconds at 112 BPM in A minor, and a house beat that fits."""
    return {
        "outcome": "analyzed",
        "recommended_beat": "House",
        "confidence": 0.634,
        "certain": True,
        "beat": beat("house-1", "Warehouse floor", "House", 122, key="Am"),
        "alternatives": [
            {"style": style, "confidence": confidence, "beat": beat(name, title, style, bpm)}
            for name, title, style, bpm, confidence in (
                ("disco-2", "Four on the floor", "Disco", 116, 0.121),
                ("funk-1", "One and the rest", "Funk", 104, 0.093),
                ("techno-3", "Concrete", "Techno", 132, 0.06),
                ("trap-1", "Half time", "Trap", 140, 0.041),
                ("boom-bap-2", "Dusty", "Boom Bap", 90, 0.03),
            )
        ],
        "reasons": {},
        "tempo": {
            "bpm": 112.02,
            "confidence": 0.81,
            "candidates": [
                {"bpm": 112.02, "score": 0.81, "relation": "chosen"},
                {"bpm": 56.01, "score": 0.12, "relation": "half"},
                {"bpm": 224.04, "score": 0.04, "relation": "double"},
            ],
        },
        "key": {
            "clear": True,
            "tonic": "A",
            "mode": "minor",
            "camelot": "8A",
            "open_key": "1m",
            "confidence": 0.7,
            "guesses": [
                {
                    "tonic": "A",
                    "mode": "minor",
                    "camelot": "8A",
                    "open_key": "1m",
                    "confidence": 0.7,
                },
                {
                    "tonic": "Eb",
                    "mode": "major",
                    "camelot": "5B",
                    "open_key": "10d",
                    "confidence": 0.1,
                },
            ],
        },
        "energy": {
            "energy": 0.62,
            "loudness_lufs": {"measured": -11.3, "level": 0.79},
            "onset_rate_hz": {"measured": 3.71, "level": 0.46},
            "brightness_hz": {"measured": 2104.6, "level": 0.44},
        },
        "rhythm": {
            "beat_times_s": [round(0.25 + i * 60 / 112.02, 3) for i in range(22)],
            "steps": {
                "low": [1, 0, 0.1, 0, 0.9, 0, 0, 0.2, 1, 0, 0, 0, 0.9, 0, 0.3, 0],
                "mid": [0.1, 0, 0, 0, 0.8, 0, 0, 0, 0.1, 0, 0.2, 0, 0.85, 0, 0, 0.1],
                "high": [0.5, 0.1, 0.6, 0.1] * 4,
            },
            "swing_ratio": 1.04,
            "pattern": {"name": "four_on_the_floor", "similarity": 0.91},
        },
        "audio": {"duration_s": 12.0, "sample_rate_hz": 22_050, "channels": 1, "format": "WAV"},
        "model": {"name": "styles", "version": "1", "sha256": {}},
        "timing_ms": {"total": 210.0},
    }


def beat(name: str, title: str, style: str, bpm: float, key: str | None = None) -> dict[str, Any]:
    """A beat of four bars."""
    return {
        "id": name,
        "title": title,
        "style": style,
        "bpm": bpm,
        "key": key,
        "bars": 4,
        "licence": "CC0-1.0",
        "author": "the project",
        "url": f"/beats/{name}/audio",
    }
