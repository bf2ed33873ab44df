"""Options that several commands have."""

import pytest
import typer

from genre_cli.answering.local import LocalAnswers
from genre_cli.answering.remote import ServerAnswers
from genre_cli.commands.options import chosen_language, new_answers, new_output


def test_who_answers() -> None:
    """A server where one is named, else this process."""
    assert isinstance(new_answers("http://localhost:5000", "en"), ServerAnswers)
    assert isinstance(new_answers(None, "en"), LocalAnswers)


def test_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed, else the system's; others are refused."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")

    assert ("en", "de", "fr") == (*map(chosen_language, ["en", "de", None]),)
    assert "fr" == new_output(as_json=True, language=None).language
    with pytest.raises(typer.BadParameter, match="sv"):
        chosen_language("sv")
