"""The command that makes a key."""

from pathlib import Path

import pytest

from music_genre.webapi.gate.api_keys import ApiKeys, file_to_keys
from music_genre.webapi.gate.new_key import main


def test_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key is shown once, the file, for its owner alone, gets a line for each, whole."""
    file = tmp_path / "keys"

    assert 0 == main(["My app", "--per-minute", "60", "--file", str(file)])
    first = capsys.readouterr().out.strip()
    file.write_text(file.read_text().rstrip("\n"))  # as an editor may leave it
    assert 0 == main(["Other", "--file", str(file)])
    second = capsys.readouterr().out.strip()

    assert 0o600 == file.stat().st_mode & 0o777
    keys = ApiKeys(file_to_keys(file))
    assert ["My app", "Other"] == [keys.find(f"Bearer {k}".encode()).name for k in (first, second)]


def test_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key alone goes to standard output; the line is told beside it."""
    assert 0 == main(["My app"])

    said = capsys.readouterr()
    (tmp_path / "keys").write_text(said.err.splitlines()[1])
    keys = ApiKeys(file_to_keys(tmp_path / "keys"))
    assert "My app" == keys.find(f"Bearer {said.out.strip()}".encode()).name


def test_what_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none, a number and a folder that are not there are told, without a key."""
    assert 1 == main([" "])
    assert 1 == main(["x", "--file", str(tmp_path / "none" / "keys")])
    with pytest.raises(SystemExit):
        main(["x", "--per-minute", "-1"])
    said = capsys.readouterr()
    assert ("", 2) == (said.out, said.err.count("no key was made: "))
    assert "--per-minute cannot be negative" in said.err
