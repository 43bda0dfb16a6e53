"""Relationships: what two people ask of one another, what they are, and who may read a journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.therapy_api.matrix.cast import OUTSIDE, OWNER, OWNERS, PAIR, UNRELATED_OWNER
from tests.therapy_api.matrix.domains.accounts import nobodys
from tests.therapy_api.matrix.rows import VERSION, Row, of_the_party
from tests.therapy_api.matrix.world import Scene, unlisted
from therapy_core import Role, ids
from therapy_core.access import Sight
from therapy_core.relationships.kinds import JOURNAL_ACCESS, MAPPING, Kind
from therapy_core.relationships.models import JournalAccess, Mapping, Relationship

MAPPINGS, JOURNALS = "/mapping-requests", "/journal-access-requests"
ACCESS = "/journals/{clientId}/access"


def waiting(kind: Kind, asked_by: Role) -> Callable[[Scene], None]:
    """Return what adds a request between owner and party that waits for an answer."""

    def add(scene: Scene) -> None:
        request = kind.entity(
            request_id=kind.prefix + ids.new_ulid(scene.now),
            due_at=scene.now + timedelta(days=1),
            **scene.pair,
        )
        if kind is MAPPING:
            request.asked_by = asked_by.value
        found = between(scene)
        setattr(found, kind.waiting, request.request_id)
        setattr(found, kind.until, request.due_at)
        scene.add(request)
        scene.ids["requestId"] = request.request_id

    return add


def between(scene: Scene) -> Relationship:
    """Return the relationship of owner and party, added to the scene where there is none."""
    for entity in scene.entities:
        is_theirs = isinstance(entity, Relationship) and entity.ref == Relationship.at(**scene.pair)
        if is_theirs:
            return entity  # type: ignore[return-value]
    scene.add(Relationship(**scene.pair))
    return scene.entities[-1]  # type: ignore[return-value]


def other_side(scene: Scene) -> dict[str, Any]:
    """Name whom the asker asks: a therapist the owner, everybody else the party."""
    if scene.asker.role is Role.THERAPIST:
        return {"clientId": scene.ids["clientId"]}
    return {"therapistId": scene.ids["therapistId"]}


def the_owner(scene: Scene) -> dict[str, Any]:
    """Name the client."""
    return {"clientId": scene.ids["clientId"]}


def answer_to(asked_by: Role) -> Callable[[Scene], dict[str, Any]]:
    """Return the answer that is for the asker to give."""
    return lambda s: {"status": "withdrawn" if s.asker.role is asked_by else "approved"}


def given(kind: Kind) -> Callable[[Scene, Sight], int | None]:
    """Return what refuses to ask for what the asker has."""

    def clash(scene: Scene, seen: Sight) -> int | None:
        found = scene.relationship if scene.persona.own else None
        return 409 if found is not None and getattr(found, kind.given) == kind.value else None

    return clash


def not_mapped(scene: Scene, seen: Sight) -> int | None:
    """Find nothing to end where no mapping is active."""
    found = scene.relationship
    return None if found is not None and found.mapping == Mapping.ACTIVE else 404


def not_granted(scene: Scene, seen: Sight) -> int | None:
    """Find nothing to take back where the journal is closed."""
    found = scene.relationship
    return None if found is not None and found.journal_access == JournalAccess.GRANTED else 404


def not_found_by_clients(scene: Scene, seen: Sight) -> int | None:
    """Find no therapist who is not listed, as a client."""
    return 404 if scene.asker.role is Role.CLIENT else None


def not_related(scene: Scene, seen: Sight) -> int | None:
    """Find nobody who is not listed and has nothing to do with one."""
    return 404 if scene.relationship is None else None


ROWS = [
    Row(
        f"POST {MAPPINGS}",
        "mapping_requests.ask",
        201,
        subject=nobodys,
        case="listed",
        body=other_side,
        clash=given(MAPPING),
    ),
    Row(
        f"POST {MAPPINGS}",
        "mapping_requests.ask",
        201,
        case="not listed",
        cast=(*OUTSIDE, *OWNERS),
        things=unlisted,
        subject=nobodys,
        body=other_side,
        clash=not_found_by_clients,
        veiled=True,
    ),
    Row(
        f"GET {MAPPINGS}",
        "mapping_requests.list",
        things=waiting(MAPPING, Role.CLIENT),
        lists="requestId",
    ),
    Row(
        f"GET {MAPPINGS}/{{requestId}}",
        "mapping_requests.get",
        cast=PAIR,
        things=waiting(MAPPING, Role.CLIENT),
    ),
    Row(
        f"PATCH {MAPPINGS}/{{requestId}}",
        "mapping_requests.answer",
        case="asked by the client",
        cast=PAIR,
        things=waiting(MAPPING, Role.CLIENT),
        headers=VERSION,
        body=answer_to(Role.CLIENT),
    ),
    Row(
        f"PATCH {MAPPINGS}/{{requestId}}",
        "mapping_requests.answer",
        case="asked by the therapist",
        cast=PAIR,
        things=waiting(MAPPING, Role.THERAPIST),
        headers=VERSION,
        body=answer_to(Role.THERAPIST),
    ),
    Row(
        f"POST {JOURNALS}",
        "journal_access_requests.ask",
        201,
        subject=nobodys,
        body=the_owner,
        clash=given(JOURNAL_ACCESS),
    ),
    Row(
        f"GET {JOURNALS}",
        "journal_access_requests.list",
        things=waiting(JOURNAL_ACCESS, Role.THERAPIST),
        lists="requestId",
    ),
    Row(
        f"GET {JOURNALS}/{{requestId}}",
        "journal_access_requests.get",
        cast=PAIR,
        things=waiting(JOURNAL_ACCESS, Role.THERAPIST),
    ),
    Row(
        f"PATCH {JOURNALS}/{{requestId}}",
        "journal_access_requests.answer",
        cast=PAIR,
        things=waiting(JOURNAL_ACCESS, Role.THERAPIST),
        headers=VERSION,
        body=answer_to(Role.THERAPIST),
    ),
    Row("GET /clients/{clientId}/therapists", "relationships.therapists", cast=PAIR),
    Row(
        "GET /therapists/{therapistId}/clients",
        "relationships.clients",
        cast=PAIR,
        subject=of_the_party,
    ),
    Row(
        "DELETE /mappings/{clientId}/{therapistId}",
        "relationships.unmap",
        204,
        cast=PAIR,
        clash=not_mapped,
    ),
    Row("GET /clients/{clientId}/consents", "consents.list", cast=PAIR),
    Row(f"GET {ACCESS}", "journal_access.readers", cast=PAIR),
    Row(f"PUT {ACCESS}/{{therapistId}}", "journal_access.grant", 204, case="listed", cast=PAIR),
    Row(
        f"PUT {ACCESS}/{{therapistId}}",
        "journal_access.grant",
        204,
        case="not listed",
        cast=(*OUTSIDE, OWNER, UNRELATED_OWNER),
        things=unlisted,
        clash=not_related,
        veiled=True,
    ),
    Row(
        f"DELETE {ACCESS}/{{therapistId}}",
        "journal_access.revoke",
        204,
        cast=PAIR,
        clash=not_granted,
    ),
]
