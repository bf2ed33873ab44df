"""What is said of a request; `../test_messages.py` and `../test_problems.py` look at its texts."""

from music_genre.webapi.messages import PROBLEMS, PROBLEMS_BY_LANGUAGE
from music_genre.webapi.texts.request import REPORT_NO_AUDIO, REQUEST_PROBLEMS


def test_they_are_among_all() -> None:
    """Every code of a request is a code of the project, and the report's text is one of them."""
    assert REQUEST_PROBLEMS.items() <= PROBLEMS.items()
    assert REPORT_NO_AUDIO == PROBLEMS_BY_LANGUAGE["fr"]["no_audio"].title
