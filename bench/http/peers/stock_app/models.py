"""The items that the stock app reads, as PynamoDB models of one table."""

from __future__ import annotations

import os

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.models import Model


class Item(Model):
    """Stand under everything in the table."""

    class Meta:
        """Say where the table is."""

        table_name = os.environ["TABLE_NAME"]
        host = os.environ["DYNAMODB_ENDPOINT"]
        region = "eu-central-1"
        max_pool_connections = 64

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")
    type = DiscriminatorAttribute()
    version = NumberAttribute()
    created_at = UTCDateTimeAttribute(null=True)
    updated_at = UTCDateTimeAttribute(null=True)


class Account(Item, discriminator="account"):
    """Let one person in."""

    account_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    profile_id = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute()
    passwords = NumberAttribute()
    demo = BooleanAttribute()


class Login(Item, discriminator="login"):
    """Stand for one device that is logged in."""

    account_id = UnicodeAttribute()
    login_id = UnicodeAttribute()
    device = UnicodeAttribute(null=True)
    generation = NumberAttribute()
    passwords = NumberAttribute()
    last_used_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


class Entry(Item, discriminator="journal_entry"):
    """Hold what a client felt; `feeling` and `words` are sealed."""

    client_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    felt_at = UTCDateTimeAttribute()
    felt_on = UnicodeAttribute()
    timezone = UnicodeAttribute()
    written_at = UTCDateTimeAttribute()
    feeling = BinaryAttribute(legacy_encoding=False)
    words = BinaryAttribute(legacy_encoding=False, null=True)
    family = UnicodeAttribute(null=True)
    intensity = NumberAttribute()
    private = BooleanAttribute()
    vocabulary_version = NumberAttribute()
