"""WAV bytes → answers that players can seek in and caches can keep (RFC 9110)."""

import pytest
from fastapi import Request, Response

from beat_service.catalogue.wav_response import CACHE, WAV_TYPE, file_to_response, tempo_to_name
from music_genre.webapi.problems import ApiError

WAV = bytes(range(256)) * 4
SIZE = len(WAV)


def answer(wav: bytes = WAV, **headers: str) -> Response:
    """Answer a request with these headers; `_` stands for a hyphen."""
    sent = [(name.replace("_", "-").lower().encode(), v.encode()) for name, v in headers.items()]
    return file_to_response(
        wav, Request({"type": "http", "headers": sent}), "house-jack-122bpm.wav", WAV_TYPE
    )


ETAG = answer().headers["etag"]


def test_the_whole_file() -> None:
    """Without a wish it is all of it, named, and to be asked about again."""
    whole = answer()

    assert (200, WAV, "audio/wav") == (whole.status_code, whole.body, whole.media_type)
    assert ("bytes", CACHE) == (whole.headers["accept-ranges"], whole.headers["cache-control"])
    assert 'inline; filename="house-jack-122bpm.wav"' == whole.headers["content-disposition"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        (f"bytes=-{SIZE + 5}", 0, SIZE - 1),
        ("bytes=100-", 100, SIZE - 1),
        (f"bytes={SIZE - 1}-{SIZE + 5}", SIZE - 1, SIZE - 1),
        (f" bytes=0-{SIZE - 1} ", 0, SIZE - 1),
    ],
)
def test_parts(asked: str, first: int, last: int) -> None:
    """First bytes, last bytes and a middle are parts of the whole, cut at its end."""
    part = answer(Range=asked)

    assert (206, WAV[first : last + 1]) == (part.status_code, part.body)
    assert f"bytes {first}-{last}/{SIZE}" == part.headers["content-range"]
    assert ETAG == part.headers["etag"]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=9-3", "bytes=-0", "bytes=-"])
def test_parts_that_the_file_has_not(asked: str) -> None:
    """A range past the end, backwards or of nothing is refused with the size."""
    with pytest.raises(ApiError, match="range_not_satisfiable") as refused:
        answer(Range=asked)

    assert {"size_bytes": SIZE} == refused.value.facts


@pytest.mark.parametrize(
    "asked", ["lines=0-9", "bytes=0-9,20-29", "bytes=a-b", "", "bytes=0-" + "9" * 5000]
)
def test_ranges_that_are_not_understood(asked: str) -> None:
    """Another unit, several parts and nonsense get the whole, as the RFC allows."""
    assert (200, WAV) == (answer(Range=asked).status_code, answer(Range=asked).body)


def test_a_part_of_another_version_is_the_whole() -> None:
    """A player that has the beginning of a file that was replaced must not join both."""
    assert 206 == answer(Range="bytes=0-9", If_Range=ETAG).status_code
    assert 200 == answer(Range="bytes=0-9", If_Range='"old"').status_code


@pytest.mark.parametrize("header", [ETAG, f'"other", W/{ETAG}', "*"])
def test_a_cache_that_has_the_file_gets_nothing(header: str) -> None:
    """The same tag, weak or among others, is answered with "not modified"."""
    again = answer(If_None_Match=header)

    assert (304, b"", ETAG) == (again.status_code, again.body, again.headers["etag"])


def test_another_sound_has_another_tag() -> None:
    """A tag stands for the bytes, and one that does not fit gets them."""
    other = answer(WAV[1:], If_None_Match=ETAG)

    assert ETAG != other.headers["etag"]
    assert (200, WAV[1:]) == (other.status_code, other.body)


@pytest.mark.parametrize(
    ("bpm", "name"), [(122.0, "mine-122bpm"), (92.5, "mine-92.5bpm"), (87.123, "mine-87.12bpm")]
)
def test_names_say_the_tempo(bpm: float, name: str) -> None:
    """A file that is saved has its tempo in its name, without needless digits."""
    assert name == tempo_to_name("mine", bpm)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (None, "mine-122bpm"),
        ("Am", "mine-122bpm-am"),
        ("F# minor", "mine-122bpm-f#-minor"),
        ('so" evil', "mine-122bpm"),
        ("ré mineur", "mine-122bpm"),
    ],
)
def test_names_say_the_key(key: str | None, name: str) -> None:
    """So is its key, where it has one that a header can carry."""
    assert name == tempo_to_name("mine", 122.0, key)
