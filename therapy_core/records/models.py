"""Receipts: what an erasure erased and what it retained, without saying whose it was."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from therapy_core.table import Entity, Primary


class Receipt(Entity, discriminator="receipt"):
    """Hold what became of each category of a record; `lines` is a list of objects.

    Nothing in it leads to the person.
    """

    primary = Primary("RECEIPT#{receipt_id}", "RECEIPT")

    receipt_id = UnicodeAttribute()
    erased_at = UTCDateTimeAttribute()
    lines = JSONAttribute(default=list)
