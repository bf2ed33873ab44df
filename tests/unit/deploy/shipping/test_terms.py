"""Which licences are within the terms."""

from dataclasses import replace

import pytest

from deploy.shipping.terms import Terms, read_terms

TERMS = Terms(
    allowed=frozenset({"MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"}),
    for_a_reason={"tagger": "people install it for themselves"},
    stated={},
    bundled={},
    data=(),
)


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("AGPL-3.0-or-later", False),
        ("GPL-2.0-or-later OR MIT", True),
        ("GPL-2.0-or-later AND MIT", False),
        ("MIT AND (GPL-2.0-only OR Apache-2.0)", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MIT WITH LLVM-exception", False),
    ],
)
def test_allowed(licence: str, may: bool) -> None:
    """One of what there is to choose from is enough; of what holds together, all is needed."""
    assert may == TERMS.allow("a package", licence)


def test_for_a_reason() -> None:
    """What is named with a reason may ship, whatever its licence."""
    assert TERMS.allow("tagger", "GPL-2.0-or-later")
    assert not replace(TERMS, for_a_reason={}).allow("tagger", "GPL-2.0-or-later")


@pytest.mark.parametrize("licence", ["", "BSD", "Free for all", "MIT AND"])
def test_no_expression(licence: str) -> None:
    """What is vague is no licence."""
    with pytest.raises(ValueError, match="SPDX"):
        TERMS.allow("a package", licence)


def test_never_these() -> None:
    """Our own list has nothing that forbids trade, or that reaches those who only serve."""
    never = ("AGPL", "SSPL", "BUSL", "CC-BY-NC", "GPL-2.0", "GPL-3.0-only")

    assert not [licence for licence in read_terms().allowed if licence.startswith(never)]
