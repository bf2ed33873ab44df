"""What texts of errors are made of."""

from music_genre.webapi.texts.message import ProblemKind


def test_texts_are_values() -> None:
    """Two problems with the same status and texts are the same."""
    assert ProblemKind(422, "What", "Do") == ProblemKind(422, "What", "Do")
