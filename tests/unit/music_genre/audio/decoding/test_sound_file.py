"""What is opened, with which decoder, and what of it is decoded."""

import contextlib
import io
import struct
import wave
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from music_genre.audio.decoding.containers import CONTAINERS
from music_genre.audio.decoding.sound_file import CODECS, Block, SoundFile
from music_genre.audio.errors import (
    NotAudioError,
    TooManyChannelsError,
    UndecodableAudioError,
    UnsupportedSampleRateError,
)
from tools.encoders import WRITERS, samples_to_encoded
from tools.signals import channels, song, to_file


def opened(encoded: bytes, name: str) -> SoundFile:
    """Open a file as what it is."""
    return SoundFile(encoded, CONTAINERS[name], 0)


def test_blocks_are_seconds() -> None:
    """Samples come second by second, the rest at the end, whatever the codec's frames are."""
    with opened(to_file(channels(song(2.5, 44_100), 2), 44_100, "FLAC"), "FLAC") as sound:
        blocks = list(sound.blocks())

    assert [(2, 44_100), (2, 44_100), (2, 22_050)] == [block.samples.shape for block in blocks]
    assert {44_100} == {block.rate_hz for block in blocks}


@pytest.mark.parametrize(
    ("subtype", "least"),
    [("PCM_U8", 2**-7), ("PCM_16", 2**-15), ("PCM_24", 2**-23), ("FLOAT", 0), ("DOUBLE", 1e-7)],
)
def test_full_scale_is_one(subtype: str, least: float) -> None:
    """Every width of sample has the same scale."""
    samples = song(1)

    with opened(to_file(samples, subtype=subtype), "WAV") as sound:
        (block,) = sound.blocks()

    np.testing.assert_allclose(samples, block.samples[0], atol=least + 1e-7)


@pytest.mark.parametrize(
    "name", ["AAC", "MP4", "MATROSKA", "WEBM", "WAVPACK", "FLAC", "AIFF", "CAF"]
)
def test_eight_channels(name: str) -> None:
    """As many channels as FFmpeg has a place for in a frame are read, each of them, and no more."""
    levels = np.linspace(0.2, 0.9, 8, dtype=np.float32)
    samples = song(2, 48_000)[:, np.newaxis] * levels

    with opened(samples_to_encoded(samples, 48_000, name), name) as sound:
        blocks = list(sound.blocks())

    heard = np.concatenate([block.samples for block in blocks], axis=1)
    assert 8 == len(heard)
    assert 2 == pytest.approx(heard.shape[1] / 48_000, abs=0.1)
    assert all(0.001 < channel.std() < 1 for channel in heard)


def test_rate_may_change() -> None:
    """Joined MP3s of different rates and channels come as they are, one after the other."""
    joined = to_file(song(2, 44_100), 44_100, "MP3") + to_file(
        channels(song(2, 22_050), 2), 22_050, "MP3"
    )

    with opened(joined, "MP3") as sound:
        kinds = {(len(block.samples), block.rate_hz) for block in sound.blocks()}

    assert {(1, 44_100), (2, 22_050)} <= kinds


def test_other_containers_are_not_guessed() -> None:
    """What is said to be a WAV is opened as one or not at all."""
    with pytest.raises(UndecodableAudioError):
        opened(to_file(song(2), kind="FLAC"), "WAV")


@pytest.mark.parametrize("text", ["#EXTM3U\n#EXTINF:9,\n/etc/hostname\n", "ffconcat version 1.0\n"])
def test_playlists_are_never_opened(text: str) -> None:
    """No reader that we name follows the addresses in a playlist."""
    for container in CONTAINERS.values():
        decoded: list[Block] = []
        with contextlib.suppress(UndecodableAudioError, NotAudioError):
            decoded += SoundFile(text.encode(), container, 0).blocks()
        assert [] == decoded


def test_codecs_are_ours() -> None:
    """No decoder of pictures, video or subtitles is among those that may run."""
    assert not CODECS & {"png", "mjpeg", "h264", "hevc", "vp8", "ass", "subrip", "webvtt", "gif"}


def test_unknown_codec_is_refused() -> None:
    """A WAV with something else in it than we decode is named as such."""
    encoded = bytearray(to_file(song(2)))
    encoded[20:22] = (0x2001).to_bytes(2, "little")  # DTS

    with pytest.raises(NotAudioError) as refused:
        opened(bytes(encoded), "WAV")
    assert "other_audio" == refused.value.what


def test_bad_packets_are_left_out() -> None:
    """Damage within a file costs the frames that it is in."""
    encoded = bytearray(to_file(song(4), kind="FLAC"))
    middle = len(encoded) // 2
    encoded[middle : middle + 300] = bytes(300)

    with opened(bytes(encoded), "FLAC") as sound:
        n_samples = sum(block.samples.shape[1] for block in sound.blocks())

    assert 3 * 22_050 < n_samples <= 4 * 22_050
    assert not sound.ended_badly


def test_what_ends_within_a_packet_ends_badly() -> None:
    """The last frame of a FLAC that is cut off cannot be decoded."""
    encoded = to_file(song(4), kind="FLAC")

    with opened(encoded[: len(encoded) * 2 // 3], "FLAC") as sound:
        assert 2 * 22_050 < sum(block.samples.shape[1] for block in sound.blocks())
        assert sound.ended_badly


def test_limits_of_what_was_decoded() -> None:
    """Rates and channels out of range are refused when they are there."""
    with pytest.raises(UnsupportedSampleRateError):
        list(opened(to_file(song(1, 7_000), 7_000), "WAV").blocks())
    with pytest.raises(TooManyChannelsError):
        list(opened(to_file(channels(song(1), 9)), "WAV").blocks())


def test_rubbish_before_the_file() -> None:
    """A file may begin anywhere in the bytes."""
    encoded = b"rubbish" + to_file(song(1))

    with SoundFile(encoded, CONTAINERS["WAV"], 7) as sound:
        assert 22_050 == sum(block.samples.shape[1] for block in sound.blocks())


def test_video_gives_its_sound() -> None:
    """A film's first track of sound is decoded; its pictures are not."""
    encoded = samples_to_encoded(song(2, 48_000), 48_000, "WEBM")

    with opened(encoded, "WEBM") as sound:
        assert 96_000 == pytest.approx(
            sum(block.samples.shape[1] for block in sound.blocks()), abs=2_000
        )
        assert sound.claimed_s is None


def test_length_that_a_header_claims() -> None:
    """It is told, and believed by nobody here."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8_000)
        written.writeframes(bytes(2 * 16_000))

    with opened(file.getvalue(), "WAV") as sound:
        assert 2 == sound.claimed_s


def test_mpeg_layer_2_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """MP2 is decoded: FFmpeg's first choice of decoder for it is among ours."""
    monkeypatch.setitem(WRITERS, "MP2", ("mp2", "mp2", {}))

    with opened(samples_to_encoded(channels(song(1.5, 48_000), 2), 48_000, "MP2"), "MP3") as sound:
        blocks = list(sound.blocks())

    assert 1.5 == pytest.approx(sum(block.samples.shape[1] for block in blocks) / 48_000, abs=0.1)


def test_no_channels_are_refused() -> None:
    """A header of PCM that claims no channels at all is refused like any other that is broken."""
    encoded = b".snd" + struct.pack(">IIIII", 24, 8_000, 3, 8_000, 0) + bytes(8_000)

    with pytest.raises(UndecodableAudioError):
        opened(encoded, "AU")


def test_stream_that_begins_later_ends_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A packet of a stream that PyAV does not know ends what is heard, and is no crash."""
    really_open = av.open

    def open_with_late_stream(file: Any, **how: Any) -> SimpleNamespace:
        container = really_open(file, **how)

        def packets(stream: Any) -> Iterator[object]:
            yield next(container.demux(stream))
            raise IndexError("list index out of range")

        return SimpleNamespace(streams=container.streams, demux=packets, close=container.close)

    monkeypatch.setattr(av, "open", open_with_late_stream)
    with opened(to_file(song(1.5)), "WAV") as sound:
        blocks = list(sound.blocks())

    assert blocks
    assert sound.ended_badly
