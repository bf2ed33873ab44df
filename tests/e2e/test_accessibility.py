"""WCAG 2.2 AA in every state of the page, by axe-core, in the light and in the dark."""

from pathlib import Path
from typing import Any

import pytest
from e2e.conftest import ROOT, OpenPage
from e2e.states import STATES
from playwright.sync_api import Page

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def page_to_violations(page: Page) -> list[tuple[str, str]]:
    """Find each violated rule and where."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    assert found["passes"]
    return [
        (violation["id"], node["html"])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "locale"), [("light", "en-GB"), ("dark", "fr-FR"), ("light", "de-DE")]
)
@pytest.mark.parametrize("state", STATES)
def test_no_violations(
    open_page: OpenPage, song_wav: Path, state: str, scheme: str, locale: str
) -> None:
    """axe-core finds nothing against WCAG 2.2 AA."""
    page = open_page(color_scheme=scheme, locale=locale, reduced_motion="reduce")
    STATES[state](page, song_wav)

    assert [] == page_to_violations(page)
