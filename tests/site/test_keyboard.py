"""Checking in, booking and writing with the keyboard alone: no mouse is moved in these tests."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from seeds import demo
from tests.site.serving import DESK, PHONE, Look, Site

MOST_STEPS = 120


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    wanted.wait_for()
    for _ in range(MOST_STEPS):
        if wanted.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert focus_is_seen(page)
    raise AssertionError(f"Tab never comes to {wanted}")


def focus_is_seen(page: Page) -> bool:
    """Tell whether what has the focus is in sight (WCAG 2.4.7 and 2.4.11), or nothing has it."""
    return bool(
        page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return true;
              const box = (e.labels?.[0] ?? e).getBoundingClientRect();
              return box.bottom > 0 && box.top < innerHeight && box.width > 0;
            }"""
        )
    )


@pytest.mark.parametrize("look", [PHONE, DESK], ids=["on a phone", "at a desk"])
def test_a_check_in_takes_the_keyboard_alone(site: Site, look: Look) -> None:
    """From home to a saved entry by Tab, arrows, Space and Enter."""
    page = site.enter(demo.CLIENT.email, look)
    reach(page, page.get_by_role("button", name="Hurt"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check-in")).to_be_focused()
    reach(page, page.get_by_label("Hurt"))
    reach(page, page.get_by_label("Light"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Medium")).to_be_checked()
    reach(page, page.get_by_label("hurt", exact=True))
    page.keyboard.press("Space")
    reach(page, page.get_by_label("Anything to say about it?"))
    page.keyboard.type("Written without a mouse.")
    reach(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Written without a mouse.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Journal")).to_be_focused()


def test_booking_takes_the_keyboard_alone(site: Site) -> None:
    """From the appointments to a request that waits; the dialog takes and gives back the focus."""
    page = site.enter(demo.CLIENT.email, path="/app/appointments")
    reach(page, page.get_by_role("link", name="Adaeze Nwosu"))
    page.keyboard.press("Enter")
    site.settle(page)
    time = page.get_by_role("button", name=re.compile("^Choose ")).first
    reach(page, time)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(time).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("What would you like to talk about?"))
    page.keyboard.type("By keyboard.")
    reach(page, page.get_by_role("button", name="Ask for this time"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("By keyboard.")).to_be_visible()


def test_writing_takes_the_keyboard_alone(site: Site) -> None:
    """A message is written and sent, found in the log, and its sender's focus is where it was."""
    page = site.enter(demo.CLIENT.email, path="/app/messages")
    reach(page, page.get_by_role("link", name="Dr. Tomasz Zieliński").first)
    page.keyboard.press("Enter")
    site.settle(page)
    box = page.get_by_label("Your message")
    reach(page, box)
    page.keyboard.type("First line")
    page.keyboard.press("Enter")
    page.keyboard.type("and a second, by keyboard")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("log")).to_contain_text("and a second, by keyboard")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_a_note_is_written_and_signed_by_the_keyboard_alone(site: Site) -> None:
    """What is typed is saved by itself; signing is asked about before it is done."""
    page = site.enter(demo.THERAPIST.email, path="/app/notes")
    reach(page, page.get_by_role("link", name="Write").first)
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("For you alone"))
    page.keyboard.type("Typed without a mouse.")
    expect(page.get_by_text(re.compile("^Saved at")).first).to_be_visible()
    reach(page, page.get_by_role("button", name="Sign", exact=True).last)
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("dialog").get_by_role("button", name="Sign"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Signed on")).first).to_be_visible()


def test_the_way_past_the_navigation_is_the_first_stop(site: Site) -> None:
    """Before the site's name there is a link that shows itself and leads to the content."""
    page = site.enter(demo.CLIENT.email, path="/app/search")
    site.settle(page)
    page.locator("header a").first.focus()
    page.keyboard.press("Shift+Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
