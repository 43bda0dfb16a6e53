"""The whole practice, walked by a client and a therapist at once, each in a browser of their own.

`make shots` walks it, too, and keeps what it looked like in docs/images/site.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from seeds import demo
from tests.practices import an_address
from tests.site.serving import DESK, PASSWORD, PHONE, Look, Site

TOMASZ = "Dr. Tomasz Zieliński"
READERS = "My journal\u2019s readers"
WORDS = "The lighthouse was closed, and I walked home along the shore."
NARROW_DESK = replace(DESK, width=1100, height=860)


class Walk:
    """Hold the two pages, and what one does again and again."""

    def __init__(self, site: Site, client: Page, therapist: Page) -> None:
        self.site, self.client, self.therapist = site, client, therapist

    def part(self, page: Page, name: str) -> None:
        """Go to a part of the site by its link, wherever the window's width puts it."""
        link = page.get_by_role("navigation", name="Parts of the site").get_by_role(
            "link", name=re.compile(f"^{name}")
        )
        if not link.first.is_visible():
            page.locator("nav summary").click()
        link.locator("visible=true").first.click()
        self.site.settle(page)

    def shot(self, page: Page, name: str) -> None:
        """Keep what the page looks like, where that is wanted."""
        self.site.shot(page, name)


@pytest.fixture(params=[(PHONE, NARROW_DESK), (DESK, PHONE)], ids=["on a phone", "at a desk"])
def walk(site: Site, request: pytest.FixtureRequest) -> Walk:
    """Return a walk with the client and the therapist at windows of different widths."""
    looks: tuple[Look, Look] = request.param
    client = site.open("/", looks[0])
    return Walk(site, client, site.enter(demo.THERAPIST.email, looks[1]))


def test_a_client_and_a_therapist_walk_through_the_practice(walk: Walk) -> None:
    """From signing up to being erased: each sees at once what the other does."""
    name = sign_up(walk)
    are_mapped(walk, name)
    check_in_and_open_the_journal(walk, name)
    book(walk, name)
    write_notes(walk, name)
    write_to_each_other(walk, name)
    search(walk)
    cancel(walk)
    close_the_journal(walk, name)
    take_everything_along_and_be_erased(walk)


def sign_up(walk: Walk) -> str:
    """Somebody new signs up by the form, and is in."""
    page = walk.client
    walk.shot(page, "landing")
    name = f"Nora {an_address()[:9]}"
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(an_address())
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name=f"Hello, {name}")).to_be_visible()
    return name


def are_mapped(walk: Walk, name: str) -> None:
    """She finds him by what he works on and asks; he says yes; she sees it."""
    page, therapist = walk.client, walk.therapist
    walk.part(page, "Therapists")
    page.get_by_label("What for").fill("burnout")
    page.get_by_role("button", name="Search").click()
    page.locator("li", has_text=TOMASZ).get_by_role("link", name="See profile").click()
    page.get_by_role("button", name="Ask to be mapped").click()
    expect(page.get_by_text("You asked to be mapped.")).to_be_visible()
    walk.shot(page, "therapist")
    walk.part(therapist, "Requests")
    asked = therapist.locator("li", has_text=name)
    walk.shot(therapist, "requests")
    asked.get_by_role("button", name="Accept").click()
    expect(asked).to_have_count(0)
    walk.part(page, "Home")
    walk.part(page, "Therapists")
    page.get_by_role("link", name="Mine").click()
    expect(page.get_by_text("This is your therapist.")).to_be_visible()


def check_in_and_open_the_journal(walk: Walk, name: str) -> None:
    """She writes an entry and opens the journal; he reads it; she sees that he did."""
    page, therapist = walk.client, walk.therapist
    walk.part(page, "Home")
    page.get_by_role("button", name="Fear").click()
    page.get_by_label("Medium").check()
    page.get_by_label("worried").check()
    page.get_by_label("Anything to say about it?").fill(WORDS)
    walk.shot(page, "check-in")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    walk.part(page, "Therapists")
    page.get_by_role("link", name=READERS).click()
    page.get_by_role("button", name="Open the journal").click()
    expect(page.get_by_role("button", name="Close the journal")).to_be_visible()
    walk.part(therapist, "Clients")
    therapist.get_by_role("link", name=name).click()
    therapist.get_by_role("link", name="Journal").click()
    expect(therapist.get_by_text(WORDS)).to_be_visible()
    walk.shot(therapist, "client-journal")
    page.reload()
    expect(page.get_by_text(re.compile(f"^{TOMASZ}, ")).first).to_be_visible()
    walk.shot(page, "readers")


def book(walk: Walk, name: str) -> None:
    """He offers times by a rule, having seen what it makes; she asks for one; he accepts."""
    page, therapist = walk.client, walk.therapist
    walk.part(therapist, "Calendar")
    therapist.get_by_role("link", name="Offer times").click()
    for day in ("Monday", "Saturday"):
        therapist.get_by_label(day).check()
    therapist.get_by_role("button", name="Remove 09:00").click()
    therapist.get_by_label("Beginning at").fill("19:15")
    therapist.get_by_role("button", name="Add a time").click()
    expect(therapist.locator("ol li").first).to_be_visible()
    walk.shot(therapist, "offer-times")
    therapist.get_by_role("button", name="Offer", exact=True).click()
    expect(therapist.get_by_text(re.compile("(is|are) open now"))).to_be_visible()
    therapist.get_by_role("link", name="To the calendar").click()
    walk.site.settle(therapist)
    walk.shot(therapist, "calendar")
    walk.part(page, "Appointments")
    page.get_by_role("link", name=TOMASZ).click()
    page.get_by_role("button", name=re.compile("^Choose ")).nth(3).click()
    page.get_by_label("What would you like to talk about?").fill("Work follows me home.")
    walk.shot(page, "book")
    page.get_by_role("button", name="Ask for this time").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    walk.part(therapist, "Requests")
    therapist.locator("li", has_text=name).get_by_role("button", name="Accept").click()
    expect(therapist.get_by_role("dialog")).to_contain_text("in your calendar")
    therapist.get_by_role("link", name="Go to the session").click()
    page.reload()
    expect(page.get_by_text("accepted")).to_be_visible()
    walk.shot(page, "appointments")


def write_notes(walk: Walk, name: str) -> None:
    """He writes a note that is saved as he types, signs it and adds to it; she reads it."""
    page, therapist = walk.client, walk.therapist
    therapist.get_by_role("link", name="Notes").locator("visible=true").last.click()
    expect(therapist.get_by_text(name)).to_be_visible()
    therapist.get_by_label("For the client and you").fill("We talked about evenings.")
    therapist.get_by_label("Something to do").fill("Walk for ten minutes a day.")
    therapist.get_by_role("button", name="Add", exact=True).click()
    expect(therapist.get_by_text(re.compile("Saved at"))).to_be_visible()
    therapist.get_by_label("For you alone").fill("Sleeps badly; ask again.")
    expect(therapist.get_by_text(re.compile("Saved at"))).to_have_count(2)
    walk.shot(therapist, "notes")
    therapist.get_by_role("button", name="Sign").first.click()
    therapist.get_by_role("dialog").get_by_role("button", name="Sign").click()
    expect(therapist.get_by_text(re.compile("^Signed on"))).to_be_visible()
    therapist.get_by_label("What is to be added?").fill("Evenings were better since.")
    therapist.get_by_role("button", name="Add", exact=True).click()
    expect(therapist.get_by_text("Evenings were better since.")).to_be_visible()
    walk.part(page, "Sessions")
    page.get_by_role("link", name="Open").first.click()
    expect(page.get_by_text("Walk for ten minutes a day.")).to_be_visible()
    expect(page.get_by_text("Sleeps badly")).to_have_count(0)
    walk.shot(page, "session")


def write_to_each_other(walk: Walk, name: str) -> None:
    """He writes, she is told and answers; without a connection nothing is lost or doubled."""
    page, therapist = walk.client, walk.therapist
    walk.part(therapist, "Messages")
    therapist.get_by_role("link", name=name).click()
    therapist.get_by_label("Your message").fill("Was the lighthouse open today?")
    therapist.get_by_role("button", name="Send").click()
    expect(therapist.get_by_role("log")).to_contain_text("Was the lighthouse open today?")
    walk.part(page, "Messages")
    page.get_by_role("link", name=TOMASZ).first.click()
    expect(page.get_by_role("log")).to_contain_text("Was the lighthouse open today?")
    page.context.set_offline(True)
    page.get_by_label("Your message").fill("It was, until four.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("There was no answer")).to_be_visible()
    walk.shot(page, "not-sent")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("log")).to_contain_text("It was, until four.")
    expect(therapist.get_by_text("It was, until four.")).to_have_count(1)
    walk.shot(therapist, "conversation")


def search(walk: Walk) -> None:
    """One word finds the entry and the message; it is in no address and no title."""
    page = walk.client
    walk.part(page, "Search")
    page.get_by_label("What are you looking for?").fill("lighth")
    page.get_by_role("button", name="Search").click()
    results = page.get_by_role("list", name="What was found")
    expect(results.get_by_text("Journal", exact=True)).to_be_visible()
    expect(results.get_by_text("Message", exact=True)).to_be_visible()
    expect(results.locator("mark").first).to_be_visible()
    assert "lighth" not in page.url + page.title()
    walk.shot(page, "search")


def cancel(walk: Walk) -> None:
    """Cancel the session: what that means is said before."""
    page = walk.client
    walk.part(page, "Sessions")
    page.get_by_role("link", name="Open").first.click()
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile("you cancel in time|late"))
    walk.shot(page, "cancel")
    page.get_by_role("dialog").get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_text("Cancelled by the client")).to_be_visible()


def close_the_journal(walk: Walk, name: str) -> None:
    """One step closes it; from the next look on he sees nothing."""
    page, therapist = walk.client, walk.therapist
    walk.part(page, "Therapists")
    page.get_by_role("link", name=READERS).click()
    page.get_by_role("button", name="Close the journal").click()
    expect(page.get_by_role("button", name="Open the journal")).to_be_visible()
    walk.part(therapist, "Clients")
    therapist.reload()
    therapist.get_by_role("link", name=name).click()
    therapist.get_by_role("link", name="Journal").click()
    expect(therapist.get_by_text("This journal is closed to you.")).to_be_visible()
    expect(therapist.get_by_text(WORDS)).to_have_count(0)


def take_everything_along_and_be_erased(walk: Walk) -> None:
    """Save the archive, and be erased: the receipt says what went, and nobody is logged in."""
    page = walk.client
    walk.part(page, "Settings")
    page.get_by_role("link", name="Take everything along").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the archive").click()
    assert download.value.suggested_filename == "record.zip"
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()
    walk.shot(page, "receipt")
    assert page.evaluate("localStorage.getItem('therapy.login')") is None
