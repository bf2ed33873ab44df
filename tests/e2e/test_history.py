"""What the browser keeps: earlier results, and links that restore one."""

from pathlib import Path

from e2e.conftest import OpenPage
from e2e.person import choose_and_compare, first_genre, result
from playwright.sync_api import Page, expect


def test_history(page: Page, song_wav: Path) -> None:
    """A result is kept over a reload, comes back without its audio, and can be forgotten."""
    choose_and_compare(page, song_wav)
    expect(result(page)).to_be_visible()
    expect(page.locator("#history li")).to_have_count(1)  # all that was asked for has come
    genre = result(page).inner_text()
    page.reload()
    line = page.locator("#history").get_by_role("link", name="song.wav")
    line.click()

    expect(result(page)).to_have_text(genre)
    expect(page.get_by_text("Restored without its audio")).to_be_visible()
    expect(page.locator("#compare-results .facts")).to_be_focused()
    page.get_by_role("button", name="Forget song.wav").click()
    expect(page.locator("#history")).to_be_hidden()


def test_history_keeps_fifty(page: Page, song_wav: Path) -> None:
    """The oldest go when there are more than fifty, and all go at once when told to."""
    page.evaluate(
        """() => localStorage.setItem("results", JSON.stringify(Array.from(
          {length: 50}, (_, n) => ({when_ms: n, file_name: `old ${n}`, genre: "rock",
                                    probability: 0.5, link: `/#result=${n}`}))))"""
    )
    choose_and_compare(page, song_wav)
    expect(page.locator("#history li")).to_have_count(50)
    expect(page.locator("#history li").first).to_contain_text("song.wav")
    expect(page.locator("#history")).not_to_contain_text("old 49")

    page.get_by_role("button", name="Forget all").click()
    expect(page.locator("#history")).to_be_hidden()
    assert "[]" == page.evaluate("localStorage.getItem('results')")


def test_link_restores_a_result(page: Page, open_page: OpenPage, song_wav: Path) -> None:
    """The copied link shows the same result in another browser, in its language."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose_and_compare(page, song_wav)
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    genre = first_genre(page, "svm")

    other = open_page(link.removeprefix(page.url.rstrip("/")), locale="fr-FR")
    expect(other.locator("#compare-results .facts")).to_contain_text("song.wav")
    expect(other.locator("#compare-results .restored")).to_have_text(
        "Résultat retrouvé, sans l’audio"
    )
    english = {"classique": "classical"}
    french = first_genre(other, "svm")
    assert genre == english.get(french, french)


def test_broken_link(open_page: OpenPage) -> None:
    """A link that lost a part says so."""
    page = open_page("/#result=AAAA")

    expect(page.get_by_role("alert")).to_contain_text("This link cannot be read")
