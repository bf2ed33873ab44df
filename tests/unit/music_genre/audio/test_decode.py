"""Bytes → waveform: what comes out, and what is refused by which error, at and past each limit."""

import io
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from music_genre.audio.constants import (
    MAX_CHANNELS,
    MAX_SAMPLE_RATE_HZ,
    MIN_SAMPLE_RATE_HZ,
    SAMPLE_RATE_HZ,
)
from music_genre.audio.decode import bytes_to_parts, bytes_to_recording, bytes_to_waveform
from music_genre.audio.decoding.sound_file import BLOCK_S
from music_genre.audio.errors import (
    AudioProcessingError,
    NotAudioError,
    TooLongAudioError,
    TooManyChannelsError,
    TooShortAudioError,
    UnsupportedSampleRateError,
)
from tools.signals import channels, sine, song, to_file

MAX_AUDIO_S = 60.0
SAMPLES_OF_FLAC_AT = 22  # [bytes] where the lower 32 bits of their number stand


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_any_rate_becomes_ours(rate_hz: int) -> None:
    """A tone keeps pitch, length and level whatever the file's rate is."""
    decoded = bytes_to_waveform(to_file(sine(440, 2, rate_hz), rate_hz), MAX_AUDIO_S)

    assert np.float32 == decoded.waveform.dtype
    assert 2 * SAMPLE_RATE_HZ == pytest.approx(len(decoded.waveform), abs=2)
    spectrum = np.abs(np.fft.rfft(decoded.waveform))
    assert 440 == pytest.approx(spectrum.argmax() / 2, abs=0.5)
    assert 0.5 / np.sqrt(2) == pytest.approx(float(decoded.waveform.std()), rel=0.01)
    assert (rate_hz, 1, "WAV") == (
        decoded.info.sample_rate_hz,
        decoded.info.channels,
        decoded.info.format,
    )


def test_channels_are_averaged() -> None:
    """Left and right count the same."""
    tone = sine(440, 2)

    one_side = bytes_to_waveform(to_file(np.stack([tone, 0 * tone], axis=1)), MAX_AUDIO_S)

    np.testing.assert_allclose(one_side.waveform, tone / 2, atol=1e-4)
    assert "mean" == one_side.info.down_mix


def test_channels_that_cancel_are_heard() -> None:
    """Where one channel is the other turned round, one of them is heard, and the answer says so."""
    tone = sine(440, 2)

    opposite = bytes_to_waveform(to_file(np.stack([tone, -tone], axis=1)), MAX_AUDIO_S)

    np.testing.assert_allclose(opposite.waveform, tone, atol=1e-4)
    assert "louder_channel" == opposite.info.down_mix


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "AIFF", "AU", "RF64"])
def test_lossless_samples_are_those_of_the_file(kind: str) -> None:
    """What models were trained on is decoded to the last bit as libsndfile does."""
    encoded = to_file(channels(song(3), 2), SAMPLE_RATE_HZ, kind, "PCM_24")
    expected, _ = soundfile.read(io.BytesIO(encoded), dtype="float32")

    np.testing.assert_array_equal(
        expected.mean(axis=1), bytes_to_waveform(encoded, MAX_AUDIO_S).waveform
    )


def test_streaming_joins_blocks_without_a_seam() -> None:
    """Audio longer than a block is what it would be in one piece."""
    n_samples = SAMPLE_RATE_HZ * BLOCK_S * 2 + 5
    tone = sine(440, n_samples / SAMPLE_RATE_HZ)

    decoded = bytes_to_waveform(to_file(tone, subtype="FLOAT"), 200)

    np.testing.assert_array_equal(tone.astype(np.float32), decoded.waveform)


@pytest.mark.parametrize(
    ("samples_s", "accepted"), [(MAX_AUDIO_S, True), (MAX_AUDIO_S + 0.001, False)]
)
def test_longest_audio(samples_s: float, accepted: bool) -> None:
    """The limit itself is accepted, a millisecond more is not."""
    encoded = to_file(np.zeros(round(samples_s * 8_000)), 8_000)

    if accepted:
        assert samples_s == bytes_to_waveform(encoded, MAX_AUDIO_S).info.duration_s
    else:
        with pytest.raises(TooLongAudioError, match="audio_too_long"):
            bytes_to_waveform(encoded, MAX_AUDIO_S)


def test_headers_are_claims() -> None:
    """A FLAC that says two minutes and holds three seconds is answered, as cut off."""
    encoded = bytearray(to_file(song(3), SAMPLE_RATE_HZ, "FLAC"))
    n_samples = 120 * SAMPLE_RATE_HZ
    encoded[SAMPLES_OF_FLAC_AT : SAMPLES_OF_FLAC_AT + 4] = n_samples.to_bytes(4, "big")

    decoded = bytes_to_waveform(bytes(encoded), MAX_AUDIO_S)

    assert 3 == decoded.info.duration_s
    assert decoded.info.truncated


def test_silence_does_not_count_as_sound() -> None:
    """The answer says how much of a file is no long silence."""
    samples = np.concatenate([song(4), np.zeros(20 * SAMPLE_RATE_HZ)])

    decoded = bytes_to_waveform(to_file(samples), MAX_AUDIO_S)

    assert 24 == decoded.info.duration_s
    assert 4 == pytest.approx(decoded.info.sounding_s, abs=0.1)


@pytest.mark.parametrize(("n_samples", "accepted"), [(22_050, True), (22_049, False)])
def test_shortest_audio(n_samples: int, accepted: bool) -> None:
    """One second is accepted, one sample less is not, and the error says less than one."""
    encoded = to_file(song(2)[:n_samples])

    if accepted:
        assert 22_050 == len(bytes_to_waveform(encoded, MAX_AUDIO_S).waveform)
    else:
        with pytest.raises(TooShortAudioError) as caught:
            bytes_to_waveform(encoded, MAX_AUDIO_S)
        assert {"duration_s": 0.99, "minimum_s": 1.0} == caught.value.facts


@pytest.mark.parametrize("rate_hz", [MIN_SAMPLE_RATE_HZ - 1, MAX_SAMPLE_RATE_HZ + 1])
def test_rate_out_of_range(rate_hz: int) -> None:
    """A rate one past either end is refused."""
    with pytest.raises(UnsupportedSampleRateError, match=str(rate_hz)):
        bytes_to_waveform(to_file(np.zeros(rate_hz), rate_hz), MAX_AUDIO_S)


def test_most_channels() -> None:
    """Eight channels are mixed, nine are refused."""
    tone = sine(440, 1)

    assert 8 == bytes_to_waveform(to_file(channels(tone, MAX_CHANNELS)), 60).info.channels
    with pytest.raises(TooManyChannelsError, match="9"):
        bytes_to_waveform(to_file(channels(tone, MAX_CHANNELS + 1)), MAX_AUDIO_S)


@pytest.mark.parametrize("encoded", [b"", b"RIFF", b"plain text", bytes(1000)])
def test_what_is_no_audio(encoded: bytes) -> None:
    """Bytes that begin like no format we know are not given to the decoder."""
    with pytest.raises(NotAudioError, match="not_audio"):
        bytes_to_waveform(encoded, MAX_AUDIO_S)


def test_random_damage_never_escapes() -> None:
    """Two hundred damaged files are answered or refused by one of our errors, never otherwise."""
    random = np.random.default_rng(11)
    originals = [to_file(song(1.5), 22_050, kind) for kind in ("WAV", "FLAC", "OGG", "MP3")]
    for number in range(200):
        damaged = np.frombuffer(originals[number % 4], np.uint8).copy()
        places = random.integers(0, len(damaged) if number % 3 else 200, size=20)
        damaged[places] = random.integers(0, 256, size=20)
        try:
            decoded = bytes_to_waveform(damaged.tobytes(), MAX_AUDIO_S)
        except AudioProcessingError:
            continue
        assert np.isfinite(decoded.waveform).all()


def test_recordings_keep_channels_and_rate() -> None:
    """A recording to be played is what its file has."""
    samples, rate_hz = bytes_to_recording(to_file(channels(song(2, 44_100), 2), 44_100), 60)

    assert ((2 * 44_100, 2), 44_100) == (samples.shape, rate_hz)


def test_parts_are_stretches_of_the_waveform() -> None:
    """Each lies where it is said to, and the facts are those of the whole file."""
    file = to_file(channels(song(130), 2))

    parts, whole = bytes_to_parts(file, 200), bytes_to_waveform(file, 200)

    assert 3 == len(parts.parts)
    for start_s, samples in parts.parts.items():
        first = round(start_s * SAMPLE_RATE_HZ)
        expected = whole.waveform[first : first + len(samples)]
        np.testing.assert_allclose(samples, expected, atol=1e-6)
    assert 90 == pytest.approx(parts.info.sounding_s)
    assert replace(whole.info, sounding_s=parts.info.sounding_s) == parts.info


def test_a_short_file_is_one_part() -> None:
    """All of it, from its beginning."""
    (part,) = bytes_to_parts(to_file(song(20)), MAX_AUDIO_S).parts.items()

    assert (0.0, 20 * SAMPLE_RATE_HZ) == (part[0], len(part[1]))
