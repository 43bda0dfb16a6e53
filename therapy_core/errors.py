"""What can go wrong in a practice, as one tree.

    TherapyError
    ├── InvalidInput            a value breaks a rule; names the fields
    ├── NotAuthenticated        nobody is logged in, or no longer
    │   ├── InvalidCredentials  address or password is wrong (never says which)
    │   ├── LoginEnded          the login was ended, expired, or its account is gone
    │   └── RefreshReused       a refresh token came twice; its whole family is ended
    ├── NotAllowed              the caller's role can never do this
    ├── NotFound                not there, or not for the caller: both look the same
    ├── Conflict                the state of things forbids it
    │   ├── EmailTaken          another account has this address
    │   ├── SlotTaken           a slot is not open, or no longer
    │   ├── NotVerified         a therapist who isn't listed can't offer slots, or ask
    │   ├── SlotsOverlap        a therapist has a slot at this time already
    │   ├── SessionsOverlap     a client has a session at this time already
    │   ├── TooManyHolds        a client waits for the answers to enough requests
    │   ├── RequestClosed       a request was answered, withdrawn, or has expired
    │   └── RequestUnderWay     a request with the same idempotency key is still running
    ├── VersionMismatch         somebody wrote in between; read again
    ├── KeyReused               an idempotency key came back with another request
    ├── InvalidCursor           a cursor was altered, or belongs to another list or caller
    ├── TooManyRequests         a limit was reached; says when to come back
    ├── TryAgain                the table is busy or out of reach; nothing is known to be wrong
    │   └── Busy                enough passwords are being hashed; nothing was done
    ├── AuditBroken             the chain of the audit's seals is not what was made here
    └── Misconfigured           a setting is missing, weak or contradictory

Every class has a dotted `code` that stays the same across releases. Messages are for people
and never hold a value that a client or a therapist wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class TherapyError(Exception):
    """Stand at the root of everything that therapy_core raises on purpose."""

    code: ClassVar[str] = "therapy.error"
    message: ClassVar[str] = "The request could not be carried out."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class InvalidInput(TherapyError):
    """Say which fields break which rules: `{"timezone": "is not an IANA time zone"}`."""

    code = "input.invalid"
    message = "Some values are not valid."

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__()
        self.fields = dict(fields)


class NotAuthenticated(TherapyError):
    """Say that the caller has to log in."""

    code = "auth.required"
    message = "Log in to do this."


class InvalidCredentials(NotAuthenticated):
    """Say that address and password don't belong together, without saying which is wrong."""

    code = "auth.invalid_credentials"
    message = "The e-mail address or the password is wrong."


class LoginEnded(NotAuthenticated):
    """Say that the login behind a token is no longer open."""

    code = "auth.login_ended"
    message = "This login has ended. Log in again."


class RefreshReused(NotAuthenticated):
    """Say that a refresh token was used twice, and that its login was ended for safety."""

    code = "auth.refresh_reused"
    message = "This refresh token was used before. The login was ended; log in again."


class NotAllowed(TherapyError):
    """Say that the caller's role can never perform the action."""

    code = "access.not_allowed"
    message = "Your role does not allow this."


class NotFound(TherapyError):
    """Say that there is nothing for the caller here."""

    code = "access.not_found"
    message = "There is nothing here."


class Conflict(TherapyError):
    """Say that the present state forbids the change."""

    code = "state.conflict"
    message = "The present state does not allow this."


class EmailTaken(Conflict):
    """Say that an account with this e-mail address exists."""

    code = "accounts.email_taken"
    message = "An account with this e-mail address exists."


class SlotTaken(Conflict):
    """Say that a slot is held, booked, withdrawn or past."""

    code = "scheduling.slot_taken"
    message = "This slot is not open, or no longer."


class NotVerified(Conflict):
    """Say that only therapists whom an admin has verified offer slots and ask clients."""

    code = "access.not_verified"
    message = "This can be done once an admin has verified the account."


class SlotsOverlap(Conflict):
    """Say that a therapist's slots would overlap."""

    code = "scheduling.slots_overlap"
    message = "There is another slot at this time."


class SessionsOverlap(Conflict):
    """Say that a client would sit in two sessions at once."""

    code = "scheduling.sessions_overlap"
    message = "The client has another session at this time."


class TooManyHolds(Conflict):
    """Say that a client holds as many slots as one may at once."""

    code = "scheduling.too_many_holds"
    message = "Wait for an answer to an earlier request, or withdraw it."


class RequestClosed(Conflict):
    """Say that only a pending request can be answered or withdrawn, and that this one isn't."""

    code = "requests.closed"
    message = "This request is not pending any more."


class RequestUnderWay(Conflict):
    """Say that the first request with this idempotency key has not ended yet."""

    code = "idempotency.under_way"
    message = "A request with this idempotency key is still under way. Repeat it in a moment."


class VersionMismatch(TherapyError):
    """Say that the entity is no longer at the version that the caller read."""

    code = "state.version_mismatch"
    message = "It was changed in the meantime. Read it again."


class KeyReused(TherapyError):
    """Say that an idempotency key came back with a different request."""

    code = "idempotency.key_reused"
    message = "This idempotency key belongs to another request."


class InvalidCursor(TherapyError):
    """Say that a cursor can't be continued here."""

    code = "paging.invalid_cursor"
    message = "This cursor does not belong to this list."


class TooManyRequests(TherapyError):
    """Say that a limit is reached and after how many seconds it opens again."""

    code = "limits.too_many_requests"
    message = "Too many requests."

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TryAgain(TherapyError):
    """Say that the table did not answer, or was too busy, and that a later try may succeed."""

    code = "table.try_again"
    message = "The service is busy. Try again in a moment."


class Busy(TryAgain):
    """Say that enough passwords are being checked or made at this moment. Nothing was done."""

    code = "accounts.busy"
    message = "Many people are logging in. Try again in a moment."


class AuditBroken(TherapyError):
    """Say that the audit's seals were tampered with; `therapy audit verify` says where."""

    code = "audit.broken"
    message = "The seals of the audit were tampered with. `therapy audit verify` says where."


class Misconfigured(TherapyError):
    """Say which setting is missing, weak or contradictory, and what to do about it."""

    code = "settings.misconfigured"
    message = "The settings are not usable."
