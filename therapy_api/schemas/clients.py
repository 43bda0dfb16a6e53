"""Clients of the practice."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of


class NewClient(Schema):
    """Read what an admin enters to add a client, account included."""

    email = fields.email(required=True)
    password = fields.password(required=True)
    name = fields.name(required=True)
    phone = fields.phone(allow_none=True)
    timezone = fields.timezone(allow_none=True)


class ClientValues(Schema):
    """Read all of a client's values at once; what is left out becomes null."""

    name = fields.name(required=True)
    phone = fields.phone(load_default=None, allow_none=True)
    timezone = fields.timezone(load_default=None, allow_none=True)


class ClientChange(Change):
    """Read some of a client's values; null clears one."""

    name = fields.name()
    phone = fields.phone(allow_none=True)
    timezone = fields.timezone(allow_none=True)


class ClientAnswer(Answer):
    """Show a client; what the caller may not see is null."""

    client_id = fields.identifier("The client.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    name = fields.shown(ma.fields.String, "The client's name.", "Amal Haddad")
    email = fields.shown(ma.fields.String, "The address.", "amal@example.org", allow_none=True)
    phone = fields.shown(ma.fields.String, "The number.", "+351 910 000 000", allow_none=True)
    timezone = fields.shown(ma.fields.String, "The zone.", "Europe/Lisbon", allow_none=True)
    version = fields.version(allow_none=True)
    created_at = fields.instant("When the client was added.", allow_none=True)
    updated_at = fields.instant("When the client was last changed.", allow_none=True)


ClientPage = page_of(ClientAnswer, "ClientPage")
