"""Where containers say rate, channels, width, numbers of samples and tables: fields to damage.

A field is found by bytes near it: those bytes, how far behind their beginning the first field is,
and how wide the fields are [bytes].
"""

from typing import Final

Fields = tuple[bytes, int, tuple[int, ...]]

_FORMAT: Final = (2, 2, 4, 4, 2, 2)  # WAVEFORMAT: codec, channels, rate, bytes/s, block, bits
_BOX: Final = (1, 3, 4, 4, 4, 4)  # version, flags, and the first numbers of an atom
_ENTRY: Final = (2, 2, 4, 2, 2, 2, 2, 4)  # MP4: version, vendor, channels, bits, …, rate
_RIFF: Final[tuple[Fields, ...]] = (
    *((b"fmt ", 8, _FORMAT), (b"fmt ", 8, _FORMAT), (b"fmt ", 24, (2, 2, 4, 4, 4))),
    *(
        (b"fact", 4, (4, 4)),
        (b"data", 4, (4,)),
        (b"LIST", 4, (4, 4, 4, 4)),
        (b"ds64", 8, (8, 8, 8, 4)),
    ),
)
_OPUS: Final[Fields] = (b"OpusHead", 8, (1, 1, 2, 4, 2, 1))
_MATROSKA: Final[tuple[Fields, ...]] = (
    *((b"\xb5\x88", 1, (1, 8)), (b"\x9f\x81", 1, (1, 1)), (b"\x2a\xd7\xb1", 3, (1, 3))),
    *((b"\x86\x86", 1, (1, 6)), (b"\x63\xa2", 2, (1, 1, 4)), (b"\xa3", 1, (1, 2, 2, 1, 1))),
    *((b"\x56\xaa", 2, (1, 4)), (b"\x56\xbb", 2, (1, 4)), (b"\xe7", 1, (1, 2)), _OPUS),
)
_FRAME: Final = (1, 1, 1, 1, 1, 1, 1, 1)
SETTINGS: Final[dict[str, tuple[Fields, ...]]] = {
    **dict.fromkeys(("WAV", "RF64", "BW64"), _RIFF),
    "W64": ((b"fmt \xf3", 24, _FORMAT), (b"data\xf3", 16, (8,)), (b"fact\xf3", 16, (8, 8))),
    "AIFF": ((b"COMM", 8, (2, 4, 2, 2, 8, 4)), (b"SSND", 8, (4, 4)), (b"AIFF", 3, (1,))),
    "AU": ((b".snd", 4, (4, 4, 4, 4, 4)),),
    "CAF": (
        *((b"desc", 12, (8, 4, 4, 4, 4, 4, 4)), (b"data", 4, (8, 4))),
        *((b"chan", 12, (4, 4, 4)), (b"pakt", 12, (8, 8, 4, 4))),
    ),
    "FLAC": (
        *((b"fLaC", 8, (2, 2, 3, 3, 3, 1, 4, 8, 8)), (b"\xff\xf8", 2, _FRAME)),
        (b"\xff\xf8", 2, _FRAME),
    ),
    "OGG": (
        *((b"OggS", 4, (1, 1, 8, 4, 4, 4, 1, 1)), _OPUS, (b"OpusTags", 8, (4, 4, 4))),
        *((b"\x01vorbis", 7, (4, 1, 4, 4, 4, 4, 1, 1)), (b"\x03vorbis", 7, (4, 4, 4))),
        *((b"\x05vorbis", 7, (1, 3, 2, 3, 1, 1, 1, 1)), (b"\x7fFLAC", 5, (1, 1, 2, 4, 4, 2, 2, 3))),
    ),
    "MP4": (
        *((b"mp4a", 12, _ENTRY), (b"alac", 12, _ENTRY), (b"alac", 8, (4, 1, 1, 1, 1, 1, 1, 2, 4))),
        *((b"esds", 4, (4, 1, 1, 2, 1, 1, 1, 1, 1)), (b"esds", 20, (4, 4, 4, 1, 1, 2))),
        *((kind, 4, _BOX) for kind in (b"stsz", b"stts", b"stsc", b"stco", b"mdhd", b"elst")),
        *((kind, 4, _BOX) for kind in (b"trun", b"tfhd", b"tfdt", b"trex", b"sgpd", b"stsd")),
        *((b"hdlr", 12, (4,)), (b"mvhd", 4, _BOX)),
    ),
    "MATROSKA": _MATROSKA,
    "WEBM": _MATROSKA,
    "ASF": (
        # The stream's properties, and those of the file.
        (bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b"), 32, (8, 4, 4, 2, 4, *_FORMAT, 2, 4, 2)),
        (bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"), 40, (8, 8, 8, 8, 8, 8, 4, 4, 4, 4)),
        (b"\x82\x00\x00", 0, (1, 2, 1, 1, 2, 4, 2, 1)),
    ),
    "WAVPACK": ((b"wvpk", 8, (2, 1, 1, 4, 4, 4, 4, 4, 1, 1, 2)),),
    "MP3": ((b"\xff\xfb", 1, _FRAME), (b"Xing", 4, (4, 4, 4, 1)), (b"Info", 4, (4, 4, 4, 1))),
    "AAC": ((b"\xff\xf1", 1, _FRAME),),
    "AC3": ((b"\x0b\x77", 2, _FRAME),),
    "EAC3": ((b"\x0b\x77", 2, _FRAME),),
    "AMR": ((b"#!AMR", 5, (1, 1, 1)),),
    "MIDI": (
        (b"MThd", 8, (2, 2, 2)),
        (b"\xff\x51\x03", 3, (3,)),
        (b"\xff\x58\x04", 3, (1, 1, 1, 1)),
    ),
}
