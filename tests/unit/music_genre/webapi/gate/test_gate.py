"""What is asked of every request before its body is read."""

import pytest

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.gate.api_keys import ApiKeys, new_key
from music_genre.webapi.gate.gate import Gate, Knock
from music_genre.webapi.gate.limits import ClientLimits
from music_genre.webapi.problems import ApiError

SENT = {
    b"host": b"10.0.0.9:5000",
    b"origin": b"https://genre.example",
    b"x-forwarded-host": b"genre.example",
}


def test_a_proxy_is_believed_by_its_address() -> None:
    """A trusted proxy may say by which name we were asked, and nobody else."""
    gate = Gate(text_to_networks("10.0.0.0/8"))

    gate.admit(Knock("POST", "/beats", SENT, "10.0.0.1", []))
    for peer in ("192.0.2.1", ""):
        with pytest.raises(ApiError, match="cross_site"):
            gate.admit(Knock("POST", "/beats", SENT, peer, []))


def knocked(gate: Gate, path: str = "/v1/predict", **headers: str) -> list[tuple[bytes, bytes]]:
    """Knock from elsewhere with these headers; return what the answer gets."""
    sent = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    knock = Knock("POST", path, sent, "192.0.2.1", [])
    gate.admit(knock)
    return knock.answered


def test_limits_are_told_and_kept() -> None:
    """Each answer says what is left, and the refusal too; probes are not counted."""
    gate = Gate(limits=ClientLimits(60, 1))

    assert dict(knocked(gate, content_length="5")) == {
        b"ratelimit-policy": b'"uploads";q=1;w=60, "requests";q=60;w=60',
        b"ratelimit": b'"uploads";r=0;t=60, "requests";r=59;t=1',
    }
    refused = Knock("POST", "/", {b"transfer-encoding": b"chunked"}, "192.0.2.1", [])
    with pytest.raises(ApiError, match="rate_limited") as raised:
        gate.admit(refused)
    assert 60 == raised.value.facts["retry_after_s"]
    assert b'"uploads";r=0;t=60' == dict(refused.answered)[b"ratelimit"]
    assert b'"requests";r=58;t=2' == dict(knocked(gate, content_length="00"))[b"ratelimit"]
    assert [] == knocked(gate, "/readyz", content_length="5")


def test_no_limits() -> None:
    """Where none are set nothing is said about them."""
    assert [] == knocked(Gate(), content_length="5")


@pytest.mark.parametrize("path", ["/v1/predict", "/predict_svm"])
def test_keys_have_their_own_limit(path: str) -> None:
    """A key is counted for itself; without one a request is counted by its address, and refused."""
    text, key = new_key("an app", 2)
    gate = Gate(limits=ClientLimits(5), keys=ApiKeys([key]))

    answered = knocked(gate, path, authorization=f"Bearer {text}")
    assert b'"key";r=1;t=30' == dict(answered)[b"ratelimit"]
    knocked(gate, path, authorization=f"Bearer {text}")
    with pytest.raises(ApiError, match="rate_limited"):
        knocked(gate, path, authorization=f"Bearer {text}")
    wrong_at_the_end = text[:-1] + ("1" if text[-1] == "0" else "0")
    for authorization in ("", f"Bearer {wrong_at_the_end}", "Bearer mgc_0"):
        with pytest.raises(ApiError, match="unknown_api_key"):
            knocked(gate, path, authorization=authorization)
    assert b'"requests";r=1;t=48' == dict(knocked(gate, "/"))[b"ratelimit"]


def test_pages_of_allowed_sites() -> None:
    """They may write; their preflights ask for no key, because browsers send none with them."""
    _, key = new_key("an app", 0)
    gate = Gate(origins=frozenset({b"https://a.example"}), keys=ApiKeys([key]))
    sent = {b"origin": b"https://a.example", b"sec-fetch-site": b"cross-site"}

    gate.admit(Knock("POST", "/api/predict", sent, "192.0.2.1", []))
    asking = Knock(
        "OPTIONS", "/v1/predict", sent | {b"access-control-request-method": b"POST"}, "", []
    )
    gate.admit(asking)
    assert gate.is_preflight(asking)
    other = Knock("POST", "/", sent | {b"origin": b"https://b.example"}, "192.0.2.1", [])
    with pytest.raises(ApiError, match="cross_site"):
        gate.admit(other)
    gate.greet(other)
    assert [(b"vary", b"Origin")] == other.answered


@pytest.mark.parametrize(
    ("peer", "proto", "is_told"),
    [
        ("10.0.0.1", b"https", True),
        ("10.0.0.1", b"HTTPS", True),
        ("10.0.0.1", b"http", False),
        ("10.0.0.1", None, False),
        ("192.0.2.1", b"https", False),
    ],
)
def test_tls_before_us(peer: str, proto: bytes | None, is_told: bool) -> None:
    """Browsers are told to come by TLS again where a trusted proxy says that they did."""
    headers = {} if proto is None else {b"x-forwarded-proto": proto}
    knock = Knock("GET", "/", headers, peer, [])

    Gate(text_to_networks("10.0.0.0/8")).greet(knock)

    told = [(b"strict-transport-security", b"max-age=31536000")]
    assert (told if is_told else []) == knock.answered
