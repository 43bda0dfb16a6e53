"""Offering times and taking one back, with the keyboard alone."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from seeds import demo
from tests.site.serving import Site
from tests.site.test_keyboard import reach
from tests.stories.telling import ask_for, open_slots


def test_publishing_takes_the_keyboard_alone(site: Site) -> None:
    """From the calendar over a rule and its preview to open times, of which one is withdrawn."""
    page = site.enter(demo.THERAPIST.email)
    reach(page, page.get_by_role("link", name="Offer times"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Offer times")).to_be_focused()
    reach(page, page.get_by_role("button", name="Offer", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("This makes no time.")).to_be_visible()
    for day in ("Saturday", "Sunday"):
        reach(page, page.get_by_label(day))
        page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Remove 09:00"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("Beginning at").last)
    page.keyboard.type("0540")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove 05:40")).to_be_visible()
    expect(page.get_by_role("list", name="What this makes")).to_contain_text("05:40")
    reach(page, page.get_by_role("button", name="Offer", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("times are open now"))).to_be_visible()
    reach(page, page.get_by_role("link", name="To the calendar"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Later"))
    page.keyboard.press("Enter")
    withdraw = page.get_by_role("button", name=re.compile("^Withdraw: Sat.* 05:40"))
    reach(page, withdraw)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    reach(page, page.get_by_role("dialog").get_by_role("button", name="Withdraw"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Saturday"))).to_be_focused()
    expect(withdraw).to_have_count(0)


def test_a_request_that_came_meanwhile_is_not_declined_unseen(site: Site) -> None:
    """Somebody asks while the withdrawal is being confirmed; the therapist is told, and decides."""
    client = site.story.newcomer(name="Nora Neu")
    therapist = site.story.enter(demo.THERAPIST.email)
    slot = open_slots(client, therapist.id)[0]
    zone = ZoneInfo(therapist.read("/me")["therapist"]["timezone"])
    begins = datetime.fromisoformat(slot["startsAt"]).astimezone(zone)
    page = site.enter(demo.THERAPIST.email, path=f"/app?day={begins:%Y-%m-%d}&view=day")
    page.get_by_role("button", name=re.compile(f"^Withdraw: .* {begins:%H:%M}$")).click()
    request = ask_for(client, slot)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Withdraw").click()
    expect(dialog).to_contain_text("Somebody has just asked for this time.")
    assert client.read(f"/appointment-requests/{request['requestId']}")["status"] == "pending"
    dialog.get_by_role("button", name="Withdraw and decline").click()
    expect(dialog).to_have_count(0)
    assert client.read(f"/appointment-requests/{request['requestId']}")["status"] == "rejected"
