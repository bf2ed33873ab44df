"""Who answers."""

from genre_cli.answering.choosing import new_answers
from genre_cli.answering.local import LocalAnswers
from genre_cli.answering.remote import ServerAnswers


def test_who_answers() -> None:
    """A server where one is named, else this process."""
    assert isinstance(new_answers("http://localhost:5000", "en"), ServerAnswers)
    assert isinstance(new_answers(None, "en"), LocalAnswers)
