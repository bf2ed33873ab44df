"""A whole file of every container that we take."""

from music_genre.audio.decoding.containers import CONTAINERS, bytes_to_container
from tools.fuzzing.originals import ORIGINALS, original


def test_every_container_has_one() -> None:
    """Each container is made, BW64 too, which no program at hand writes."""
    made = {bytes_to_container(original(name))[0].name for name in ORIGINALS}

    assert CONTAINERS.keys() == made
