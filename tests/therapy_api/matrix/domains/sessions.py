"""Sessions, their notes, and the calendar feed."""

from __future__ import annotations

from typing import Any

from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.cast import PAIR
from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import VERSION, Row, in_contact
from tests.therapy_api.matrix.world import Scene
from therapy_core.access import Sight

SESSION = "/sessions/{sessionId}"
NOTES = f"{SESSION}/notes"
WRITTEN_ONLY = {Sight.METADATA: ("place", "cancelReason")}
NEW = {"If-None-Match": "*"}


def noted(scene: Scene) -> dict[str, Any]:
    """Return what a therapist notes."""
    return {"text": "Slept better."}


def row(method: str, path: str, use_case: str, success: int = 200, **more: Any) -> Row:
    """Return a row about what a client and a therapist have between them."""
    return Row(f"{method} {path}", use_case, success, cast=PAIR, **more)


def writing(method: str, path: str, use_case: str, success: int = 200, **more: Any) -> Row:
    """Return a row of a therapist's writing, which ends with the contact."""
    return row(method, path, use_case, success, clash=in_contact, **more)


ROWS = [
    row(
        "GET",
        "/sessions",
        "sessions.list",
        things=things.session,
        lists="sessionId",
        query={"clientId": "{clientId}"},
        tells=("record",),
    ),
    row(
        "GET",
        SESSION,
        "sessions.get",
        things=things.session,
        tells=("record",),
        hides=WRITTEN_ONLY,
    ),
    writing(
        "PATCH",
        SESSION,
        "sessions.change",
        case="its place",
        things=things.session,
        headers=VERSION,
        body=lambda scene: {"place": "Room 2"},
    ),
    writing(
        "PATCH",
        SESSION,
        "sessions.change",
        case="its time",
        things=things.movable_session,
        headers=VERSION,
        body=lambda scene: {"slotId": scene.ids["slotId"]},
        tells=("record",),
    ),
    writing(
        "PATCH",
        SESSION,
        "sessions.change",
        case="its end",
        things=things.past_session,
        headers=VERSION,
        body=lambda scene: {"status": "completed"},
        tells=("record",),
    ),
    row(
        "POST",
        f"{SESSION}/cancel",
        "sessions.cancel",
        things=things.session,
        body=lambda scene: {"reason": "I have a cold."},
        tells=("record",),
    ),
    row("GET", f"{NOTES}/shared", "notes.shared", things=things.drafts, tells=("record",)),
    row("GET", f"{NOTES}/private", "notes.private", things=things.drafts, tells=("private",)),
    *(
        writing(
            "PUT",
            f"{NOTES}/{kind}",
            "notes.write",
            case="again",
            things=things.drafts,
            headers=VERSION,
            body=noted,
        )
        for kind in ("shared", "private")
    ),
    *(
        writing(
            "PUT",
            f"{NOTES}/{kind}",
            "notes.write",
            201,
            case="at first",
            things=things.past_session,
            headers=NEW,
            body=noted,
        )
        for kind in ("shared", "private")
    ),
    *(
        writing(
            "POST",
            f"{NOTES}/{kind}/sign",
            "notes.sign",
            things=things.drafts,
            headers=VERSION,
            tells=("record" if kind == "shared" else "private",),
        )
        for kind in ("shared", "private")
    ),
    row(
        "GET",
        f"{NOTES}/addenda",
        "notes.addenda",
        case="shared",
        things=things.signed,
        tells=("record",),
    ),
    row(
        "GET",
        f"{NOTES}/addenda",
        "notes.private_addenda",
        case="private",
        things=things.signed,
        query={"note": "private"},
        tells=("private",),
    ),
    *(
        writing(
            "POST",
            f"{NOTES}/addenda",
            "notes.add",
            201,
            case=kind,
            things=things.signed,
            body=lambda scene, kind=kind: {"note": kind, "text": "Two weeks, not three."},
        )
        for kind in ("shared", "private")
    ),
    Row("POST /me/calendar-feed", "calendar.open", 201, subject=nobodys),
    Row("DELETE /me/calendar-feed", "calendar.close", 204, subject=nobodys),
    Row(
        "GET /calendar/{feedToken}.ics",
        "calendar.read",
        public=True,
        subject=nobodys,
        things=things.feed,
    ),
]
