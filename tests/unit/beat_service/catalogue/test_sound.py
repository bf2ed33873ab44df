"""A beat of the catalogue → its sound: patterns, MIDI files and recordings at other tempi."""

import io

import numpy as np
import pytest
import soundfile
from midi_files import BACKBEAT, meter, raw_midi, strokes, tempo
from numpy.typing import NDArray
from unit.beat_service.conftest import fixed_traits
from unit.beat_service.drums.plain_pattern import pattern

from beat_service.catalogue.catalogue import style_to_beats
from beat_service.catalogue.description import Description
from beat_service.catalogue.sound import beat_to_midi, beat_to_wav, fader_range, waveform_to_wav
from beat_service.catalogue.tables import Beat
from beat_service.catalogue.upload import bytes_to_beat
from beat_service.drums.midi import bytes_to_midi_beat
from beat_service.drums.pattern import folder_to_styles
from beat_service.drums.synth import pattern_to_waveform
from beat_service.errors import BeatWithoutMidiError, TempoOutOfRangeError
from music_genre.audio.constants import BEAT_RATE_HZ
from tools.encoders import samples_to_encoded
from tools.signals import song, to_file

MINE = Description(title="Mine", style="House", licence="CC-BY-4.0", author="Me")
LOOP = to_file(song(8.0, bpm=120.0))  # four bars
OURS = style_to_beats(folder_to_styles()[0])[0]


def row_of(encoded: bytes) -> Beat:
    """Make the row of an upload at 119 bpm, or what its length or file says."""
    return bytes_to_beat(encoded, MINE, fixed_traits)


def decoded(wav: bytes) -> tuple[NDArray[np.float64], int]:
    """Read samples and rate of a WAV file."""
    samples, rate_hz = soundfile.read(io.BytesIO(wav))
    return samples, rate_hz


@pytest.mark.parametrize("bpm", [None, 120.0, 120.04])
def test_a_recording_plays_as_it_came(bpm: float | None) -> None:
    """At its own tempo, to a twentieth, an uploaded WAV comes back byte for byte."""
    assert LOOP == beat_to_wav(row_of(LOOP), bpm)


def test_another_format_comes_back_as_wav() -> None:
    """A FLAC file at its own tempo has the same samples in a WAV file."""
    samples, rate_hz = decoded(LOOP)
    flac = io.BytesIO()
    soundfile.write(flac, samples, rate_hz, format="FLAC")

    played, played_rate_hz = decoded(beat_to_wav(row_of(flac.getvalue()), None))

    assert rate_hz == played_rate_hz
    np.testing.assert_allclose(samples, played, atol=2e-4)


def test_formats_of_films_keep_channels_and_rate() -> None:
    """What libsndfile cannot read has its own channels and rate too, at every tempo."""
    mono = np.repeat(song(8.0, bpm=120.0), 2)  # 44.1 kHz
    alac = samples_to_encoded(np.stack([mono, 0.5 * mono], axis=1), 44_100, "MP4_ALAC")
    whole, faster = (beat_to_wav(row_of(alac), bpm) for bpm in (None, 126.0))

    played, rate_hz = decoded(whole)
    assert 44_100 == rate_hz
    np.testing.assert_allclose(np.stack([mono, 0.5 * mono], axis=1), played, atol=1e-3)
    assert pytest.approx(8.0 * 120 / 126, abs=0.001) == len(decoded(faster)[0]) / rate_hz


def test_a_list_without_end_behind_the_samples_is_not_read() -> None:
    """A recording that libsndfile never finishes to open is played at another tempo."""
    endless = b"LIST" + b"\xff" * 4 + b"INFOxxxx" + (0xFFFF_FFF4).to_bytes(4, "little")

    played = soundfile.info(io.BytesIO(beat_to_wav(row_of(LOOP + endless), 126.0)))

    assert pytest.approx(8.0 * 120 / 126, abs=0.001) == played.duration


@pytest.mark.parametrize("bpm", [110.4, 126.0, 129.6])
def test_a_recording_moves_like_a_record(bpm: float) -> None:
    """Within the fader's ±8 % it lasts what the tempo says."""
    played = soundfile.info(io.BytesIO(beat_to_wav(row_of(LOOP), bpm)))

    assert pytest.approx(8.0 * 120 / bpm, abs=0.001) == played.duration


@pytest.mark.parametrize("bpm", [110.3, 129.7])
def test_past_the_fader_a_recording_is_refused(bpm: float) -> None:
    """One tenth beyond either end, the error has the range."""
    with pytest.raises(TempoOutOfRangeError) as refused:
        beat_to_wav(row_of(LOOP), bpm)

    assert {"slowest_bpm": 110.4, "fastest_bpm": 129.6} == refused.value.facts


def test_a_recording_keeps_its_channels() -> None:
    """Both channels of a stereo file are moved alike."""
    mono = song(8.0, bpm=120.0)
    stereo = to_file(np.stack([mono, 0.5 * mono], axis=1))
    played, _ = decoded(beat_to_wav(row_of(stereo), 125.0))

    assert 2 == played.shape[1]
    np.testing.assert_allclose(0.5 * played[:, 0], played[:, 1], atol=1e-3)


@pytest.mark.parametrize("bpm", [40.0, 160.0, 240.0])
def test_midi_plays_at_every_tempo(bpm: float) -> None:
    """A MIDI file is played by our kit, two bars at the tempo asked for, under −1 dBFS."""
    played, rate_hz = decoded(beat_to_wav(row_of(BACKBEAT), bpm))

    assert BEAT_RATE_HZ == rate_hz
    assert pytest.approx(8 * 60 / bpm, abs=1e-4) == len(played) / rate_hz
    assert pytest.approx(-1.3, abs=0.3) == 20 * np.log10(np.abs(played).max())


@pytest.mark.parametrize("bpm", [40.0, 240.0])
def test_a_pattern_plays_at_every_tempo(bpm: float) -> None:
    """Four bars of a pattern last what the tempo says; without one, its own is played."""
    own, rate_hz = decoded(beat_to_wav(OURS, None))
    asked, _ = decoded(beat_to_wav(OURS, bpm))

    assert pytest.approx(16 * 60 / OURS.bpm, abs=1e-4) == len(own) / rate_hz
    assert pytest.approx(16 * 60 / bpm, abs=1e-4) == len(asked) / rate_hz


def test_midi_that_was_kept_before_plays_as_before() -> None:
    """Drums on channel 1 and a length of another rule come as when they were taken."""
    beat = row_of(BACKBEAT)
    assert beat.file is not None
    beat.file.content, beat.beats = BACKBEAT.replace(b"\x99", b"\x90"), 12.0

    played, rate_hz = decoded(beat_to_wav(beat, None))

    assert pytest.approx(12 * 60 / 96, abs=1e-4) == len(played) / rate_hz


def test_a_bar_of_seven_eighths_is_played() -> None:
    """Two bars at 120 BPM last 3.5 s, as a file and as a pattern of four."""
    odd = raw_midi([meter(7, 8), tempo(120), *strokes([(0, 36), (2, 38)], 2, 3.5)])
    played, rate_hz = decoded(beat_to_wav(row_of(odd), None))
    ours = pattern(meter="7/8", steps={"kick": "9... .... .... ..", "hat": "9."})

    assert pytest.approx(3.5, abs=1e-4) == len(played) / rate_hz
    assert pytest.approx(7.0, abs=1e-4) == len(pattern_to_waveform(ours, 120)) / BEAT_RATE_HZ


@pytest.mark.parametrize(
    ("bpm", "slowest", "fastest"), [(42.0, 40.0, 45.36), (230.0, 211.6, 240.0)]
)
def test_the_fader_ends_where_tempi_do(bpm: float, slowest: float, fastest: float) -> None:
    """A tempo that nobody can ask for is not offered."""
    tempi = fader_range(bpm)

    assert (slowest, fastest) == (tempi.slowest, tempi.fastest)


def test_range_of_the_fader() -> None:
    """Eight per cent on either side, to a hundredth."""
    tempi = fader_range(120.0)

    assert (110.4, 129.6) == (tempi.slowest, tempi.fastest)


def test_samples_survive_the_file() -> None:
    """Sixteen bits of full scale come back within a step; what is over it is cut off."""
    waveform = np.array([0.0, 0.5, -1.0, 2.0], np.float32)
    samples, rate_hz = decoded(waveform_to_wav(waveform, 44_100))

    assert 44_100 == rate_hz
    assert [0.0, 0.5, -1.0, 1.0] == pytest.approx(samples.tolist(), abs=2**-14)


def test_a_pattern_is_written_as_midi() -> None:
    """Strokes, tempo and bars of a pattern are in its MIDI file, at another tempo too."""
    own, faster = (bytes_to_midi_beat(beat_to_midi(OURS, bpm)) for bpm in (None, 111.0))

    assert (OURS.bpm, OURS.bars) == (own.bpm, own.bars.n_bars)
    assert (111.0, own.hits) == (faster.bpm, faster.hits)


def test_a_midi_upload_comes_back() -> None:
    """At its own tempo byte for byte, at another one with the same strokes."""
    beat = row_of(BACKBEAT)
    moved = bytes_to_midi_beat(beat_to_midi(beat, 90.0))

    assert BACKBEAT == beat_to_midi(beat, None)
    assert 90.0 == moved.bpm
    assert [hit.voice for hit in bytes_to_midi_beat(BACKBEAT).hits] == [h.voice for h in moved.hits]


def test_a_recording_has_no_midi() -> None:
    """Nobody wrote down what is played in it."""
    with pytest.raises(BeatWithoutMidiError):
        beat_to_midi(row_of(LOOP), None)
