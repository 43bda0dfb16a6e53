"""Therapists of the practice, and how to find them."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of


class NewTherapist(Schema):
    """Read what an admin enters to add a therapist, account included."""

    email = fields.email(required=True)
    password = fields.password(required=True)
    name = fields.name(required=True)
    timezone = fields.timezone(required=True)
    expertise = fields.expertise(required=True)
    location = fields.location(required=True)
    bio = fields.bio(allow_none=True)


class TherapistValues(Schema):
    """Read all of a therapist's values at once; a bio that is left out becomes null."""

    name = fields.name(required=True)
    timezone = fields.timezone(required=True)
    expertise = fields.expertise(required=True)
    location = fields.location(required=True)
    bio = fields.bio(load_default=None, allow_none=True)


class TherapistChange(Change):
    """Read some of a therapist's values; null clears the bio."""

    name = fields.name()
    timezone = fields.timezone()
    expertise = fields.expertise()
    location = fields.location()
    bio = fields.bio(allow_none=True)


class TherapistQuery(PageQuery):
    """Find therapists: each filter narrows the list."""

    expertise = fields.text(60, "A field of work.", "anxiety")
    location = fields.text(120, "Where the therapist works.", "Lisbon")
    name = fields.text(200, "What the name begins with.", "Am")


class TherapistAnswer(Answer):
    """Show a therapist; what the caller may not see is null."""

    therapist_id = fields.identifier("The therapist.", "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3")
    name = fields.shown(ma.fields.String, "The therapist's name.", "Inês Duarte")
    email = fields.shown(ma.fields.String, "The address.", "ines@example.org", allow_none=True)
    expertise = ma.fields.List(
        ma.fields.String(), metadata={"description": "Fields of work.", "examples": [["anxiety"]]}
    )
    location = fields.shown(ma.fields.String, "Where they work.", "Lisbon", allow_none=True)
    timezone = fields.shown(ma.fields.String, "The zone.", "Europe/Lisbon", allow_none=True)
    bio = fields.shown(
        ma.fields.String, "A few words.", "I work with adults, in two languages.", allow_none=True
    )
    verified_at = fields.instant("When an admin verified the account.", allow_none=True)
    version = fields.version(allow_none=True)
    created_at = fields.instant("When the therapist was added.", allow_none=True)
    updated_at = fields.instant("When the therapist was last changed.", allow_none=True)


TherapistPage = page_of(TherapistAnswer, "TherapistPage")
