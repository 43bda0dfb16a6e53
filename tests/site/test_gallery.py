"""The pages that a year of data fills, as the README shows them; `make shots` keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from seeds import demo
from tests.site.serving import DESK, PHONE, Look, Site

DARK_PHONE = replace(PHONE, scheme="dark")
WALL = replace(DESK, width=1280, height=820)


@pytest.mark.parametrize(
    ("email", "path", "look", "name", "heading"),
    [
        (demo.CLIENT.email, "/app", PHONE, "home", "Hello, Mara Linden"),
        (demo.CLIENT.email, "/app/journal", DARK_PHONE, "journal-dark", "Journal"),
        (demo.CLIENT.email, "/app/journal/month", PHONE, "month", "Journal"),
        (demo.CLIENT.email, "/app/journal/trends", WALL, "trends", "Trends"),
        (demo.THERAPIST.email, "/app/clients", WALL, "clients", "Clients"),
        (demo.ADMIN.email, "/app/verification", WALL, "verification", "Verification"),
    ],
)
def test_gallery(site: Site, email: str, path: str, look: Look, name: str, heading: str) -> None:
    """Each page is full of what it is for, and not of its first-time text."""
    page = site.enter(email, look, path)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    site.settle(page)
    assert page.locator("main li, main td, main article").count() > 1
    site.shot(page, name)
