"""The site as it is served, and the pages that a test opens on it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from seeds import demo
from tests.practices import PASSWORD, an_address
from tests.stories.telling import Story

# A refused request is the API's to make and the page's to tell; the browser notes each of them.
REFUSED = "Failed to load resource"
# How many looks in a row have to find nothing under way.
CALM = 4
# In milliseconds: a busy machine takes its time, and no test is about that.
PATIENCE = 40_000


@dataclass(frozen=True, slots=True)
class Look:
    """Say how a page is looked at: its width and height, in light or dark, in which language."""

    width: int = 1280
    height: int = 900
    scheme: str = "light"
    locale: str = "en-GB"
    zone: str = "Europe/Berlin"


DESK = Look()
PHONE = Look(390, 844)
PHONE_TO = 600


class Site:
    """Serve a story's app on a port of its own, and open pages on it."""

    def __init__(self, story: Story, browser: Browser) -> None:
        self.story = story
        self.wrong: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._asked: set[Request] = set()
        self._server = make_server("127.0.0.1", 0, story.app, threaded=True)
        self.url = f"http://localhost:{self._server.port}"

    @contextmanager
    def served(self) -> Iterator[Site]:
        """Answer requests for as long as the context lasts."""
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        yield self
        self.close_pages()
        self._server.shutdown()
        thread.join()

    def open(self, path: str = "/", look: Look = DESK, **more: Any) -> Page:
        """Open a page as somebody whom this browser doesn't know."""
        context = self._browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,  # type: ignore[arg-type]  # a plain str in `Look`
            locale=look.locale,
            timezone_id=look.zone,
            reduced_motion="reduce",
            **more,
        )
        self._contexts.append(context)
        return self.tab(context, path)

    def tab(self, context: BrowserContext, path: str) -> Page:
        """Open another tab in the same browser."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.wrong.append(f"threw: {error}"))
        page.on("request", self._note_request)
        page.on("requestfinished", self._note_end)
        page.on("requestfailed", self._note_end)
        page.goto(self.url + path)
        return page

    def enter(
        self, email: str, look: Look = DESK, path: str = "/app", password: str = demo.PASSWORD
    ) -> Page:
        """Log somebody in by the form, and wait until they are in."""
        page = self.open(path, look)
        page.locator("input[name=email]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.keyboard.press("Enter")
        page.locator("nav").first.wait_for()
        return page

    def newcomer(self, name: str = "Nora Neu", role: str = "client", **more: Any) -> str:
        """Sign somebody up; return the address to `enter` with, and `PASSWORD`."""
        email = an_address()
        self.story.newcomer(role=role, name=name, email=email, **more)
        return email

    def settle(self, page: Page) -> None:
        """Wait until a page has a heading and nothing is asked for any more."""
        page.locator("main h1").wait_for()
        calm = 0
        while calm < CALM:
            calm = 0 if self._asked else calm + 1
            page.wait_for_timeout(15)

    def shot(self, page: Page, name: str) -> None:
        """Keep a picture of the page in the folder that SITE_SHOTS names, where it does."""
        if folder := os.environ.get("SITE_SHOTS"):
            self.settle(page)
            width = (page.viewport_size or {"width": 0})["width"]
            kind = "phone" if width < PHONE_TO else "desk"
            page.screenshot(path=Path(folder) / f"{name}-{kind}.png")

    def close_pages(self) -> None:
        """Close every page that was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._asked.clear()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.wrong.append(f"said: {message.text}")

    def _note_end(self, request: Request) -> None:
        self._asked.discard(request)

    def _note_request(self, request: Request) -> None:
        self._asked.add(request)
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"asked elsewhere: {request.url}")


__all__ = ["DESK", "PASSWORD", "PHONE", "Look", "Site"]
