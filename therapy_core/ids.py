"""Identifiers: a prefix that names the kind, and a ULID whose time is the entity's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ulid import ULID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

ACCOUNT, CLIENT, THERAPIST, LOGIN = "acc_", "cli_", "thr_", "lgn_"
MAPPING_REQUEST, ACCESS_REQUEST, APPOINTMENT_REQUEST = "mrq_", "jrq_", "apt_"
SLOT, SLOT_RULE, SESSION, ADDENDUM = "slt_", "rul_", "ses_", "add_"
ENTRY, MESSAGE = "jrn_", "msg_"
CONSENT, EVENT, TASK, RECEIPT = "cns_", "aud_", "tsk_", "rcp_"


def new_ulid(at: datetime) -> str:
    """Return a fresh ULID whose first 48 bits are `at`, in whole milliseconds.

    Counted in integers: by way of a float, some milliseconds come out one too early.
    """
    return str(ULID.from_timestamp((at - EPOCH) // MILLISECOND))


def moment_of(identifier: str) -> datetime:
    """Return the time in an identifier, in UTC, to the millisecond.

    Raises `ValueError` for what holds no ULID.
    """
    return EPOCH + ULID.from_str(identifier.partition("_")[2]).milliseconds * MILLISECOND


def twin(prefix: str, identifier: str) -> str:
    """Return the identifier of another kind that shares its ULID.

    An account and its profile are twins, so that either leads to the other without a look-up.
    """
    return prefix + identifier.partition("_")[2]
