"""The stacks whose cold start is compared, and what each needs in its environment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bench import places
from bench.http.sides import ON_BOTOCORE, OURS, PEERS, STOCK, TRANSPORT, has_transports
from bench.start.broad import source

BROAD = f"{STOCK}, as broad as ours"
AREA = f"{OURS}, one area"
PACKAGES = "the packages alone"
STOCK_HAS = {"/health", "/journals/{clientId}", "/journals/{clientId}/{entryId}"}
"""The paths that the stock app serves itself."""


@dataclass(frozen=True)
class Stack:
    """Name a stack, as the probe calls it, and what it needs in its environment."""

    probe: str
    environ: dict[str, str]


def stacks() -> dict[str, Stack]:
    """Return what is compared; ours on botocore only where there is a setting for it."""
    ours = {"PYTHONPATH": str(places.ROOT)}
    stock = {"PYTHONPATH": ":".join(map(str, (places.ROOT, PEERS, PEERS / "stock_app", written())))}
    found = {OURS: Stack("ours", ours), AREA: Stack("ours", {**ours, "BENCH_AREA": "client"})}
    if has_transports():
        found[ON_BOTOCORE] = Stack("ours", {**ours, TRANSPORT: "botocore"})
    found[STOCK] = Stack("stock", stock)
    found[BROAD] = Stack("stock", {**stock, "BENCH_BROAD": "1"})
    found[PACKAGES] = Stack("packages", ours)
    return found


def written() -> Path:
    """Write the resources of a stock app as broad as ours, and return the folder they are in."""
    document = json.loads((places.ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    folder = places.BUILD / "broad"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "broad.py").write_text(source(document, STOCK_HAS), encoding="utf-8")
    return folder
