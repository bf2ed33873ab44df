"""What the step `fresh` reads from the README, and what it says when that is no longer there."""

from pathlib import Path

import pytest

from deploy.fresh.answers import CHECKS
from deploy.fresh.readme_commands import ReadmeError, line_to_request, text_to_commands

README = (Path(__file__).parents[4] / "README.md").read_text()
CLONE = "git clone <this repository> music-genre-classifier"


def test_readme_has_what_a_newcomer_types() -> None:
    """Two commands, and requests whose answers can be judged."""
    commands = text_to_commands(README)

    assert CLONE == commands.clone
    assert "cd music-genre-classifier" == commands.enter
    assert ("make run", "make test") == (commands.run, commands.test)
    assert {"genre"} == {line.split()[0] for line in commands.genre}
    assert {request.path for request in commands.requests} <= set(CHECKS)


@pytest.mark.parametrize(
    ("gone", "instead", "complaint"),
    [
        ("## Start", "## Begin", "has no section “## Start”"),
        ("make run\n```", "make start\n```", "and `make run`, and no others"),
        ("cd music-genre-classifier", "cd music-genre-classifier\npip install x", "no others"),
        (CLONE, "git clone somewhere", "no fenced block has the three lines"),
        ("```bash\nmake test\n```", "", "no fenced block says `make test`"),
        (
            "\ngenre predict",
            "\n./genre predict",
            "no fenced block begins with a command of `genre`",
        ),
        ("5000/api/predict", "5000/api/foresee", "no curl line asks /api/predict"),
        ("8000/recommend -F", "8000/recommend -d", "is not `curl -F field=@file URL`"),
        ("song.mp3 localhost:8000/analyze", "song.mp3", "is not `curl -F field=@file URL`"),
    ],
)
def test_changed_readme_is_told_what_is_missing(gone: str, instead: str, complaint: str) -> None:
    """Each line that is needed is missed by name."""
    assert gone in README
    with pytest.raises(ReadmeError, match=complaint):
        text_to_commands(README.replace(gone, instead))


def test_curl_line_is_read_as_curl_reads_it() -> None:
    """Method, address with its scheme, form field and file; the query is no part of the route."""
    request = line_to_request(
        "curl -X PUT 'localhost:5002/v1/explain?format=png' -F it=@a.wav -o b"
    )

    assert "PUT" == request.method
    assert "http://localhost:5002/v1/explain?format=png" == request.url
    assert ("it", "a.wav", "/v1/explain") == (request.field, request.file, request.path)
