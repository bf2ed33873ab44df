"""The page of licences."""

from deploy.shipping.components import Component, Part
from deploy.shipping.table import shipped_to_page
from deploy.shipping.terms import Data, Terms

TERMS = Terms(
    frozenset({"MIT"}), {"drum": "it is loud"}, {}, {}, (Data("ears", ("e.onnx",), "ISC", "Us"),)
)
FLASK = Component("flask", "3.1.0", "BSD-3-Clause", ())
DRUM = Component("drum", "1.0", "GPL-2.0-only", (Part("libskin", "Zlib"),))


def test_page() -> None:
    """It tells what is in which product, what that brings along, the reasons, and the data."""
    lines = shipped_to_page({"one": [FLASK, DRUM], "two": [FLASK]}, TERMS).splitlines()

    assert "- **drum**: it is loud." in lines
    drum, flask = "| drum | 1.0 | GPL-2.0-only | one |", "| flask | 3.1.0 | BSD-3-Clause | all |"
    assert lines.index(flask) == lines.index(drum) + 1
    assert "| drum | libskin | Zlib |" in lines
    assert "| ears | `e.onnx` | ISC | Us |" in lines
