"""What a browser keeps of somebody, and what a page may run."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from seeds import demo
from tests.site.serving import Site

KEPT = {"therapy.login", "therapy.seen", "therapy.preferences", "therapy.access"}
WALK = ("/app/journal", "/app/therapists", "/app/sessions", "/app/messages", "/app/settings")


def test_a_browser_keeps_the_log_in_and_nothing_that_somebody_wrote(site: Site) -> None:
    """After a walk through the pages: no cookie, no name; and once logged out, no log-in."""
    page = site.enter(demo.CLIENT.email)
    for path in WALK:
        page.goto(site.url + path)
        page.locator("main h1").wait_for()
        page.wait_for_load_state("networkidle")
    kept = _kept(page)
    assert {"therapy.login"} <= {name for name, _ in kept["storage"]} <= KEPT
    written = " ".join(value for _, value in kept["storage"])
    assert demo.CLIENT.email not in written
    client = site.story.enter(demo.CLIENT.email)
    assert client.read(f"/clients/{client.id}")["name"] not in written
    assert (page.context.cookies(), kept["databases"], kept["caches"]) == ([], ["therapy"], [])
    assert [set(login) for login in kept["database"]] == [{"accountId", "refreshToken"}]
    page.get_by_role("button", name="Log out").first.click()
    page.locator("input[name=email]").wait_for()
    left = _kept(page)
    assert {name for name, _ in left["storage"]} <= {"therapy.preferences"}
    assert left["database"] == []


def test_no_page_runs_a_script_that_stands_in_it(site: Site) -> None:
    """Every script is a file of the site's own, and the policy refuses any other."""
    page = site.open("/app")
    page.locator("h1").wait_for()
    assert page.locator("script:not([src])").count() == 0
    ran = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', () => done('refused'));
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            setTimeout(() => done(String(window.ran)), 500);
        })"""
    )
    assert ran == "refused"
    said, site.wrong = site.wrong, []
    assert all("Content Security Policy" in each for each in said)


def _kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """async () => ({
            storage: [...Object.entries(localStorage), ...Object.entries(sessionStorage)],
            databases: (await indexedDB.databases()).map((each) => each.name),
            database: await new Promise((done) => {
                indexedDB.open('therapy').onsuccess = (opened) => {
                    const all = opened.target.result.transaction('session');
                    const store = all.objectStore('session');
                    store.getAll().onsuccess = (read) => done(read.target.result);
                };
            }),
            caches: await caches.keys(),
        })"""
    )
    return found
