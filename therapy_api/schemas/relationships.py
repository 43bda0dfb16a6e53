"""What two people are to each other, what they ask of one another, and consent."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Schema, page_of
from therapy_core.relationships import rules
from therapy_core.relationships.models import About, Contact, JournalAccess, Mapping, Status, Step

CLIENT = "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1"
THERAPIST = "thr_01JD3W8QZ7M5T0X9V2B4C6D8E3"


def named(description: str, example: str, **rules: Any) -> fields.Text:
    """Return a field for the id of somebody."""
    field = fields.text(64, description, example, **rules)
    field.validators.append(validate.Regexp("^[A-Za-z0-9_-]+$", error="Is not an id."))
    return field


def state(kind: Any, description: str, **rules: Any) -> Any:
    """Return the field of an answer that is one of a few words."""
    values = [each.value for each in kind]
    about = {"description": description, "enum": values, "examples": values[:1]}
    return ma.fields.String(dump_only=True, metadata=about, **rules)


class NewMappingRequest(Schema):
    """Ask to be mapped: a client names a therapist, a therapist a client by id or address."""

    therapist_id = named("The therapist whom a client asks.", THERAPIST)
    client_id = named("The client whom a therapist asks.", CLIENT)
    client_email = fields.email()


class NewJournalAccessRequest(Schema):
    """Ask to read a journal: name its client by id or by address."""

    client_id = named("The client.", CLIENT)
    client_email = fields.email()


class RequestChange(Schema):
    """Answer a request."""

    status = ma.fields.String(
        required=True,
        validate=validate.OneOf([each.value for each in rules.ANSWERS]),
        metadata={
            "description": "The asked side approves or rejects, the asking side withdraws.",
            "examples": ["approved"],
        },
    )


class RequestQuery(PageQuery):
    """List requests; the filter narrows the list."""

    status = ma.fields.String(
        validate=validate.OneOf([each.value for each in Status]),
        metadata={"description": "Only requests of this status.", "examples": ["pending"]},
    )


class RequestAnswer(Answer):
    """Show a request.

    A therapist who named the client by address sees the id once the client has answered.
    """

    request_id = fields.identifier("The request.", "mrq_01JD3W8QZ7M5T0X9V2B4C6D8E5")
    client_id = fields.identifier("The client.", CLIENT, allow_none=True)
    therapist_id = fields.identifier("The therapist.", THERAPIST)
    client_email = fields.shown(
        ma.fields.String, "The address as it was given.", None, allow_none=True
    )
    asked_by = fields.shown(ma.fields.String, "Who asked: client or therapist.", "therapist")
    status = state(Status, "How far it has come; after `expiresAt` it counts as expired.")
    expires_at = fields.instant("Until when it waits for an answer.")
    answered_at = fields.instant("When it was answered.", allow_none=True)
    version = fields.version()
    created_at = fields.instant("When it was made.")
    updated_at = fields.instant("When it was last changed.")


class BetweenAnswer(Answer):
    """Show what two people are to each other."""

    mapping = state(Mapping, "Whether the therapist is, or was, the client's.")
    journal_access = state(JournalAccess, "Whether the therapist may read the journal.")
    contact = state(Contact, "Whether the two may write to one another.")
    mapping_request_id = fields.identifier(
        "The request for a mapping that waits.", "mrq_01JD3W8QZ7M5T0X9V2B4C6D8E5", allow_none=True
    )
    mapping_request_until = fields.instant("Until when it waits.", allow_none=True)
    access_request_id = fields.identifier(
        "The request to read the journal that waits.",
        "jrq_01JD3W8QZ7M5T0X9V2B4C6D8E7",
        allow_none=True,
    )
    access_request_until = fields.instant("Until when it waits.", allow_none=True)


class RelatedTherapistAnswer(Answer):
    """Show a therapist who is related to a client; without a name, the account is gone."""

    therapist_id = fields.identifier("The therapist.", THERAPIST)
    name = fields.shown(ma.fields.String, "The name.", "Inês Duarte", allow_none=True)
    expertise = ma.fields.List(
        ma.fields.String(), metadata={"description": "Fields of work.", "examples": [["anxiety"]]}
    )
    location = fields.shown(ma.fields.String, "Where they work.", "Lisbon", allow_none=True)
    verified = fields.shown(ma.fields.Boolean, "Whether an admin verified the account.", True)
    between = ma.fields.Nested(BetweenAnswer, metadata={"description": "How the two stand."})


class RelatedClientAnswer(Answer):
    """Show a client who has turned to a therapist."""

    client_id = fields.identifier("The client.", CLIENT)
    name = fields.shown(ma.fields.String, "The name.", "Amal Haddad")
    between = ma.fields.Nested(BetweenAnswer, metadata={"description": "How the two stand."})


class ConsentAnswer(Answer):
    """Show one step of consent."""

    consent_id = fields.identifier("The step.", "cns_01JD3W8QZ7M5T0X9V2B4C6D8E9")
    therapist_id = fields.identifier("The therapist.", THERAPIST)
    about = state(About, "What it is about.")
    step = state(Step, "What happened.")
    by = fields.shown(ma.fields.String, "Who: client, therapist, or system.", "therapist")
    request_id = fields.identifier(
        "The request, if there is one.", "jrq_01JD3W8QZ7M5T0X9V2B4C6D8E7", allow_none=True
    )
    happened_at = fields.instant("When.")


RequestPage = page_of(RequestAnswer, "RequestPage")
RelatedTherapistPage = page_of(RelatedTherapistAnswer, "RelatedTherapistPage")
RelatedClientPage = page_of(RelatedClientAnswer, "RelatedClientPage")
ConsentPage = page_of(ConsentAnswer, "ConsentPage")
