"""The directory: profiles of clients and therapists."""

from __future__ import annotations

from typing import Any

from tests.practices import PASSWORD, an_address
from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import VERSION, Row, of_the_party
from tests.therapy_api.matrix.world import Scene, unlisted
from therapy_core.access import Sight, Subject

RENAMED = {"name": "New"}
WORK = {"timezone": "UTC", "expertise": ["Sleep"], "location": "Bergen"}
OF_A_CLIENT = ("email", "phone", "timezone", "version", "createdAt")
CLIENT, THERAPIST = "/clients/{clientId}", "/therapists/{therapistId}"
VERIFICATION = f"{THERAPIST}/verification"


def renamed(scene: Scene) -> dict[str, Any]:
    """Return a new name."""
    return RENAMED


def worked(scene: Scene) -> dict[str, Any]:
    """Return the whole of a therapist's values."""
    return RENAMED | WORK


def newcomer(scene: Scene) -> dict[str, Any]:
    """Return what an admin enters for somebody new."""
    return {"email": an_address(), "password": PASSWORD, "name": "Noor"}


def of_somebody_unlisted(scene: Scene) -> Subject:
    """Ask about a therapist who is not listed."""
    return Subject(scene.party.profile_id)


ROWS = [
    Row(
        "GET /clients",
        "clients.list",
        lists="clientId",
        query={"limit": "100"},
        tells=("profile",),
    ),
    Row("POST /clients", "clients.create", 201, subject=nobodys, body=newcomer),
    Row(
        f"GET {CLIENT}",
        "clients.get",
        tells=("profile",),
        hides={Sight.NAME: OF_A_CLIENT},
    ),
    Row(f"PUT {CLIENT}", "clients.replace", headers=VERSION, body=renamed),
    Row(f"PATCH {CLIENT}", "clients.change", headers=VERSION, body=renamed, tells=("profile",)),
    Row(f"DELETE {CLIENT}", "clients.delete", 204, headers=VERSION),
    Row(
        "GET /therapists",
        "therapists.list",
        case="listed",
        subject=of_the_party,
        lists="therapistId",
        query={"limit": "100"},
    ),
    Row(
        "GET /therapists",
        "therapists.list",
        case="not listed",
        things=unlisted,
        subject=of_somebody_unlisted,
        lists="therapistId",
        query={"limit": "100"},
    ),
    Row(
        "POST /therapists",
        "therapists.create",
        201,
        subject=nobodys,
        body=lambda scene: newcomer(scene) | WORK,
    ),
    Row(f"GET {THERAPIST}", "therapists.get", case="listed", subject=of_the_party),
    Row(
        f"GET {THERAPIST}",
        "therapists.get",
        case="not listed",
        things=unlisted,
        subject=of_somebody_unlisted,
    ),
    Row(
        f"PUT {THERAPIST}",
        "therapists.replace",
        subject=of_the_party,
        headers=VERSION,
        body=worked,
    ),
    Row(
        f"PATCH {THERAPIST}",
        "therapists.change",
        subject=of_the_party,
        headers=VERSION,
        body=renamed,
    ),
    Row(f"DELETE {THERAPIST}", "therapists.delete", 204, subject=of_the_party, headers=VERSION),
    Row(f"PUT {VERIFICATION}", "therapists.verify", subject=of_the_party, headers=VERSION),
    Row(f"DELETE {VERIFICATION}", "therapists.unverify", subject=of_the_party, headers=VERSION),
]
