"""The header that takes a verdict from the front end to the beat service."""

import pytest

from music_genre.webapi.genre_verdict import (
    VERDICT_HEADER,
    header_to_verdict,
    verdict_to_headers,
)

VERDICT = {
    "genre": "reggae",
    "outcome": "ambiguous",
    "probabilities": {"reggae": 0.7, "électro": 0.3},
    "tags": None,
}


def test_what_is_written_is_read() -> None:
    """Outcome, probabilities and tags arrive, in ASCII."""
    headers = verdict_to_headers(VERDICT)
    read = header_to_verdict(headers[VERDICT_HEADER])

    assert read
    assert {name: VERDICT[name] for name in ("outcome", "probabilities", "tags")} == (
        read.model_dump()
    )
    assert headers[VERDICT_HEADER].isascii()


def test_no_verdict_has_no_header() -> None:
    """Models that know different genres have none, and a thousand genres fit into none."""
    many = {f"genre {number}": 0.001 for number in range(1000)}

    assert {} == verdict_to_headers(None) == verdict_to_headers(VERDICT | {"probabilities": many})


@pytest.mark.parametrize("header", [None, "", "no JSON", "{}", '{"outcome": "good"}'])
def test_nonsense_is_as_if_it_were_not_there(header: str | None) -> None:
    """Then the beat service asks for itself."""
    assert header_to_verdict(header) is None
