"""Look for what axe knows of faults in a page (axe-core's rules for WCAG 2.2 A and AA)."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from therapy_cli import places

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    folder = places.site().parent / "node_modules"
    return (folder / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return a line for each fault: the rule, and where."""
    if not page.evaluate("'axe' in window"):  # it stays as long as no page is loaded anew
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", TAGS
    )
    return [
        f"{fault['id']}: {' | '.join(str(node['target']) for node in fault['nodes'][:4])}"
        for fault in found["violations"]
    ]
