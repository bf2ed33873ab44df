"""First bytes of a file → which container it is, or what it is instead of sound.

Only these containers are opened, each by its own reader: nothing is guessed by the decoder, so no
playlist, picture or subtitle is ever opened.
"""

import re
from dataclasses import dataclass
from typing import Final

from music_genre.audio.decoding.frames import FRAMED, Encoded, find_frames
from music_genre.audio.errors import NotAudioError

# What files of the formats we take are called.
READABLE_SUFFIXES: Final = (
    *(".wav", ".au", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aiff", ".aif"),
    *(".m4a", ".mp4", ".aac", ".webm", ".mka", ".mkv", ".wma", ".ac3", ".eac3", ".wv"),
    *(".caf", ".w64", ".bw64", ".rf64", ".amr", ".mp2", ".mov", ".3gp", ".aifc", ".snd"),
)


@dataclass(frozen=True)
class Container:
    """A container that we take."""

    name: str  # what answers call it
    demuxer: str  # FFmpeg's name of the only reader that it is given to


CONTAINERS: Final = {
    name: Container(name, demuxer)
    for name, demuxer in {
        "WAV": "wav",
        "RF64": "wav",
        "BW64": "wav",
        "W64": "w64",
        "FLAC": "flac",
        "OGG": "ogg",
        "AIFF": "aiff",
        "AU": "au",
        "MP3": "mp3",
        "MP4": "mov",
        "MATROSKA": "matroska",
        "WEBM": "matroska",
        "ASF": "asf",
        "AAC": "aac",
        "AC3": "ac3",
        "EAC3": "eac3",
        "WAVPACK": "wv",
        "CAF": "caf",
        "AMR": "amr",
    }.items()
}
_FIRST_BYTES: Final = {
    name: re.compile(rb"(?s)" + pattern)
    for name, pattern in {
        "RF64": rb"RF64....WAVE",
        "BW64": rb"BW64....WAVE",
        "WAV": rb"RIF[FX]....WAVE",
        "W64": rb"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00",
        "FLAC": rb"fLaC",
        "OGG": rb"OggS",
        "AIFF": rb"FORM....AIF[FC]",
        "AU": rb"\.snd",
        "MP4": rb"....(?:ftyp(?!avi|hei|hev|mif)|styp|moov|mdat|moof|wide|free|skip|pnot)",
        "WEBM": rb"\x1a\x45\xdf\xa3.{0,40}\x42\x82.{1,8}webm",
        "MATROSKA": rb"\x1a\x45\xdf\xa3",
        "ASF": rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        "EAC3": rb"\x0b\x77...[\x58-\xff]",
        "AC3": rb"\x0b\x77",
        "AAC": rb"\xff[\xf0\xf1\xf8\xf9]",
        "MP3": rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff](?![\xf0-\xff])",  # no bit rate is 15
        "WAVPACK": rb"wvpk",
        "CAF": rb"caff\x00\x01",
        "AMR": rb"#!AMR",
    }.items()
}
# What it is where it is none of these; the texts are in `music_genre.webapi.texts.not_audio`.
OTHERS: Final = {
    name: re.compile(rb"(?s)" + pattern)
    for name, pattern in {
        "midi": rb"MThd|RIFF....RMID",
        "zip": rb"PK(?:\x03\x04|\x05\x06|\x07\x08)",
        "archive": rb"\x1f\x8b|Rar!\x1a|7z\xbc\xaf\x27\x1c|BZh[1-9]|\xfd7zXZ\x00|.{257}ustar",
        "pdf": rb"%PDF-",
        "image": (
            rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|BM....\x00\x00|II\x2a\x00|MM\x00\x2a"
            rb"|RIFF....WEBP|....ftyp(?:avif|avis|hei|hev|mif)|\s*<svg"
        ),
        "video": rb"RIFF....AVI |FLV\x01|\x00\x00\x01[\xba\xb3]|\x47.{187}\x47.{187}\x47",
        "playlist": rb"\s*#EXTM3U|\s*\[playlist\]|\s*<(?:asx|\?wpl|smil)|\s*ffconcat",
        "web_page": rb"(?i)\s*(?:<!doctype html|<html|<\?xml)",
        "other_audio": (
            rb"MAC |DSD |FRM8|TTA[12]|MPCK|MP\+|tBaK|OFR |\.RMF|\.ra\xfd|\x7f\xfe\x80\x01"
            rb"|Creative V|ajkg|SOUND  SAMPLE|IMPM|Extended Module|RIFF....CDXA|NIST_1A"
        ),
        "program": rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe",
    }.items()
}
_ID3_BYTES: Final = 10  # of a tag's header; the size in it is four times seven bits
_PADDING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\x00\r\n\t ]*")  # UTF-8's mark, of a text editor
_PADDING_BYTES: Final = 1 << 20
_TEXT: Final = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xfe]+")
_TEXT_BYTES: Final = 512
_UTF_16: Final = re.compile(
    rb"\xff\xfe(?:[\t\n\r\x20-\x7e]\x00){4}|\xfe\xff(?:\x00[\t\n\r\x20-\x7e]){4}"
)
_MOST_TAGS: Final = 8  # one after the other


def bytes_to_container(encoded: Encoded) -> tuple[Container, int]:
    """Find the container by its first bytes, and where it begins behind tags and rubbish [bytes].

    Raises `NotAudioError` that names what it is instead, as far as that can be told.
    """
    start = _after_tags(encoded, 0)
    if _UTF_16.match(encoded, start):  # its mark could begin a frame of MP3
        raise NotAudioError("text")
    name = _name_at(encoded, start)
    if name is None and (other := _other_at(encoded, start)):
        raise NotAudioError(other)
    if name is None:
        padding = _PADDING.match(encoded, start, start + _PADDING_BYTES)
        start = _after_tags(encoded, padding.end() if padding else start)
        name = _name_at(encoded, start)
    if name in {None, *FRAMED} and (found := find_frames(encoded, start)):
        name, start = found
        name = "EAC3" if _FIRST_BYTES["EAC3"].match(encoded, start) else name
    if name is None:
        raise NotAudioError("text" if _is_text(encoded) else None)
    return CONTAINERS[name], start


def _after_tags(encoded: Encoded, start: int) -> int:
    """Skip ID3v2 tags, which may stand before anything [bytes]."""
    for _ in range(_MOST_TAGS):
        head = bytes(encoded[start : start + _ID3_BYTES])
        if len(head) < _ID3_BYTES or not head.startswith(b"ID3") or max(head[6:]) >= 0x80:  # noqa: PLR2004  # seven bits
            break
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        end = start + _ID3_BYTES + size + (_ID3_BYTES if head[5] & 0x10 else 0)
        if end > len(encoded):
            break
        start = end
    return start


def _name_at(encoded: Encoded, start: int) -> str | None:
    """Name the container that begins there."""
    fitting = (name for name, first in _FIRST_BYTES.items() if first.match(encoded, start))
    return next(fitting, None)


def _other_at(encoded: Encoded, start: int) -> str | None:
    """Name what begins there and is no sound."""
    return next((name for name, first in OTHERS.items() if first.match(encoded, start)), None)


def _is_text(encoded: Encoded) -> bool:
    """Tell whether it begins like text."""
    return bool(_TEXT.fullmatch(encoded[:_TEXT_BYTES]))
