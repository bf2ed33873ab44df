"""Bad input against the running services: a clear error, and the next request is answered.

Every route says what is wrong by status and code; the report's know 400, 413 and 500 only.
"""

import numpy as np
import pytest
import requests
from live.clients import post, post_file, post_sent, token_to_headers
from problems import assert_problem
from refusals import Sent, each_form, in_each_form, in_form, in_json
from refused_files import MP3, SONG, each_refused_file, each_refused_upload, patched

from tools.processes import Services
from tools.signals import to_file

RIFF_SIZE_AT, DATA_SIZE_AT = 4, 40
LIMIT_BYTES = 64 * 1024 * 1024
REPORT_PATHS = {"svm": "/predict_svm", "vgg19": "/predict_vgg"}
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
# All that take a song in any form; `/api/predict` has the services' own bodies beside a problem.
ROUTES = [
    ("svm", "/v1/predict"),
    ("vgg19", "/v1/predict"),
    ("vgg19", "/v1/explain"),
    ("vgg19", "/v1/spectrogram"),
    ("beat", "/analyze"),
    ("beat", "/recommend"),
    ("frontend", "/api/explain"),
    ("frontend", "/api/spectrogram"),
]
# What stands beside the problem in `/api/predict`.
BESIDES = {"svm", "vgg19", "beat", "ensemble", "agreement"}
BEAT = {"title": "Mine", "style": "My own", "licence": "CC0-1.0", "author": "Me"}

each_route = pytest.mark.parametrize(("service", "path"), ROUTES)
each_genre_service = pytest.mark.parametrize("service", REPORT_PATHS)


def url_of(services: Services, service: str, path: str = "/v1/predict") -> str:
    """Return the address of a route."""
    return f"{getattr(services, service)}{path}"


def assert_still_answers(url: str) -> None:
    """Check that the service has lost nothing."""
    assert 200 == post_file(url, SONG).status_code


@each_route
@each_refused_upload
def test_bad_upload_is_refused(
    services: Services, service: str, path: str, sent: Sent, status: int, code: str
) -> None:
    """A file that cannot be used, or a request without one, gets its own status and code."""
    url = url_of(services, service, path)

    assert_problem(post_sent(url, sent), status, code)
    assert_still_answers(url)


@each_refused_file
def test_bad_file_is_refused_by_all_services_alike(
    services: Services, encoded: bytes, status: int, code: str
) -> None:
    """The front end's answer is the problem in which all services agree, and each one's own."""
    url = url_of(services, "frontend", "/api/predict")

    body = assert_problem(post_file(url, encoded), status, code, also=BESIDES)
    assert [code] * 3 == [body[name]["code"] for name in ("svm", "vgg19", "beat")]
    assert_still_answers(url)


@each_refused_file
def test_bad_file_is_no_beat(services: Services, encoded: bytes, status: int, code: str) -> None:
    """What cannot be a song cannot be a beat either, and none is added."""
    url = url_of(services, "beat", "/beats")
    before = requests.get(url, timeout=60).json()

    sent = in_form(BEAT, file=encoded)
    refused = post(url, data=sent.content, headers=sent.headers | token_to_headers())
    assert_problem(refused, status, code)
    assert before == requests.get(url, timeout=60).json()


@each_genre_service
@each_refused_file
def test_bad_file_on_the_reports_route(
    services: Services, service: str, encoded: bytes, status: int, code: str
) -> None:
    """There one status and one text stand for whatever is wrong; the code is that of `/v1`."""
    report = post_sent(url_of(services, service, REPORT_PATHS[service]), in_json(encoded))

    body = assert_problem(report, 500, code)
    assert "Erreur de traitement du fichier audio" == body["error"]
    assert_problem(post_file(url_of(services, service), encoded), status, code)


@each_genre_service
@pytest.mark.parametrize("encoded", ANSWERED_FILES.values(), ids=ANSWERED_FILES.keys())
def test_damaged_file_is_answered_by_what_is_left(
    services: Services, service: str, encoded: bytes
) -> None:
    """A file that is cut off or lies about its size is classified by the audio that is there."""
    response = post_file(url_of(services, service), encoded)

    assert 200 == response.status_code, response.text
    assert 1.5 < response.json()["audio"]["duration_s"] < 3.2


@each_genre_service
@pytest.mark.parametrize("encoded", SILENT_FILES.values(), ids=SILENT_FILES.keys())
def test_silence_has_no_genre(services: Services, service: str, encoded: bytes) -> None:
    """Silence is an answer without a genre on `/v1`, and a 500 on the report's route."""
    body = post_file(url_of(services, service), encoded).json()
    report = post_sent(url_of(services, service, REPORT_PATHS[service]), in_json(encoded))

    assert ("silence", None, None) == (body["outcome"], body["genre"], body["probabilities"])
    assert_problem(report, 500, "silent_audio")


@each_genre_service
@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"1", b"{}", b'{"wav_music": ""}', b"null"])
def test_report_route_without_audio(services: Services, service: str, body: bytes) -> None:
    """On the report's route, whatever is no JSON object with audio is its exact 400."""
    url = url_of(services, service, REPORT_PATHS[service])

    response = post_sent(url, Sent(body, "application/json"))

    assert 400 == response.status_code
    assert "Aucun fichier audio fourni" == response.json()["error"]


@each_genre_service
def test_english_is_spoken_where_asked(services: Services, service: str) -> None:
    """`Accept-Language: en` turns the texts into English; the code stays."""
    english = {"Accept-Language": "en-GB,en;q=0.9"}

    body = assert_problem(post(url_of(services, service), headers=english), 400, "no_audio")
    assert "No audio file provided" == body["error"]


@each_genre_service
@each_form
def test_one_byte_too_many_is_refused(services: Services, service: str, form: str) -> None:
    """64 MiB and one byte get a 413 in every form of upload, not a broken connection."""
    url = url_of(services, service)

    sent = in_each_form(bytes(LIMIT_BYTES + 1))[form]

    assert_problem(post_sent(url, sent), 413, "too_large")
    assert_still_answers(url)


@each_genre_service
def test_body_of_unknown_length_is_cut_off(services: Services, service: str) -> None:
    """A client that does not say how much it sends is told all the same."""
    url = url_of(services, service)
    chunks = (bytes(min(2**20, LIMIT_BYTES + 1 - at)) for at in range(0, LIMIT_BYTES + 1, 2**20))

    answer = post(url, data=chunks, headers={"Content-Type": "audio/wav"})

    assert_problem(answer, 413, "too_large")
    assert_still_answers(url)


@each_genre_service
def test_exactly_the_limit_is_read(services: Services, service: str) -> None:
    """64 MiB exactly are read, and refused only for not being audio."""
    sent = Sent(bytes(LIMIT_BYTES), "audio/wav")

    assert_problem(post_sent(url_of(services, service), sent), 415, "not_audio")


@pytest.mark.parametrize(("service", "path"), [*ROUTES, ("frontend", "/api/predict")])
def test_wrong_method(services: Services, service: str, path: str) -> None:
    """A 405 has the same body as every other error, and says what is allowed."""
    response = requests.get(url_of(services, service, path), timeout=60)

    assert_problem(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("service", ["svm", "vgg19", "beat", "frontend"])
def test_wrong_address(services: Services, service: str) -> None:
    """So has a 404."""
    response = requests.get(url_of(services, service, "/nowhere"), timeout=60)

    assert_problem(response, 404, "not_found")
