"""Rows of songs → their JSON."""

import json
from datetime import datetime

from beat_service.catalogue.tables import BeatSong
from beat_service.songs.body import SongsBody

ROW = BeatSong(
    beat_id="house-jack",
    sha256="0" * 64,
    title=None,
    bpm=122.4,
    key="A minor",
    chosen_at=datetime(2030, 1, 2, 3, 4, 5),  # noqa: DTZ001  # as databases keep it, in UTC
)


def test_a_song_is_its_row() -> None:
    """Times say that they are in UTC; nothing else of the row is shown."""
    body = json.loads(SongsBody.of([ROW]).model_dump_json())

    expected = {"sha256": "0" * 64, "title": None, "bpm": 122.4, "key": "A minor"}
    assert {"songs": [expected | {"chosen_at": "2030-01-02T03:04:05Z"}], "most": 200} == body
