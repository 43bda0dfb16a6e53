"""A client looks after what is between them and a therapist: a time, a session, the journal."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from seeds import demo
from tests.site.serving import PASSWORD, PHONE, Site
from tests.site.test_keyboard import reach

THERAPIST = "Adaeze Nwosu"
REASON = "What do you want to talk about, if somebody is quicker?"


def choose(page: Page, name: str) -> None:
    """Choose the time of this name, and write why."""
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_label("What would you like to talk about?").fill(REASON)


def test_of_two_who_ask_for_a_time_the_slower_chooses_another_and_types_nothing_twice(
    site: Site,
) -> None:
    """The message, the list without the time, and the reason all stand there for the slower."""
    slower = site.enter(demo.CLIENT.email, PHONE, "/app/appointments")
    slower.get_by_role("link", name=THERAPIST).click()
    times = slower.get_by_role("button", name=re.compile("^Choose "))
    wanted = times.first.get_attribute("aria-label") or ""
    choose(slower, wanted)
    address = slower.url.removeprefix(site.url)
    quicker = site.enter(site.newcomer(timezone="Europe/Berlin"), path=address, password=PASSWORD)
    choose(quicker, wanted)
    quicker.get_by_role("button", name="Ask for this time").click()
    expect(quicker.get_by_role("heading", name="Appointments")).to_be_focused()
    slower.get_by_role("button", name="Ask for this time").click()
    expect(slower.get_by_role("alert")).to_contain_text("Somebody was quicker")
    another = slower.get_by_role("button", name="Choose another time")
    expect(another).to_be_focused()
    slower.keyboard.press("Enter")
    expect(slower.get_by_role("group", name="Open times")).to_be_focused()
    expect(slower.get_by_role("button", name=wanted, exact=True)).to_have_count(0)
    times.first.click()
    expect(slower.get_by_label("What would you like to talk about?")).to_have_value(REASON)


def test_the_journal_is_closed_and_opened_again_where_it_was_by_the_keyboard_alone(
    site: Site,
) -> None:
    """One press closes it and a second opens it: the focus is never lost in between."""
    page = site.enter(demo.CLIENT.email, path="/app/therapists/readers")
    doors = page.get_by_role("list", name="Who may read it")
    reach(page, doors.get_by_role("button", name="Close the journal"))
    page.keyboard.press("Enter")
    expect(doors.get_by_role("button", name="Open the journal")).to_be_focused()
    expect(page.get_by_text(re.compile("^Your journal is closed to Dr. Tomasz"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(doors.get_by_role("button", name="Close the journal")).to_be_focused()


def test_a_coming_session_is_cancelled_from_the_list_by_the_keyboard_alone(site: Site) -> None:
    """The cutoff is said before; then the session leaves the list, and the focus stays with it."""
    page = site.enter(demo.CLIENT.email, path="/app/appointments")
    cancels = page.get_by_role("button", name="Cancel the session")
    cancels.first.wait_for()
    before = cancels.count()
    reach(page, cancels.last)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"Until .* \d\d:\d\d you cancel in time"))
    reach(page, dialog.get_by_role("button", name="Cancel the session"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Coming sessions")).to_be_focused()
    expect(cancels).to_have_count(before - 1)
