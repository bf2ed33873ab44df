"""The places of the tables."""

from benchmarks.capacity.run import DOCUMENT, SCALE, main
from training.markdown import BLOCK


def test_every_table_has_its_place() -> None:
    """docs/operations.md has room for each, and docs/scale.md is there to compare with."""
    text = DOCUMENT.read_text(encoding="utf-8")

    assert callable(main)
    assert SCALE.exists()
    for name in ("machine", "clients", "memory", "disk", "machines", "cost"):
        assert BLOCK.format(name=f"capacity-{name}") in text
