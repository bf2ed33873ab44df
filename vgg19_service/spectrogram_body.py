"""Bytes of a file → peaks and spectrogram → their JSON body."""

import io
from typing import Final

import pybase64
from PIL import Image

from music_genre.audio.constants import DYNAMIC_RANGE_DB, SAMPLE_RATE_HZ
from music_genre.audio.decode import AudioInfo, bytes_to_waveform
from music_genre.audio.mel import mel_band_edges_hz
from music_genre.stages import stage
from music_genre.webapi.prediction_body import TIME_DIGITS, facts_to_audio_body
from music_genre.webapi.vgg19_body import MelBody, PeaksBody, SpectrogramBody
from vgg19_service.peaks import Peaks, waveform_to_peaks
from vgg19_service.spectrogram import Spectrogram, waveform_to_spectrogram

COMPRESSION: Final = 2  # [zlib's 0–9] more takes longer than the spectrogram, saves a tenth
RATE_DIGITS: Final = 6  # [digits] still a thousandth of a column after a quarter of an hour
FREQUENCY_DIGITS: Final = 1


def bytes_to_spectrogram_body(encoded: bytes, max_audio_s: float) -> SpectrogramBody:
    """Compute what a player draws of a file. Raises children of `AudioProcessingError`."""
    decoded = bytes_to_waveform(encoded, max_audio_s)
    waveform = decoded.waveform
    return spectrogram_to_body(
        waveform_to_peaks(waveform),
        waveform_to_spectrogram(waveform),
        len(waveform) / SAMPLE_RATE_HZ,
        decoded.info,
    )


@stage("draw")
def spectrogram_to_body(
    peaks: Peaks, spectrogram: Spectrogram, duration_s: float, audio: AudioInfo
) -> SpectrogramBody:
    """Write the body; `duration_s` is that of the waveform which both were made of."""
    n_mels, n_columns = spectrogram.levels.shape
    edges_hz = [round(float(edge), FREQUENCY_DIGITS) for edge in mel_band_edges_hz()]
    return SpectrogramBody(
        duration_s=round(duration_s, TIME_DIGITS),
        peaks=PeaksBody(
            per_second=round(len(peaks.low) / duration_s, RATE_DIGITS),
            min=peaks.low.tolist(),
            max=peaks.high.tolist(),
        ),
        mel=MelBody(
            png=pybase64.b64encode_as_string(spectrogram_to_png(spectrogram)),
            pixels_per_second=round(n_columns / duration_s, RATE_DIGITS),
            n_mels=n_mels,
            f_min_hz=edges_hz[0],
            f_max_hz=edges_hz[-1],
            scale="slaney",
            row_edges_hz=edges_hz,
            dynamic_range_db=DYNAMIC_RANGE_DB,
        ),
        audio=facts_to_audio_body(audio),
    )


def spectrogram_to_png(spectrogram: Spectrogram) -> bytes:
    """Code a greyscale PNG, the highest band on top."""
    png = io.BytesIO()
    picture = Image.fromarray(spectrogram.levels[::-1].copy())
    picture.save(png, format="PNG", compress_level=COMPRESSION)
    return png.getvalue()
