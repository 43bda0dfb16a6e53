"""Writing to each other with the keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from seeds import demo
from tests.site.serving import PHONE, Site

MOST_STEPS = 80
CONVERSATION = "/app/messages/cli"


def tab_to(page: Page, description: str, test: str) -> None:
    """Press Tab until what has the focus passes a test, a JavaScript expression over `it`."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(f"(it => {test})(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard doesn't come to {description}")


def button(name: str) -> str:
    """Return the test for a button of this name."""
    return f"it.tagName === 'BUTTON' && it.textContent === '{name}'"


def open_conversation(site: Site) -> Page:
    """Go to the first conversation by its link, with keys alone, and to the box in it."""
    page = site.enter(demo.CLIENT.email, PHONE, "/app/messages")
    page.locator(f"main a[href^='{CONVERSATION}']").first.wait_for()
    tab_to(page, "a conversation", f"(it.getAttribute('href') ?? '').startsWith('{CONVERSATION}')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(CONVERSATION))
    page.get_by_label("Your message").wait_for()
    site.settle(page)
    tab_to(page, "the box to write in", "it.tagName === 'TEXTAREA'")
    return page


def test_a_message_is_written_sent_corrected_and_deleted_by_keyboard(site: Site) -> None:
    """Enter begins a line, Ctrl and Enter send; the focus never falls out of the page."""
    page = open_conversation(site)
    page.keyboard.type("By the keyboard")
    page.keyboard.press("Enter")
    page.keyboard.type("alone.")
    page.keyboard.press("Control+Enter")
    last = page.get_by_role("log").get_by_role("article").last
    expect(last).to_contain_text("By the keyboard\nalone.", use_inner_text=True)
    expect(page.get_by_label("Your message")).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    tab_to(page, "the text to edit", "it.tagName === 'TEXTAREA'")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Really.")
    tab_to(page, "Save", button("Save"))
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(last).to_contain_text("Really.")
    expect(last).to_contain_text("edited")

    tab_to(page, "Delete", button("Delete"))
    page.keyboard.press("Enter")
    tab_to(page, "Delete in the dialog", f"{button('Delete')} && it.closest('dialog')")
    page.keyboard.press("Enter")
    expect(last).to_contain_text("This message was deleted.")
    expect(last).to_be_focused()


def test_the_latest_message_is_in_sight_above_the_box(site: Site) -> None:
    """Nothing stands behind the box to write in when a conversation opens or a message is sent."""
    page = open_conversation(site)
    for number in range(6):
        page.keyboard.type(f"Line {number}")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("log")).to_contain_text(f"Line {number}")
    page.reload()
    last = page.get_by_role("log").get_by_role("article").last
    expect(last).to_contain_text("Line 5")
    site.settle(page)
    message, form = last.bounding_box(), page.locator("main form").bounding_box()
    assert message
    assert form
    assert message["y"] + message["height"] <= form["y"]
