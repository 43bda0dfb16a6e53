"""The peers: they read what the library wrote, and bring nothing into the project."""

from __future__ import annotations

import importlib.util
import json
import os
from types import ModuleType
from typing import Any

import pytest

from bench import places
from therapy_core.table import cipher

PEERS = places.ROOT / "bench" / "http" / "peers"
TABLE, CLIENT = "practice", "cli_1"
KEY = bytes(range(32))
PLACE = {"PK": {"S": f"CLIENT#{CLIENT}"}, "SK": {"S": "JOURNAL#jrn_1"}, "client_id": {"S": CLIENT}}


@pytest.fixture(scope="module")
def sealing() -> ModuleType:
    """Return the peers' own module on sealed text."""
    spec = importlib.util.spec_from_file_location("peers_sealing", PEERS / "sealing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def an_item(name: str, text: str) -> dict[str, Any]:
    """Return an item with one text, sealed as the library seals it."""
    about = cipher.framed(CLIENT, "own") + cipher.framed(
        TABLE, PLACE["PK"]["S"], PLACE["SK"]["S"], name
    )
    return {**PLACE, name: {"B": cipher.encrypt(KEY, 1, about, text)}}


def test_a_peer_opens_what_the_library_sealed(sealing: ModuleType) -> None:
    """Its work on sealed text is the very same."""
    opener = sealing.Opener(TABLE, {CLIENT: KEY.hex()})
    assert opener.open(an_item("words", "A walk, ещё one."), "words") == "A walk, ещё one."


def test_a_text_that_is_not_there_is_none(sealing: ModuleType) -> None:
    """An entry may have no words."""
    assert sealing.Opener(TABLE, {CLIENT: KEY.hex()}).open(dict(PLACE), "words") is None


def test_a_peer_s_cursor_is_good_for_its_list_alone(sealing: ModuleType) -> None:
    """It holds a place, unreadable, and opens for nobody else's list."""
    cursors = sealing.Cursors(os.urandom(16).hex())
    sealed = cursors.seal("JOURNAL#jrn_1", CLIENT)
    assert cursors.open(sealed, CLIENT) == "JOURNAL#jrn_1"
    with pytest.raises(ValueError, match="another list"):
        cursors.open(sealed, "cli_2")


def test_the_lock_file_names_no_registry() -> None:
    """It works with every registry: no package says where it was fetched from."""
    lock = json.loads((PEERS / "express_app" / "package-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    assert len(packages) > 1
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_the_lock_file_is_of_the_peer_s_packages() -> None:
    """What is asked for and what is locked are the same."""
    folder = PEERS / "express_app"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["dependencies"] == wanted
    for name, version in wanted.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
