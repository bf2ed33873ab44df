"""Title, icons, manifest, speed on a thin line, and the page about the API."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import pytest
from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, result
from e2e.test_accessibility import page_to_violations
from playwright.sync_api import Page, expect

THIN_BYTES_PER_S: Final = 400_000 / 8
THIN_LATENCY_MS: Final = 40
FIRST_PAINT_MS: Final = 1500
PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@pytest.mark.parametrize(
    ("locale", "site"),
    [("en-GB", "Music Genre Classification"), ("fr-FR", "Classification des genres musicaux")],
)
def test_title_has_the_answer(open_page: OpenPage, song_wav: Path, locale: str, site: str) -> None:
    """Who has many windows finds the one with the answer."""
    page = open_page(locale=locale)
    expect(page).to_have_title(site)
    expect(page.get_by_role("heading", level=1)).to_have_text(site)
    choose_and_compare(page, song_wav)

    expect(page).to_have_title(re.compile(rf"^Jazz.+ – {site}$"))


def test_first_paint_on_a_thin_line(open_page: OpenPage) -> None:
    """At 400 kbit/s and without anything kept, the page shows something within 1.5 s."""
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line = {"offline": False, "latency": THIN_LATENCY_MS, "uploadThroughput": THIN_BYTES_PER_S}
    session.send(
        "Network.emulateNetworkConditions", line | {"downloadThroughput": THIN_BYTES_PER_S}
    )
    paints = []
    for _ in range(3):  # what else the machine does is no fault of the page
        page.reload(wait_until="load")
        page.wait_for_function(f"() => {PAINT} !== null")
        paints.append(page.evaluate(PAINT))

    assert FIRST_PAINT_MS >= min(paints)
    loaded: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(({name}) => name)"
    )
    assert 1 == sum(name.endswith(".js") for name in loaded)
    assert 2 >= sum(name.endswith(".css") for name in loaded)


def test_manifest_and_pictures(page: Page) -> None:
    """All that a system or another site asks for when it keeps or shows the page is there."""
    address = page.locator("link[rel=manifest]").evaluate("(link) => link.href")
    manifest: dict[str, Any] = page.request.get(address).json()
    pictures = [urljoin(address, icon["src"]) for icon in manifest["icons"]]
    pictures.append(page.locator("meta[property='og:image']").get_attribute("content") or "")
    pictures.append(page.locator("link[rel=apple-touch-icon]").evaluate("(link) => link.href"))

    assert page.url == urljoin(address, manifest["start_url"])
    for picture in pictures:
        assert page.request.get(picture).headers["content-type"].startswith("image/")
    session = page.context.new_cdp_session(page)
    assert [] == session.send("Page.getAppManifest")["errors"]
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {"in-incognito"} >= {error["errorId"] for error in errors}  # as every test's window is


@pytest.mark.parametrize("path", ["/api", "/nothing"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_no_violations(open_page: OpenPage, path: str, scheme: str, locale: str) -> None:
    """axe-core finds nothing on the other pages either."""
    other = open_page(locale=locale, color_scheme=scheme)
    other.goto(path)

    assert [] == page_to_violations(other)


def test_api_page_repeats_the_last_request(page: Page, song_wav: Path, tmp_path: Path) -> None:
    """What was asked last is shown as curl, Python and JavaScript, and each of them works."""
    odd = tmp_path / 'it\'s "live", 1.wav'
    odd.write_bytes(song_wav.read_bytes())
    page.get_by_text("More", exact=True).click()
    page.get_by_role("radio", name="SVM").check()
    choose_and_compare(page, odd)
    expect(result(page, "svm")).to_be_visible()
    page.get_by_role("link", name="For programs").click()
    expect(page.get_by_text("repeat the last request")).to_be_visible()
    curl, python, javascript = page.locator("pre").all_inner_texts()
    (tmp_path / "ask.mjs").write_text(
        javascript.replace(
            "console.log(await answer.json())", "console.log(JSON.stringify(await answer.json()))"
        )
    )
    asked = {
        "curl": ["bash", "-c", f"{curl} --silent --show-error"],
        "python": [
            sys.executable,
            "-c",
            python.replace("print(answer.json())", "print(answer.text)"),
        ],
        "javascript": ["node", "--no-warnings", "ask.mjs"],
    }
    for command in asked.values():
        said = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout
        body = json.loads(said)
        assert {"svm", "beat"} < body.keys()
        assert "vgg19" not in body
        assert "jazz" == body["svm"]["genre"]
