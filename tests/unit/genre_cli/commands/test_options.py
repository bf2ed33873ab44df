"""Options that several commands have."""

import pytest
import typer

from genre_cli.commands.options import chosen_language, new_output


def test_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed, else the system's; others are refused."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")

    assert ("en", "de", "fr") == (*map(chosen_language, ["en", "de", None]),)
    assert "fr" == new_output(as_json=True, language=None).language
    with pytest.raises(typer.BadParameter, match="sv"):
        chosen_language("sv")
