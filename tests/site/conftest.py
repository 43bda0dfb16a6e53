"""The site in a real browser, over the real app, on the real engine.

A test asks for `site` (a seeded practice that is served) and opens pages with it:

    def test_something(site: Site) -> None:
        page = site.enter(demo.CLIENT.email, look=PHONE)
        page.goto(site.url + "/app/journal")

Whatever a page says to its console, throws, asks of another host, or does against its policy, fails
the test that opened it. Without a browser they are skipped; `python -m tests.site.browser` says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.site import browser as browsers
from tests.site.serving import PATIENCE, Site
from tests.stories.telling import Story
from tests.transports import transport_to
from therapy_cli import places


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a browser where there is none."""
    if browsers.find() is None:
        skipped = pytest.mark.skip(reason=browsers.MISSING)
        for item in items:
            if "tests/site/" in item.nodeid:
                item.add_marker(skipped)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a browser; each test's pages are in contexts of their own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        program = browsers.find()
        browser = playwright.chromium.launch(executable_path=program, args=list(browsers.FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(endpoint: str, browser: Browser) -> Iterator[Site]:
    """Return a practice as `make seed-db` leaves it, served with the site as it was built."""
    if not (places.site() / "index.html").is_file():
        pytest.fail("the site isn't built: make site")
    name = f"therapy-site-{uuid.uuid4().hex[:12]}"
    story = Story(endpoint, name, site_folder=str(places.site()))
    with Site(story, browser).served() as site:
        yield site
    transport_to(endpoint)("DeleteTable", {"TableName": name})


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """Return the site; what its pages did wrong fails the test."""
    yield served
    served.close_pages()
    wrong, served.wrong = served.wrong, []
    assert wrong == []
