"""Scheduling: slots, and requests for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.therapy_api.matrix import things
from tests.therapy_api.matrix.cast import OUTSIDE, OWNERS, PAIR
from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import VERSION, Row, of_the_party
from tests.therapy_api.matrix.world import Scene, unlisted
from therapy_core import Role
from therapy_core.access import Sight
from therapy_core.relationships.models import Contact

SLOTS, SLOT = "/session-slots/{therapistId}", "/session-slots/{therapistId}/{slotId}"
REQUESTS, REQUEST = "/appointment-requests", "/appointment-requests/{requestId}"
OF_THE_HOLDER = ("requestId", "sessionId", "heldUntil", "ruleId")


def not_listed(scene: Scene) -> None:
    """Offer a time of a party who is not listed."""
    things.open_slot(scene)
    unlisted(scene)


def one_slot(scene: Scene) -> dict[str, Any]:
    """Return one slot to offer."""
    starts_at = scene.now.replace(second=0, microsecond=0) + timedelta(days=1)
    return {"startsAt": starts_at.isoformat(), "durationMinutes": 50}


def weekly_slots(scene: Scene) -> dict[str, Any]:
    """Return a weekly rule."""
    day = (scene.now + timedelta(days=7)).date()
    days = {"firstDay": day.isoformat(), "lastDay": day.isoformat()}
    weekly = {"weekdays": [f"{day:%A}".lower()], "times": ["09:00"], **days}
    return {"durationMinutes": 50, "weekly": weekly}


def the_slot(scene: Scene) -> dict[str, Any]:
    """Name the slot."""
    return {"therapistId": scene.ids["therapistId"], "slotId": scene.ids["slotId"]}


def answer(scene: Scene) -> dict[str, Any]:
    """Return the answer that is for the asker to give."""
    return {"status": "withdrawn" if scene.asker.role is Role.CLIENT else "approved"}


def not_offered(scene: Scene, seen: Sight) -> int | None:
    """Find no slot that can't be asked for, as anybody but its therapist and admins."""
    return 404 if seen is Sight.PUBLIC else None


def sides_not_named(scene: Scene, seen: Sight) -> int | None:
    """Ask admins to name a side."""
    return 422 if scene.asker.role is Role.ADMIN else None


def sides_named(scene: Scene, seen: Sight) -> int | None:
    """Let nobody but admins name a side."""
    return None if scene.asker.role is Role.ADMIN else 422


def contact_closed(scene: Scene, seen: Sight) -> int | None:
    """Let no therapist approve once contact is closed."""
    found = scene.relationship
    closed = found is None or found.contact == Contact.CLOSED
    return 409 if scene.asker.role is Role.THERAPIST and closed else None


ROWS = [
    Row(f"POST {SLOTS}", "slots.publish", 201, "one", subject=of_the_party, body=one_slot),
    Row(
        f"POST {SLOTS}",
        "slots.publish_weekly",
        201,
        "weekly",
        subject=of_the_party,
        body=weekly_slots,
    ),
    Row(
        f"GET {SLOTS}", "slots.list", things=things.open_slot, subject=of_the_party, lists="slotId"
    ),
    Row(
        f"GET {SLOT}",
        "slots.get",
        case="open",
        things=things.open_slot,
        subject=of_the_party,
        hides={Sight.PUBLIC: OF_THE_HOLDER},
    ),
    Row(
        f"GET {SLOT}",
        "slots.get",
        case="booked",
        things=things.booked_slot,
        subject=of_the_party,
        clash=not_offered,
    ),
    Row(
        f"DELETE {SLOT}",
        "slots.withdraw",
        things=things.held_slot,
        subject=of_the_party,
        headers=VERSION,
    ),
    Row(
        f"POST {REQUESTS}",
        "appointment_requests.ask",
        201,
        things=things.open_slot,
        subject=nobodys,
        case="listed",
        body=the_slot,
    ),
    Row(
        f"POST {REQUESTS}",
        "appointment_requests.ask",
        201,
        case="not listed",
        cast=(*OUTSIDE, *OWNERS),
        things=not_listed,
        subject=nobodys,
        body=the_slot,
        clash=lambda scene, seen: 404,
        veiled=True,
    ),
    Row(
        f"GET {REQUESTS}",
        "appointment_requests.list",
        case="one's own",
        cast=PAIR,
        things=things.held_slot,
        lists="requestId",
        clash=sides_not_named,
        tells=("record",),
    ),
    Row(
        f"GET {REQUESTS}",
        "appointment_requests.list",
        case="of a client",
        things=things.held_slot,
        query={"clientId": "{clientId}"},
        lists="requestId",
        clash=sides_named,
    ),
    Row(
        f"GET {REQUEST}",
        "appointment_requests.get",
        cast=PAIR,
        things=things.held_slot,
        tells=("record",),
        hides={Sight.METADATA: ("reason",)},
    ),
    Row(
        f"PATCH {REQUEST}",
        "appointment_requests.answer",
        cast=PAIR,
        things=things.held_slot,
        headers=VERSION,
        body=answer,
        clash=contact_closed,
        tells=("record",),
    ),
]
