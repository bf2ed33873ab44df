"""A signal in every container, as other programs write it."""

import pytest

from music_genre.audio.decode import bytes_to_waveform
from music_genre.audio.decoding.containers import CONTAINERS, bytes_to_container
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import song

AMR_HZ = 8_000  # the only rate of its narrow band


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_is_read(name: str) -> None:
    """What is written is recognised, and as long as the signal."""
    rate_hz = AMR_HZ if name == "AMR" else 48_000

    encoded = samples_to_encoded(song(2, rate_hz), rate_hz, name)

    assert name.startswith(bytes_to_container(encoded)[0].name)
    assert 2 == pytest.approx(bytes_to_waveform(encoded, 60).info.duration_s, abs=0.1)


def test_all_containers_are_written() -> None:
    """There is a file of each container that we take, but one that FFmpeg only reads."""
    made = {name for name in CONTAINERS if any(writer.startswith(name) for writer in WRITERS)}
    assert {"BW64"} == CONTAINERS.keys() - made
