"""The id of a request: whose is kept, and who knows it."""

from contextvars import Context

import pytest

from music_genre.webapi.logs.asked import (
    Asked,
    begin,
    current,
    current_id,
    id_to_headers,
    note_route,
)

UUID = "6f1b0c1e-92a8-4d0e-b2b3-0a3a5d1d6a11"


def began(*given: str) -> Asked:
    """Begin a request with these ids, in a context of its own."""
    headers = [(b"x-request-id", one.encode("latin-1")) for one in given]
    return Context().run(begin, headers)


@pytest.mark.parametrize("given", [UUID, "a.b_c-d8", "x" * 64])
def test_an_id_of_others_is_kept(given: str) -> None:
    """What looks like an id is one."""
    assert given == began(given).id


@pytest.mark.parametrize(
    "given", [(), ("short",), ("x" * 65,), ("a b c d e f",), ("é" * 9,), ("-" * 9,), (UUID, UUID)]
)
def test_else_a_new_one_is_made(given: tuple[str, ...]) -> None:
    """What is none, and two of them, are replaced by one that nobody has had."""
    first, second = began(*given).id, began(*given).id

    assert 32 == len(first)
    assert first != second
    assert first not in given


def test_who_works_on_it_knows_it() -> None:
    """Within its context the id goes along to other services; outside there is none."""

    def work() -> tuple[dict[str, str], str | None, Asked | None]:
        begin([(b"x-request-id", UUID.encode())])
        note_route("/beats")
        return id_to_headers(), current_id(), current()

    assert ({"X-Request-Id": UUID}, UUID, Asked(UUID, "/beats")) == Context().run(work)
    note_route("/nobody's")
    assert ({}, None, None) == (id_to_headers(), current_id(), current())
