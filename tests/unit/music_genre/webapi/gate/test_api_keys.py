"""Keys: how they are made, kept and known again."""

from pathlib import Path

import pytest

from music_genre.webapi.gate.api_keys import (
    ApiKey,
    ApiKeys,
    KeysFileError,
    file_to_keys,
    new_key,
)
from music_genre.webapi.problems import ApiError

LINE = f"{'a' * 12} {'0' * 64} 60 My app"


def test_a_key_is_known_again(tmp_path: Path) -> None:
    """What its owner got is known by what is kept, which has no secret in it."""
    text, key = new_key(" My app é ", 60)
    other, _ = new_key("Other", 0)
    file = tmp_path / "keys"
    file.write_text(f"# who may\n\n{key.line()}\n", encoding="utf-8")

    assert text.rpartition("_")[2] not in file.read_text(encoding="utf-8")
    keys = ApiKeys(file_to_keys(file))
    for scheme in ("Bearer", "bearer"):
        assert key == keys.find(f"{scheme} {text}".encode())
    assert ("My app é", 60) == (key.name, key.per_minute)
    for wrong in (None, b"", b"Bearer", b"Bearer x", f"Bearer {other}".encode(), text.encode()):
        with pytest.raises(ApiError, match="unknown_api_key"):
            keys.find(wrong)
    with pytest.raises(ApiError, match="unknown_api_key"):
        keys.find(f"Basic {text}".encode())
    with pytest.raises(ApiError, match="unknown_api_key"):
        keys.find(f"Bearer {text[:-1]}{'0' if text[-1] != '0' else '1'}".encode())


def test_each_key_has_its_own_limit() -> None:
    """Keys do not share, and one without a limit is not counted."""
    (_, first), (_, second), (_, free) = (new_key("x", n) for n in (1, 1, 0))
    keys = ApiKeys([first, second, free])

    assert [0.0, 0.0, 60.0] == [
        pytest.approx(keys.take(one)[0].retry_s, abs=1) for one in (first, second, first)
    ]
    assert [] == keys.take(free)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "cannot be read"),
        ("", "has no key"),
        ("# nobody\n", "has no key"),
        (LINE + "\nsecret", "its line 2 is no key's"),
        (LINE.replace("60", "-1"), "its line 1 is no key's"),
        (LINE.rpartition(" My")[0], "its line 1 is no key's"),
        (f"{LINE}\n{LINE}", "its line 2 has a key that stands above already"),
    ],
)
def test_files_that_are_none(content: str | None, fault: str, tmp_path: Path) -> None:
    """A fault is told by its line, without what stands there."""
    file = tmp_path / "keys"
    if content is not None:
        file.write_text(content)

    with pytest.raises(KeysFileError, match=fault) as raised:
        file_to_keys(file)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", ["", "  ", "two\nlines"])
def test_names_that_are_none(name: str) -> None:
    """A name is there and on one line."""
    with pytest.raises(KeysFileError, match="a name has letters"):
        new_key(name, 0)


def test_line() -> None:
    """A line is what the file's reader takes."""
    assert LINE == ApiKey("a" * 12, bytes(32), 60, "My app").line()
