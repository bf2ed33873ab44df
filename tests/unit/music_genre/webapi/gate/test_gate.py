"""What is asked of every request before its body is read."""

import pytest

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.gate.gate import Gate, Knock
from music_genre.webapi.problems import ApiError

SENT = {
    b"host": b"10.0.0.9:5000",
    b"origin": b"https://genre.example",
    b"x-forwarded-host": b"genre.example",
}


def test_a_proxy_is_believed_by_its_address() -> None:
    """A trusted proxy may say by which name we were asked, and nobody else."""
    gate = Gate(text_to_networks("10.0.0.0/8"))

    gate.admit(Knock("POST", "/beats", SENT, "10.0.0.1"))
    for peer in ("192.0.2.1", ""):
        with pytest.raises(ApiError, match="cross_site"):
            gate.admit(Knock("POST", "/beats", SENT, peer))
