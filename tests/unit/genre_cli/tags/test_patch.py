"""The old file made of the new one."""

import pytest

from genre_cli.tags.patch import bytes_to_patch, patch_to_before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""),
        (b"sound", b"sound"),
        (b"sound", b"tagssound"),
        (b"oldsound", b"newersound"),
        (b"soundold", b"sound"),
        (b"aaaa", b"aaaaaaaa"),
        (b"aaaaaaaa", b"aaaa"),
        (b"abcabc", b"abc"),
        (b"x", b""),
        (b"", b"x"),
    ],
)
def test_there_and_back(before: bytes, after: bytes) -> None:
    """Whatever was changed, the old bytes come back."""
    assert before == patch_to_before(after, bytes_to_patch(before, after))


def test_only_what_differs_is_kept() -> None:
    """The sound between is not in the patch."""
    sound = bytes(range(256)) * 4000

    patch = bytes_to_patch(b"old" + sound + b"end", b"newer" + sound + b"end")

    assert len(patch.middle) < 100
    assert len(sound) <= patch.suffix_bytes


def test_another_file_is_not_made_up() -> None:
    """A patch on a file that it was not made of is an error."""
    patch = bytes_to_patch(b"old sound", b"new sound")

    with pytest.raises(ValueError, match="does not give"):
        patch_to_before(b"other", patch)
