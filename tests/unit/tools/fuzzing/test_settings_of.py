"""Fields to damage are where files have them."""

import pytest

from tools.fuzzing.originals import ORIGINALS, original
from tools.fuzzing.settings_of import SETTINGS


@pytest.mark.parametrize("name", ORIGINALS)
def test_first_field_is_in_the_file(name: str) -> None:
    """Each container has settings, and one of them at least is in its file."""
    encoded = original(name)

    settings = SETTINGS[name.split("_", maxsplit=1)[0]]

    assert any(needle in encoded for needle, _, _ in settings)
