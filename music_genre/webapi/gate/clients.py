"""Who a client is: the other end of the connection, or whom trusted proxies say they speak for."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from music_genre.webapi.addresses import Network, is_within, text_to_address

FORWARDED_FOR: Final = b"x-forwarded-for"
# Some proxies write a port behind the address.
WITH_PORT: Final = re.compile(r"\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+")


def client_address(peer: str, headers: Mapping[bytes, bytes], trusted: Sequence[Network]) -> str:
    """Find a client's address: the last one of `X-Forwarded-For` that no trusted proxy has.

    What stands before that one, or is no address, may have been written by anybody.
    """
    said = headers.get(FORWARDED_FOR)
    if said is None or not is_within(peer, trusted):
        return peer
    address = peer
    for entry in reversed(said.decode("latin-1").split(",")):
        written = WITH_PORT.fullmatch(entry.strip())
        name = (written[1] or written[2]) if written else entry.strip()
        if text_to_address(name) is None:
            break
        address = name
        if not is_within(address, trusted):
            break
    return address
