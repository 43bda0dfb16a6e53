"""An admin's story: the practice is run without a word of what anybody wrote being seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import pytest

from seeds.therapists import SKETCHES
from tests.stories.telling import Json, Person, Story, a_session, ask_for, open_slots

CANARIES = {
    "words": "canary-in-the-words",
    "feeling": "canary-feeling",
    "shared": "canary-in-the-shared-note",
    "private": "canary-in-the-private-note",
    "assignment": "canary-in-the-assignment",
    "addendum": "canary-in-the-addendum",
    "message": "canary-in-the-message",
    "reason": "canary-in-the-reason",
    "cancelled": "canary-in-the-cancellation",
    "place": "canary-in-the-place",
}
IDS = {
    "clientId": "client",
    "therapistId": "therapist",
    "sessionId": "session",
    "slotId": "slot",
    "entryId": "entry",
    "messageId": "message",
}


@pytest.fixture(scope="module")
def things(mara: Person, tomasz: Person) -> dict[str, str]:
    """Return the ids of things in which both sides have just left their canaries."""
    return {"client": mara.id, "therapist": tomasz.id} | _sung(mara, tomasz)


def _sung(mara: Person, tomasz: Person) -> dict[str, str]:
    pair = {"clientId": mara.id, "therapistId": tomasz.id}
    entry = mara.make(
        f"/journals/{mara.id}", feeling=CANARIES["feeling"], intensity=5, words=CANARIES["words"]
    )
    message = tomasz.make("/messages", **pair, text=CANARIES["message"])
    slot = open_slots(mara, tomasz.id)[0]
    asked = ask_for(mara, slot, reason=CANARIES["reason"])
    approved = tomasz.change(f"/appointment-requests/{asked['requestId']}", status="approved")
    path = f"/sessions/{approved['sessionId']}"
    tomasz.change(path, place=CANARIES["place"])
    text, more = CANARIES["shared"], [CANARIES["assignment"]]
    tomasz.write(f"{path}/notes/shared", text=text, assignments=more)
    tomasz.write(f"{path}/notes/private", text=CANARIES["private"])
    tomasz.sign(f"{path}/notes/shared")
    tomasz.make(f"{path}/notes/addenda", text=CANARIES["addendum"])
    other = a_session(mara, tomasz)
    mara.make(f"/sessions/{other['sessionId']}/cancel", reason=CANARIES["cancelled"])
    return {
        "session": approved["sessionId"],
        "cancelled": other["sessionId"],
        "slot": slot["slotId"],
        "entry": entry["entryId"],
        "message": message["messageId"],
        "request": asked["requestId"],
    }


def test_keeps_clients_and_therapists(ines: Person) -> None:
    """Adds somebody, looks them up by name, mends the profile, and removes them."""
    made = ines.make(
        "/clients", email="late@practice.example", password="a long passphrase", name="Lato"
    )
    path = f"/clients/{made['clientId']}"
    assert ines.change(path, name="Lato Late")["name"] == "Lato Late"
    assert "Lato Late" in {c["name"] for c in ines.list("/clients")}
    tag = {"If-Match": ines.http.get(path).headers["ETag"]}
    assert ines.http.delete(path, headers=tag).status_code == 204


def test_verifies_a_therapist(ines: Person) -> None:
    """Those who wait are told apart from those who are listed."""
    waiting = [t for t in ines.list("/therapists") if t["verifiedAt"] is None]
    assert {"Beatriz Conceição", SKETCHES[-1].name} <= {t["name"] for t in waiting}


def test_sees_when_people_meet_and_no_more(ines: Person, things: dict[str, str]) -> None:
    """Sessions, slots and requests show who and when."""
    session = ines.read(f"/sessions/{things['session']}")
    assert session["status"] == "scheduled"
    assert (session["place"], session["cancelReason"]) == (None, None)
    assert ines.read(f"/appointment-requests/{things['request']}")["reason"] is None
    assert ines.list("/audit", subjectId=things["client"])


def test_never_sees_what_anybody_wrote(
    story: Story, ines: Person, mara: Person, tomasz: Person, things: dict[str, str]
) -> None:
    """No answer to any GET that there is holds a canary, and those of the two sides hold all."""
    seen = "\n".join(_answers(ines, _document(story), things))
    assert [name for name, canary in CANARIES.items() if canary in seen] == []
    own = "\n".join(t for p in (mara, tomasz) for t in _answers(p, _document(story), things))
    assert [name for name, canary in CANARIES.items() if canary not in own] == []


def test_may_not_even_ask(ines: Person, things: dict[str, str]) -> None:
    """Journals, notes, messages and search are never for an admin."""
    client, session = things["client"], things["session"]
    for path in (
        f"/journals/{client}",
        f"/journals/{client}/trends",
        f"/sessions/{session}/notes/shared",
        f"/sessions/{session}/notes/private",
        f"/messages?clientId={client}&therapistId={things['therapist']}",
        f"/clients/{client}/search?keyword=canary",
    ):
        assert ines.refused("GET", path) == 403, path


def _document(story: Story) -> Json:
    found = story.app.test_client().get("/openapi.json").json
    assert found is not None
    return dict(found)


def _answers(person: Person, document: Json, things: dict[str, str]) -> Iterator[str]:
    """Yield the answer to every GET of the document, for everything that could be meant."""
    for path, operations in document["paths"].items():
        if "get" in operations:
            for url in _urls(path, operations, things):
                for query in _queries(document, operations, things):
                    answer = person.http.get(url, query_string=query)
                    assert answer.status_code < 500
                    yield _text(answer.data)


def _text(answer: bytes) -> str:
    """Return an answer as text; an archive as all that is in it."""
    if not answer.startswith(b"PK"):
        return answer.decode()
    with ZipFile(BytesIO(answer)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def _urls(path: str, operations: Json, things: dict[str, str]) -> Iterator[str]:
    """Yield `path` with each of the things that fit in its places."""
    names = re.findall(r"\{(\w+)\}", path)
    choices = [_fitting(name, things) for name in names]
    for chosen in product(*choices):
        yield path.format(**dict(zip(names, chosen, strict=True))) if names else path


def _fitting(name: str, things: dict[str, str]) -> list[str]:
    if name == "sessionId":
        return [things["session"], things["cancelled"]]
    return [things[IDS[name]]] if name in IDS else [things["request"]]


def _queries(document: Json, operations: Json, things: dict[str, str]) -> list[Json]:
    """Return what has to be asked for, and that with the client and with the therapist named."""
    found = [_resolved(document, each) for each in operations["get"].get("parameters", [])]
    names = {each["name"] for each in found if each["in"] == "query"}
    always = {"limit": 100, "keyword": "canary"}
    given = {name: value for name, value in always.items() if name in names}
    named = {n: things[IDS[n]] for n in ("clientId", "therapistId") if n in names}
    return [given, given | named, *(given | {name: value} for name, value in named.items())]


def _resolved(document: Json, parameter: Json) -> Json:
    if "$ref" not in parameter:
        return parameter
    found: Any = document
    for step in parameter["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
