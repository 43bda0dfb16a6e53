"""Correcting and deleting a message with the keyboard alone, and what the box must not cover."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from seeds import demo
from tests.site.serving import PHONE, Site
from tests.site.test_keyboard import reach


def write(page: Page, text: str) -> None:
    """Send a message with keys alone, and wait until it is in the log."""
    reach(page, page.get_by_label("Your message"))
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("log")).to_contain_text(text)


def open_conversation(site: Site) -> Page:
    """Open the demo client's latest conversation on a phone."""
    page = site.enter(demo.CLIENT.email, PHONE, "/app/messages")
    page.locator("main a[href^='/app/messages/cli']").first.click()
    page.get_by_label("Your message").wait_for()
    site.settle(page)
    return page


def test_a_message_is_corrected_and_deleted_by_the_keyboard_alone(site: Site) -> None:
    """The focus goes back to the message behind each dialog, so that no other one is hit."""
    page = open_conversation(site)
    write(page, "By the keyboard.")
    last = page.get_by_role("log").get_by_role("article").last
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(last.get_by_role("button", name="Edit")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    reach(page, dialog.get_by_label("Your message"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" Really.")
    reach(page, dialog.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(last).to_contain_text("edited")
    expect(last).to_contain_text("By the keyboard. Really.")
    expect(last.get_by_role("button", name="Edit")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reach(page, dialog.get_by_role("button", name="Delete"))
    page.keyboard.press("Enter")
    expect(last).to_contain_text("This message was deleted.")
    expect(last).to_be_focused()


def test_the_latest_message_is_in_sight_above_the_box(site: Site) -> None:
    """Nothing stands behind the box to write in when a conversation opens."""
    page = open_conversation(site)
    for number in range(6):
        write(page, f"Line {number}")
    page.reload()
    last = page.get_by_role("log").get_by_role("article").last
    expect(last).to_contain_text("Line 5")
    site.settle(page)
    message, form = last.bounding_box(), page.locator("main form").bounding_box()
    assert message
    assert form
    assert message["y"] + message["height"] <= form["y"]
