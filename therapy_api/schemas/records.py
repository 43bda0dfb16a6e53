"""A person's whole record: what erasing it takes, and what comes of it."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Schema
from therapy_core.accounts import passwords


class Erasure(Schema):
    """Read what proves that it is oneself who wants to be erased."""

    current_password = ma.fields.String(
        required=True,
        load_only=True,
        validate=ma.validate.Length(1, passwords.LONGEST),
        metadata={
            "description": "The password of the account.",
            "format": "password",
            "examples": ["correct horse battery staple"],
        },
    )


class ReceiptLine(Answer):
    """Show what became of one part of a record."""

    category = fields.shown(ma.fields.String, "The part.", "journal")
    outcome = fields.shown(ma.fields.String, "`erased` or `retained`.", "erased")
    count = fields.shown(ma.fields.Integer, "How many entries it had.", 42)
    reason = fields.shown(ma.fields.String, "Why.", "It was yours alone.")


class ReceiptAnswer(Answer):
    """Show what an erasure erased and what it retained."""

    receipt_id = fields.identifier("The receipt.", "rcp_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    erased_at = fields.instant("When it was erased.")
    lines = ma.fields.List(
        ma.fields.Nested(ReceiptLine),
        dump_only=True,
        metadata={"description": "Each part of the record."},
    )
