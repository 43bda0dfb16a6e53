"""What somebody meets who isn't logged in, and how the log-in ends."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Request, Route, expect

from seeds import demo
from tests.site.axe import violations
from tests.site.serving import DESK, PHONE, Look, Site

ELSEWHERE = re.compile("^https://")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/app", "/app/signup"])
def test_the_front_has_no_faults(site: Site, path: str, scheme: str) -> None:
    """Landing, log-in and sign-up are open to everybody, on a phone and at a desk."""
    for look in (PHONE, DESK):
        page = site.open(path, replace(look, scheme=scheme))
        page.locator("h1").wait_for()
        assert violations(page) == []


def test_a_german_browser_is_spoken_to_in_german(site: Site) -> None:
    """The language is the browser's, and the document says so."""
    page = site.open("/app", Look(locale="de-AT"))
    expect(page.locator("h1")).to_have_text("Anmelden")
    assert page.locator("html").get_attribute("lang") == "de"


def test_whoever_logs_in_is_where_they_wanted_to_be(site: Site) -> None:
    """The log-in stands at the address that was asked for, and a reload stays there."""
    page = site.enter(demo.CLIENT.email, path="/app/settings")
    expect(page).to_have_url(f"{site.url}/app/settings")
    page.reload()
    page.locator("nav").first.wait_for()
    expect(page).to_have_url(f"{site.url}/app/settings")


def test_two_tabs_share_a_log_in_and_its_end(site: Site) -> None:
    """Another tab is logged in without a password, and logging out there logs out here."""
    page = site.enter(demo.CLIENT.email)
    other = site.tab(page.context, "/app/settings")
    other.locator("nav").first.wait_for()
    other.get_by_role("button", name="Log out").first.click()
    expect(page.locator("h1")).to_have_text("Log in")


def test_tabs_renew_the_log_in_one_after_the_other(site: Site) -> None:
    """A refresh token that came twice would end the log-in; three tabs at once don't send it so."""
    page = site.enter(demo.CLIENT.email)
    tabs = [page, *(site.tab(page.context, "/app/settings") for _ in range(2))]
    for tab in tabs:
        tab.locator("nav").first.wait_for()
        site.settle(tab)
    for tab in tabs:
        tab.evaluate("sessionStorage.clear(); location.reload()")
    for tab in tabs:
        tab.locator("nav").first.wait_for()


def test_leaving_hides_everything_at_once(site: Site) -> None:
    """Escape three times: another page stands in its place, and nobody is logged in."""
    page = site.open("/app")
    page.route(ELSEWHERE, _elsewhere)
    page.locator("input[name=email]").fill(demo.CLIENT.email)
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("nav").first.wait_for()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)
    site.wrong = [each for each in site.wrong if not each.startswith("asked elsewhere")]
    page.goto(f"{site.url}/app")
    expect(page.locator("h1")).to_have_text("Log in")


def _elsewhere(route: Route) -> None:
    route.fulfill(body="<title>Weather</title>", content_type="text/html")


def test_idleness_ends_the_log_in_after_a_warning(site: Site) -> None:
    """After thirteen minutes a warning, after fifteen the log-in; then back to the same page."""
    page = site.open("/app/settings")
    page.clock.install()
    page.locator("input[name=email]").fill(demo.CLIENT.email)
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("nav").first.wait_for()
    page.clock.fast_forward("13:05")
    expect(page.get_by_role("dialog")).to_contain_text("Are you still there?")
    page.clock.fast_forward("02:00")
    expect(page.locator("h1")).to_have_text("Log in")
    expect(page).to_have_url(f"{site.url}/app/settings")


def test_a_first_visit_loads_little_script(site: Site) -> None:
    """At most 100 kB of script, as it comes over the network, until a client's home is there."""
    loaded: list[int] = []
    page = site.open("/robots.txt")
    page.on("requestfinished", lambda request: loaded.append(_script_bytes(request)))
    page.goto(f"{site.url}/app")
    page.locator("input[name=email]").fill(demo.CLIENT.email)
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("nav").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert 50_000 < sum(loaded) <= 100_000


def _script_bytes(request: Request) -> int:
    return request.sizes()["responseBodySize"] if request.resource_type == "script" else 0
