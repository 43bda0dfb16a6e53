"""One journal entry in two tabs: what either of them wrote is never lost unseen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from seeds import demo
from tests.site.serving import Site

WORDS = "Anything to say about it?"


def begin_change(page: Page, words: str) -> None:
    """Open the form of the entry that is shown, and write into it."""
    page.get_by_role("button", name="Edit").click()
    page.get_by_label(WORDS).fill(words)


def test_an_entry_that_two_tabs_change_shows_both_versions(site: Site) -> None:
    """Coming back to a tab reads the entry anew, and still saves nothing over the other tab's."""
    page = site.enter(demo.CLIENT.email, path="/app/journal")
    page.locator("article a[href^='/app/journal/']").first.click()
    page.get_by_role("button", name="Edit").wait_for()
    begin_change(page, "Written in the first tab.")

    other = site.tab(page.context, page.url.removeprefix(site.url))
    begin_change(other, "Written in the second tab.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("article")).to_contain_text("Written in the second tab.")

    page.wait_for_timeout(1_100)  # what is shown counts as fresh for a second
    with page.expect_response(lambda answer: "/journals/" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    page.get_by_role("button", name="Save").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Written in the first tab.")
    expect(dialog).to_contain_text("Written in the second tab.")
    dialog.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_role("article")).to_contain_text("Written in the first tab.")
