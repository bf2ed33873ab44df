"""Asking and being answered, in Firefox."""

from e2e.asking.test_answer_seen import (
    test_error_is_in_the_window,
    test_queue_is_in_the_window,
    test_verdict_is_in_the_window,
)
from e2e.asking.test_tempo_tools import (
    heard,
    test_tapped,
    test_traits_at_once,
)
from e2e.reach.test_whole_way import (
    test_whole_way,
)
from e2e.test_upload import (
    test_rubbish,
    test_upload_by_click,
    test_upload_by_drop,
)
from e2e.test_verdict import (
    open_where,
    test_ambiguous,
    test_none_of_these,
    test_not_music,
)

__all__ = [
    "heard",
    "open_where",
    "test_ambiguous",
    "test_error_is_in_the_window",
    "test_none_of_these",
    "test_not_music",
    "test_queue_is_in_the_window",
    "test_rubbish",
    "test_tapped",
    "test_traits_at_once",
    "test_upload_by_click",
    "test_upload_by_drop",
    "test_verdict_is_in_the_window",
    "test_whole_way",
]
