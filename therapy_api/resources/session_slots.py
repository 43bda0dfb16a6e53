"""Slots: the times that a therapist offers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.paging import paged
from therapy_api.schemas.slots import (
    NEW_SLOT,
    NewSlots,
    PublishedAnswer,
    SlotAnswer,
    SlotPage,
    SlotQuery,
)
from therapy_core.actor import Page, PageRequest
from therapy_core.errors import InvalidInput

blp = Blueprint("session-slots", __name__, description="The times that therapists offer.")


@blp.route("/session-slots/<id:therapist_id>")
class SessionSlots(MethodView):
    """Serve the slots of one therapist."""

    @blp.arguments(SlotQuery, location="query")
    @blp.response(200, SlotPage)
    @paged
    def get(self, page: PageRequest, therapist_id: str, **filters: Any) -> Page[Any]:
        """List a therapist's slots.

        By their start. The therapist and admins see all of them, others those that can be asked
        for.
        """
        return acting().slots.list(therapist_id, page, **filters)

    @blp.arguments(NewSlots, example=NEW_SLOT)
    @blp.response(201, PublishedAnswer)
    @repeatable
    @refuses(403, 409)
    def post(self, values: dict[str, Any], therapist_id: str) -> Any:
        """Offer slots.

        For the therapist, once verified: one slot, which must not overlap another, or up to 366
        by a weekly rule with local times, which leaves out what is past or taken and says so. A
        call that was cut short goes on when it is repeated with the same `Idempotency-Key`.
        """
        rule = values.pop("weekly", None)
        if rule is None:
            return acting().slots.publish(therapist_id, **values)
        with within_the_rule(rule):
            return acting().slots.publish_weekly(therapist_id, **rule, **values)


@blp.route("/session-slots/<id:therapist_id>/<id:slot_id>")
class SessionSlot(MethodView):
    """Serve one slot."""

    @blp.response(200, SlotAnswer)
    @tagged
    def get(self, therapist_id: str, slot_id: str) -> Any:
        """Read a slot.

        Others than its therapist and admins find it while it can be asked for.
        """
        return acting().slots.get(therapist_id, slot_id)

    @blp.response(200, SlotAnswer)
    @tagged
    @if_match
    @refuses(403, 409)
    def delete(self, therapist_id: str, slot_id: str, version: int) -> Any:
        """Withdraw a slot.

        For its therapist: a request that holds it is rejected with it. One that is booked or
        past stays.
        """
        return acting().slots.withdraw(therapist_id, slot_id, version)


@contextmanager
def within_the_rule(rule: dict[str, Any]) -> Iterator[None]:
    """Name the fields of a weekly rule by their place in the body."""
    try:
        yield
    except InvalidInput as wrong:
        place = {name: f"weekly.{name}" if name in rule else name for name in wrong.fields}
        raise InvalidInput({place[name]: said for name, said in wrong.fields.items()}) from None
