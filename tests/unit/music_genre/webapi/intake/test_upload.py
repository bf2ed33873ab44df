"""What comes out of a request with a file."""

from music_genre.webapi.intake.upload import Upload


def test_alone() -> None:
    """A file needs neither a name nor anything beside it."""
    upload = Upload(b"song")

    assert (b"song", "", {}) == (upload.content, upload.file_name, upload.fields)
