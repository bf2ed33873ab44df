"""Questions to the API, and files that are sent with them."""

import io
from pathlib import Path

import pytest

from music_genre.asking.questions import (
    Question,
    explain_question,
    predict_question,
    recommend_question,
    song_to_upload,
)


@pytest.mark.parametrize(
    ("question", "query"),
    [
        (predict_question(("svm", "beat")), {"models": "svm,beat"}),
        (recommend_question(127.25), {"bpm": "127.25"}),
        (recommend_question(1e-7 + 90), {"bpm": "90.0000001"}),
        (explain_question(None, None), {}),
        (explain_question("pop", 0), {"genre": "pop", "segment": 0}),
    ],
)
def test_what_is_asked_for(question: Question, query: dict[str, object]) -> None:  # type: ignore[type-arg]
    """Only what was told is in the query, and a tempo as the API reads it."""
    assert query == question.query


def test_a_song_is_a_path_bytes_or_an_open_file(tmp_path: Path) -> None:
    """A path is opened and closed again, a file of somebody else stays open."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"sound")
    opened = io.BytesIO(b"sound")

    with song_to_upload(path) as upload, song_to_upload(str(path)) as same:
        assert not isinstance(upload, bytes)
        assert not isinstance(same, bytes)
        assert (b"sound", b"sound") == (upload.read(), same.read())
    assert upload.closed
    with song_to_upload(opened) as upload:
        assert upload is opened
    assert not opened.closed
    with song_to_upload(b"sound") as upload:
        assert b"sound" == upload
