"""A signal in every container that we take, for tests and for damaging: FFmpeg writes them."""

import io
from typing import Any, Final

import av
import numpy as np

from tools.signals import Floats

# What the decoder calls it: FFmpeg's writer, its coder, and what the writer is told.
WRITERS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "WAV": ("wav", "pcm_s16le", {}),
    "RF64": ("wav", "pcm_s16le", {"rf64": "always"}),
    "W64": ("w64", "pcm_s16le", {}),
    "FLAC": ("flac", "flac", {}),
    "OGG": ("ogg", "libopus", {}),
    "OGG_FLAC": ("ogg", "flac", {}),
    "AIFF": ("aiff", "pcm_s16be", {}),
    "AU": ("au", "pcm_s16be", {}),
    "MP3": ("mp3", "libmp3lame", {}),
    "MP3_WITHOUT_XING": ("mp3", "libmp3lame", {"write_xing": "0", "id3v2_version": "0"}),
    "MP4": ("ipod", "aac", {}),
    "MP4_FRAGMENTED": ("ipod", "aac", {"movflags": "frag_keyframe+empty_moov"}),
    "MP4_ALAC": ("ipod", "alac", {}),
    "MATROSKA": ("matroska", "libopus", {}),
    "WEBM": ("webm", "libopus", {}),
    "ASF": ("asf", "wmav2", {}),
    "AAC": ("adts", "aac", {}),
    "AC3": ("ac3", "ac3", {}),
    "EAC3": ("eac3", "eac3", {}),
    "WAVPACK": ("wv", "wavpack", {}),
    "CAF": ("caf", "pcm_s16be", {}),
    "AMR": ("amr", "libopencore_amrnb", {}),
}
LAYOUTS: Final = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}  # by number of channels
BIT_RATES: Final = {"wmav2": 128_000}  # [bit/s] of coders that choose none
FRAME_SAMPLES: Final = 1024  # of coders that take any


def samples_to_encoded(samples: Floats, rate_hz: int, name: str) -> bytes:
    """Write samples `(n,)` or `(n, channels)` in a container of `WRITERS`."""
    writer, coder, options = WRITERS[name]
    # Channels take turns: PyAV cannot make a frame of eight channels one after the other.
    by_turns = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
    file = io.BytesIO()
    with av.open(file, "w", format=writer, options=options) as output:
        stream: Any = output.add_stream(coder, rate=rate_hz)
        stream.layout = LAYOUTS[by_turns.size // len(samples)]
        frame = av.AudioFrame.from_ndarray(by_turns, format="flt", layout=stream.layout.name)
        frame.sample_rate = rate_hz
        context = stream.codec_context
        if coder in BIT_RATES:
            context.bit_rate = BIT_RATES[coder]
        context.open()
        resampler = av.AudioResampler(
            format=context.format,
            layout=context.layout,
            rate=rate_hz,
            frame_size=context.frame_size or FRAME_SAMPLES,
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(part))
        # FLAC ends with an empty packet, a checksum for its first, which Ogg cannot go back to.
        output.mux([end for end in stream.encode(None) if end.size or writer != "ogg"])
    return file.getvalue()
