"""What texts of errors are made of."""

from music_genre.webapi.texts.message import Message, ProblemKind


def test_texts_are_values() -> None:
    """Two problems with the same status and texts are the same."""
    message = Message("What", "Do")

    assert ProblemKind(422, message, message) == ProblemKind(422, message, Message("What", "Do"))
