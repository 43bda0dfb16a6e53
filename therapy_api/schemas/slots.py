"""Slots: what a therapist offers, one by one or by a weekly rule."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import marshmallow as ma
from marshmallow import validate

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Schema, page_of
from therapy_core.scheduling import offers, weekly
from therapy_core.scheduling.models import SlotStatus
from therapy_core.scheduling.slot_ids import LONGEST_MINUTES

THERAPIST = "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3"
SLOT = "slt_01JD3W8QZ7M5T0X9V2B4C6D01J"
NEW_SLOT = {"startsAt": "2026-11-20T09:30:00Z", "durationMinutes": 50}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_STATUSES = [each.value for each in SlotStatus]


class Day(ma.fields.Date):
    """Read a day as RFC 3339 has it: `2026-11-20`."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type="day")
        found: date = super()._deserialize(value, *args, **kwargs)
        return found


class WeeklyRule(Schema):
    """Say on which days of the week, at which local times, slots begin."""

    weekdays = ma.fields.List(
        ma.fields.String(
            validate=validate.OneOf(offers.WEEKDAYS),
            metadata={"description": "A day of the week.", "examples": ["monday"]},
        ),
        required=True,
        validate=validate.Length(1, 7),
        metadata={"description": "The days of the week."},
    )
    times = ma.fields.List(
        ma.fields.String(
            validate=[
                validate.Regexp("^([01][0-9]|2[0-3]):[0-5][0-9]$"),
                validate.Length(equal=5),  # `$` lets Python match before a last line break
            ],
            metadata={"description": "A time on the wall clock.", "examples": ["09:00"]},
        ),
        required=True,
        validate=validate.Length(1, weekly.MOST_TIMES),
        metadata={"description": "When slots begin, kept across changes of clocks."},
    )
    first_day = Day(
        required=True, metadata={"description": "The first day.", "examples": ["2026-11-23"]}
    )
    last_day = Day(
        required=True,
        metadata={"description": "The last day, itself included.", "examples": ["2026-12-18"]},
    )


class NewSlots(Schema):
    """Offer one slot (`startsAt` with `endsAt` or `durationMinutes`), or slots by a rule."""

    starts_at = fields.moment("When the one slot begins: a whole minute to come.")
    ends_at = fields.moment("When the one slot ends.")
    duration_minutes = ma.fields.Integer(
        strict=True,
        validate=validate.Range(offers.SHORTEST_MINUTES, LONGEST_MINUTES),
        metadata={"description": "How long a slot lasts, in minutes.", "examples": [50]},
    )
    timezone = fields.timezone()
    weekly = ma.fields.Nested(WeeklyRule, metadata={"description": "A rule for many slots."})

    @ma.validates_schema
    def _is_one_or_many(self, values: dict[str, Any], **_: Any) -> None:
        if ("starts_at" in values) == ("weekly" in values):
            raise ma.ValidationError("Name either a start or a weekly rule.")
        if "weekly" in values and ("ends_at" in values or "duration_minutes" not in values):
            raise ma.ValidationError("A weekly rule takes the slots' length and no end.")


class SlotQuery(PageQuery):
    """List slots; each filter narrows the list."""

    from_ = fields.moment("Slots that begin at this time or later.", data_key="from")
    to = fields.moment("Slots that begin before this time.")
    status = ma.fields.String(
        validate=validate.OneOf(_STATUSES),
        metadata={"description": "Only slots of this status.", "examples": ["open"]},
    )


class SlotAnswer(Answer):
    """Show a slot; whose it is only to its therapist and to admins."""

    slot_id = fields.identifier("The slot.", SLOT)
    therapist_id = fields.identifier("The therapist.", THERAPIST)
    starts_at = fields.instant("When it begins.")
    ends_at = fields.instant("When it ends.")
    timezone = fields.shown(ma.fields.String, "The zone it was offered in.", "Europe/Lisbon")
    status = ma.fields.String(
        dump_only=True,
        metadata={
            "description": "What it is at this moment; a hold that has lapsed leaves it open.",
            "enum": _STATUSES,
            "examples": ["open"],
        },
    )
    request_id = fields.identifier(
        "The request that holds it.", "apt_01JD3W8QZ7M5T0X9V2B4C6D8EA", allow_none=True
    )
    held_until = fields.instant("Until when it is held.", allow_none=True)
    session_id = fields.identifier(
        "The session that has it.", "ses_01JD3W8QZ7M5T0X9V2B4C6D8EA", allow_none=True
    )
    rule_id = fields.identifier(
        "The weekly rule that made it.", "rul_01JD3W8QZ7M5T0X9V2B4C6D8E9", allow_none=True
    )
    version = fields.version()


class PublishedAnswer(Answer):
    """Show what was published."""

    rule_id = fields.identifier(
        "The weekly rule.", "rul_01JD3W8QZ7M5T0X9V2B4C6D8E9", allow_none=True
    )
    therapist_id = fields.identifier("The therapist.", THERAPIST)
    timezone = fields.shown(ma.fields.String, "The zone of the slots.", "Europe/Lisbon")
    slots = ma.fields.List(
        ma.fields.Nested(SlotAnswer), metadata={"description": "The slots, as they were made."}
    )
    skipped = ma.fields.List(
        fields.Instant(),
        metadata={
            "description": "Times of the rule that are past, or at which there was another slot.",
            "examples": [[]],
        },
    )


SlotPage = page_of(SlotAnswer, "SlotPage")
