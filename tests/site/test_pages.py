"""Every page, as each role sees it: no faults that axe knows, nothing wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from seeds import demo
from tests.site.axe import violations
from tests.site.places import PATHS
from tests.site.serving import DESK, PHONE, Look, Site

INNER = {
    demo.CLIENT.email: (
        ("/app/journal", "article a[href^='/app/journal/']"),
        ("/app/therapists", "main a[href^='/app/therapists/thr']"),
        ("/app/appointments", "main a[href^='/app/appointments/thr']"),
        ("/app/sessions", "main a[href^='/app/sessions/ses']"),
        ("/app/messages", "main a[href^='/app/messages/cli']"),
    ),
    demo.THERAPIST.email: (
        ("/app", "main a[href^='/app/sessions/ses']"),
        ("/app/notes", "main a[href^='/app/notes/ses']"),
        ("/app/clients", "main a[href^='/app/clients/cli']"),
    ),
}
BOTH = {"phone, dark": replace(PHONE, scheme="dark"), "desk, light": DESK}
OTHERS = {"narrow phone, German": replace(PHONE, width=320, height=640, locale="de-DE")}
EVERYBODY = pytest.mark.parametrize(
    ("email", "paths"), PATHS.items(), ids=["client", "therapist", "admin"]
)


@pytest.mark.parametrize("look", BOTH.values(), ids=BOTH)
@EVERYBODY
def test_no_page_has_a_fault(site: Site, email: str, paths: tuple[str, ...], look: Look) -> None:
    """Axe finds none in either theme, on a phone and at a desk; and nothing scrolls sideways."""
    page = site.enter(email, look)
    found: list[str] = []
    for where in shown(page, site, email, paths):
        found += [f"{where}: {each}" for each in [*violations(page), *too_wide(page)]]
    assert found == []


@pytest.mark.parametrize("look", OTHERS.values(), ids=OTHERS)
@EVERYBODY
def test_no_page_scrolls_sideways(
    site: Site, email: str, paths: tuple[str, ...], look: Look
) -> None:
    """Not at 320 pixels, with the longer words of German."""
    page = site.enter(email, look)
    assert [where for where in shown(page, site, email, paths) if too_wide(page)] == []


def too_wide(page: Page) -> list[str]:
    """Return a line where the page is wider than its window."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["scrolls sideways"] if is_wide else []


def shown(page: Page, site: Site, email: str, paths: tuple[str, ...]) -> Iterator[str]:
    """Show one page after the other, and those behind a link; say which."""
    for path in paths:
        go(page, site, path)
        yield path
    for path, link in INNER.get(email, ()):
        go(page, site, path)
        page.locator(link).first.click()
        site.settle(page)
        yield f"behind {path}"


def go(page: Page, site: Site, path: str) -> None:
    """Go to a path within the page, as a link does, and wait until it is there."""
    page.evaluate("path => { history.pushState(null, '', path) }", path)
    site.settle(page)
