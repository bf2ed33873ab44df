"""The header by which who started a service knows it again.

`make run` gives all services one `START_ID`; another program on the port would not send it back.
"""

from typing import Final

START_ID_HEADER: Final = "X-Start-Id"


def start_id_to_headers(start_id: str) -> dict[str, str]:
    """Make the header of `/readyz`; none without an id."""
    return {START_ID_HEADER: start_id} if start_id else {}
