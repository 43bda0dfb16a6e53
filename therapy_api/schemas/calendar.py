"""Calendar feeds."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer

EXAMPLE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Therapy practice//Sessions//EN\r\n"
    "X-WR-CALNAME:Sessions\r\n"
    "BEGIN:VEVENT\r\nUID:ses_01JD3W8QZ7M5T0X9V2B4C6D8F1@therapy-practice\r\n"
    "SEQUENCE:0\r\nDTSTAMP:20261120T093000Z\r\nDTSTART:20261127T090000Z\r\n"
    "DTEND:20261127T095000Z\r\nSUMMARY:Session\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


class FeedAnswer(Answer):
    """Show the address of a new feed, this once."""

    url = fields.shown(
        ma.fields.URL,
        "What a calendar application subscribes to; whoever has it reads along.",
        "https://api.example.org/calendar/01JD3W8QZ7M5T0X9V2B4C6D8E1Zr4uT7wYk2mN9pQ.ics",
    )
    created_at = fields.instant("When it was made.")
