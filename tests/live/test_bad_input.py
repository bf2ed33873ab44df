"""Bad input against the running services: a clear error, and the next request is answered.

`/v1/predict` says what is wrong by status and code; the report's routes know 400, 413 and 500 only.
"""

import base64
import struct
from typing import Any

import numpy as np
import pytest
import requests

from tools.processes import Services
from tools.signals import song, to_file

SONG = to_file(song(3))
MP3 = to_file(song(3, 44_100), 44_100, "MP3")
WAV_HEADER_BYTES = 44
CHANNELS_AT, RIFF_SIZE_AT, DATA_SIZE_AT = 22, 4, 40
LIMIT_BYTES = 64 * 1024 * 1024
REPORT_PATHS = {"svm": "/predict_svm", "vgg19": "/predict_vgg"}


def patched(wav: bytes, at: int, layout: str, value: int) -> bytes:
    """A WAV with one number of its header replaced."""
    content = bytearray(wav)
    struct.pack_into(layout, content, at, value)
    return bytes(content)


def with_sample(value: float) -> bytes:
    """A float WAV with one sample of this value."""
    samples = song(3)
    samples[1000] = value
    return to_file(samples, subtype="FLOAT")


REFUSED_FILES = {
    "text_named_wav": (b"This is no music at all.\n" * 50, 415, "not_audio"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(500), 415, "not_audio"),
    "half_a_wav_header": (SONG[:30], 422, "undecodable_audio"),
    "half_an_mp3_frame": (MP3[:100], 422, "undecodable_audio"),
    "zero_channels": (patched(SONG, CHANNELS_AT, "<H", 0), 422, "undecodable_audio"),
    "nan": (with_sample(np.nan), 422, "audio_not_finite"),
    "infinity": (with_sample(np.inf), 422, "audio_not_finite"),
    "a_tenth_of_a_second": (to_file(song(0.1)), 422, "audio_too_short"),
    "header_without_samples": (SONG[:WAV_HEADER_BYTES], 422, "audio_too_short"),
    "seven_kilohertz": (to_file(song(3, 7_000), 7_000), 422, "unsupported_sample_rate"),
    "nine_channels": (to_file(np.zeros((22_050, 9)) + 0.1), 422, "too_many_channels"),
    "sixteen_minutes": (to_file(np.zeros(960 * 8_000), 8_000, "FLAC"), 422, "audio_too_long"),
}
ANSWERED_FILES = {
    "truncated_wav": SONG[: len(SONG) * 2 // 3],
    "truncated_mp3": MP3[: len(MP3) * 2 // 3],
    "header_that_promises_4_gb": patched(
        patched(SONG, RIFF_SIZE_AT, "<I", 2**32 - 1), DATA_SIZE_AT, "<I", 2**32 - 1
    ),
}
SILENT_FILES = {
    "thirty_seconds_of_silence": to_file(np.zeros(30 * 22_050)),
    "constant_offset": to_file(np.full(10 * 22_050, 0.5)),
}
JSON = {"Content-Type": "application/json"}
REFUSED_REQUESTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "empty_body": ({}, 400, "no_audio"),
    "empty_file": ({"files": {"file": b""}}, 400, "no_audio"),
    "wrong_field": ({"files": {"song": SONG}}, 400, "no_audio"),
    "empty_raw_body": ({"data": b"", "headers": {"Content-Type": "audio/wav"}}, 400, "no_audio"),
    "wrong_content_type": (
        {"data": SONG, "headers": {"Content-Type": "text/plain"}},
        415,
        "unsupported_content_type",
    ),
    "malformed_json": ({"data": b"{", "headers": JSON}, 400, "malformed_json"),
    "json_not_utf_8": ({"data": b"\xff\xfe{", "headers": JSON}, 400, "malformed_json"),
    "json_nested_deeply": ({"data": b"[" * 100_000, "headers": JSON}, 400, "malformed_json"),
    "json_list": ({"json": [1]}, 400, "malformed_json"),
    "json_number": ({"json": 1}, 400, "malformed_json"),
    "no_key": ({"json": {}}, 400, "no_audio"),
    "null": ({"json": {"wav_music": None}}, 400, "no_audio"),
    "number_for_text": ({"json": {"wav_music": 12}}, 400, "bad_base64"),
    "bad_base64": ({"json": {"wav_music": "not*base64"}}, 400, "bad_base64"),
}


@pytest.fixture(params=["svm", "vgg19"])
def service(request: pytest.FixtureRequest) -> str:
    """Name of each genre service in turn."""
    return str(request.param)


def post(url: str, **content: Any) -> requests.Response:
    """POST to a running service."""
    return requests.post(url, timeout=60, **content)


def assert_problem(response: requests.Response, status: int, code: str) -> None:
    """The one error body of the whole project, without anything internal in it."""
    assert status == response.status_code, response.text
    body = response.json()
    assert "application/problem+json" == response.headers["Content-Type"]
    assert {"type", "title", "status", "detail", "code", "error"} <= set(body)
    assert (status, code) == (body["status"], body["code"])
    for internal in ("Traceback", "Error(", "0x", "/audio", "site-packages", "libsndfile"):
        assert internal not in response.text


def assert_still_answers(url: str) -> None:
    """The service has lost nothing."""
    assert 200 == post(f"{url}/v1/predict", files={"file": SONG}).status_code


@pytest.mark.parametrize(
    ("encoded", "status", "code"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys()
)
def test_bad_file_is_refused(
    services: Services, service: str, encoded: bytes, status: int, code: str
) -> None:
    """A file that cannot be classified gets its own status and code, and nothing breaks."""
    url = getattr(services, service)

    assert_problem(post(f"{url}/v1/predict", files={"file": encoded}), status, code)
    text = base64.b64encode(encoded).decode()
    report = post(f"{url}{REPORT_PATHS[service]}", json={"wav_music": text})
    assert_problem(report, 500, code)
    assert "Erreur de traitement du fichier audio" == report.json()["error"]
    assert_still_answers(url)


@pytest.mark.parametrize("encoded", ANSWERED_FILES.values(), ids=ANSWERED_FILES.keys())
def test_damaged_file_is_answered_by_what_is_left(
    services: Services, service: str, encoded: bytes
) -> None:
    """A file that is cut off or lies about its size is classified by the audio that is there."""
    url = getattr(services, service)

    response = post(f"{url}/v1/predict", files={"file": encoded})

    assert 200 == response.status_code, response.text
    assert 1.5 < response.json()["audio"]["duration_s"] < 3.2


@pytest.mark.parametrize("encoded", SILENT_FILES.values(), ids=SILENT_FILES.keys())
def test_silence_has_no_genre(services: Services, service: str, encoded: bytes) -> None:
    """Silence is an answer without a genre on `/v1`, and a 500 on the report's route."""
    url = getattr(services, service)

    body = post(f"{url}/v1/predict", files={"file": encoded}).json()

    assert ("silence", None, None) == (body["outcome"], body["genre"], body["probabilities"])
    text = base64.b64encode(encoded).decode()
    assert_problem(
        post(f"{url}{REPORT_PATHS[service]}", json={"wav_music": text}), 500, "silent_audio"
    )


@pytest.mark.parametrize(
    ("content", "status", "code"), REFUSED_REQUESTS.values(), ids=REFUSED_REQUESTS.keys()
)
def test_bad_request_is_refused(
    services: Services, service: str, content: dict[str, Any], status: int, code: str
) -> None:
    """A request without usable audio says what to send instead."""
    url = getattr(services, service)

    assert_problem(post(f"{url}/v1/predict", **content), status, code)
    assert_still_answers(url)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"1", b"{}", b'{"wav_music": ""}', b"null"])
def test_report_route_without_audio(services: Services, service: str, body: bytes) -> None:
    """On the report's route, whatever is no JSON object with audio is its exact 400."""
    url = getattr(services, service)

    response = post(f"{url}{REPORT_PATHS[service]}", data=body, headers=JSON)

    assert 400 == response.status_code
    assert "Aucun fichier audio fourni" == response.json()["error"]


def test_english_is_spoken_where_asked(services: Services, service: str) -> None:
    """`Accept-Language: en` turns the texts into English; the code stays."""
    url = getattr(services, service)

    response = post(f"{url}/v1/predict", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert ("no_audio", "No audio file provided") == (
        response.json()["code"],
        response.json()["error"],
    )


@pytest.mark.parametrize("form", ["raw", "multipart", "chunked"])
def test_one_byte_too_many_is_refused(services: Services, service: str, form: str) -> None:
    """64 MiB and one byte get a 413 in every form of upload, not a broken connection."""
    url = getattr(services, service)
    large = bytes(LIMIT_BYTES + 1)
    raw = {"Content-Type": "audio/wav"}
    chunks = (large[i : i + 2**20] for i in range(0, len(large), 2**20))
    contents: dict[str, dict[str, Any]] = {
        "raw": {"data": large, "headers": raw},
        "multipart": {"files": {"file": large}},
        "chunked": {"data": chunks, "headers": raw},
    }

    assert_problem(post(f"{url}/v1/predict", **contents[form]), 413, "too_large")
    assert_still_answers(url)


def test_exactly_the_limit_is_read(services: Services, service: str) -> None:
    """64 MiB exactly are read, and refused only for not being audio."""
    url = getattr(services, service)
    headers = {"Content-Type": "audio/wav"}

    response = post(f"{url}/v1/predict", data=bytes(LIMIT_BYTES), headers=headers)

    assert_problem(response, 415, "not_audio")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("GET", "/v1/predict", 405, "method_not_allowed")],
)
def test_wrong_address_or_method(
    services: Services, service: str, method: str, path: str, status: int, code: str
) -> None:
    """404 and 405 have the same body as every other error."""
    url = getattr(services, service)

    assert_problem(requests.request(method, f"{url}{path}", timeout=10), status, code)
