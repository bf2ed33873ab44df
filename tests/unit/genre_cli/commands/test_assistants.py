"""`genre mcp` on the command line."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.app import app


def test_a_folder_has_to_be_named(tmp_path: Path) -> None:
    """Without a folder, or with one that is none, nothing is served."""
    nothing = CliRunner().invoke(app, ["mcp"])
    wrong = CliRunner().invoke(app, ["mcp", "--allow", str(tmp_path / "missing")])

    assert (2, 2) == (nothing.exit_code, wrong.exit_code)
    assert "--allow" in nothing.output
    assert "Not a folder" in wrong.output


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed what it needs is told what to type."""
    for name in [name for name in sys.modules if name.split(".")[0] == "mcp"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "genre_cli.assistants.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)

    with pytest.raises(NobodyAnswersError, match=r"pip install 'music-genre-classifier\[mcp\]'"):
        CliRunner().invoke(app, ["mcp", "--allow", str(tmp_path)], catch_exceptions=False)
