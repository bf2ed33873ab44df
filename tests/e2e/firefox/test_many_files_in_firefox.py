"""Many files: their list, two of them compared, in Firefox."""

from e2e.many_files.test_comparing import (
    songs,
    test_another_pair,
    test_heard_in_turn,
    test_one_axis,
)
from e2e.many_files.test_queue_list import (
    copy_songs,
    mixed,
    test_filter_and_steps,
    test_remove_and_undo,
    test_retry,
)

__all__ = [
    "copy_songs",
    "mixed",
    "songs",
    "test_another_pair",
    "test_filter_and_steps",
    "test_heard_in_turn",
    "test_one_axis",
    "test_remove_and_undo",
    "test_retry",
]
