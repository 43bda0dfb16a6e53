"""What goes wrong around a page: a file that doesn't come, a refusal, a name wider than a phone."""

from __future__ import annotations

import re
from dataclasses import replace

from playwright.sync_api import expect

from seeds import demo
from tests.practices import an_address
from tests.site.serving import PASSWORD, PHONE, Site
from tests.site.test_pages import go, too_wide

TYPED = "Half a message"


def test_a_page_that_could_not_be_loaded_comes_later_and_costs_nothing_typed(site: Site) -> None:
    """Its button asks for it again, and not for the whole site, with which the draft would go."""
    page = site.enter(demo.CLIENT.email, PHONE, "/app/messages")
    page.locator("main a[href^='/app/messages/cli']").first.click()
    box = page.get_by_label("Your message")
    box.fill(TYPED)
    here = page.url.removeprefix(site.url)
    page.context.set_offline(True)
    go(page, site, "/app/journal")
    expect(page.get_by_role("alert")).to_contain_text("This page could not be loaded")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("This page could not be loaded")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Journal")).to_be_visible()
    go(page, site, here)
    expect(box).to_have_value(TYPED)
    site.wrong = [each for each in site.wrong if "fetch dynamically" not in each]  # as it is meant


def test_what_the_api_refuses_of_a_field_is_said_in_the_language_of_the_page(site: Site) -> None:
    """The API says it in English; beneath the field it stands as a person would say it."""
    page = site.open("/app/signup", replace(PHONE, locale="de-DE"))
    page.locator("input[autocomplete=name]").fill("Nora Neu")
    page.locator("input[name=email]").fill(an_address())
    password = page.locator("input[name=password]")
    password.fill("aaaaaaaaaaaaaa")
    page.locator("main button[type=submit]").click()
    refusal = page.get_by_text(re.compile(r"^Verwenden Sie mindestens \d+ verschiedene Zeichen\.$"))
    expect(refusal).to_be_visible()
    expect(password).to_have_attribute("aria-invalid", "true")


def test_a_long_name_widens_no_page(site: Site) -> None:
    """A name may be one word of two hundred letters."""
    email = site.newcomer(name="Wolfeschlegelsteinhausenbergerdorff" * 5)
    page = site.enter(email, PHONE, password=PASSWORD)
    for path in ("/app", "/app/settings/profile"):
        go(page, site, path)
        assert not too_wide(page)
