"""Every kind of problem that the API answers with, and what it tells people.

A kind's `code` is what programs compare and its path is the `type` of RFC 9457; the app serves a
page there that says what happened and what to do. The codes of `therapy_core.errors` appear here
under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Kind:
    """Describe one kind of problem, without anything of the request that met it."""

    code: str
    status: int
    title: str
    happened: str
    remedy: str

    @property
    def path(self) -> str:
        """Return the address of the page about this kind, the `type` of its problems."""
        return f"/problems/{self.code}"


_LIBRARY = (
    Kind(
        "input.invalid",
        422,
        "Some values are not valid",
        "The request could be read, but some values break a rule, or are not known here.",
        "Read `errors`: each names its place, by a JSON pointer into the body or by the name of"
        " a query parameter, and the rule. Correct those and send the request again.",
    ),
    Kind(
        "auth.required",
        401,
        "Log in first",
        "The request needs somebody who is logged in, and came without an access token.",
        "Log in at `POST /login` and send the token as `Authorization: Bearer …`.",
    ),
    Kind(
        "auth.invalid_credentials",
        401,
        "Wrong e-mail address or password",
        "The e-mail address and the password don't belong together.",
        "Check both. The answer never says which of them is wrong.",
    ),
    Kind(
        "auth.login_ended",
        401,
        "The login has ended",
        "The login behind this token was ended, has expired, or its account is gone.",
        "Log in again.",
    ),
    Kind(
        "auth.refresh_reused",
        401,
        "A refresh token came twice",
        "A refresh token works once. This one was used before, so that somebody may have copied"
        " it; for safety the whole login was ended.",
        "Log in again. If it was not you who used the token first, change the password.",
    ),
    Kind(
        "access.not_allowed",
        403,
        "Your role does not allow this",
        "This action belongs to another role.",
        "Ask an administrator of the practice.",
    ),
    Kind(
        "access.not_found",
        404,
        "There is nothing here for you",
        "What was asked for does not exist, or is not yours to see. Both look the same.",
        "Check the id. If it should be yours to see, ask the other side for access.",
    ),
    Kind(
        "state.conflict",
        409,
        "The present state does not allow this",
        "The change contradicts how things stand now.",
        "Read the present state and decide again.",
    ),
    Kind(
        "accounts.email_taken",
        409,
        "The e-mail address is taken",
        "An account with this e-mail address exists.",
        "Log in with it, or use another address.",
    ),
    Kind(
        "scheduling.slot_taken",
        409,
        "The slot is not open",
        "Somebody else asked for this slot or has booked it, it was withdrawn, or it has begun.",
        "Read the therapist's slots again and choose one that is open.",
    ),
    Kind(
        "access.not_verified",
        409,
        "The account is not verified",
        "Therapists offer slots and ask clients once an admin has verified who they are.",
        "Ask the practice to verify the account.",
    ),
    Kind(
        "scheduling.slots_overlap",
        409,
        "There is a slot at this time",
        "A therapist's slots never overlap, and there is one at this time already.",
        "Withdraw the other slot first, or choose another time.",
    ),
    Kind(
        "scheduling.sessions_overlap",
        409,
        "The client has a session at this time",
        "Nobody sits in two sessions at once, and the client has another at this time.",
        "Agree on another slot.",
    ),
    Kind(
        "scheduling.too_many_holds",
        409,
        "Enough requests are waiting",
        "Each request holds a slot, and a client may hold only so many at once.",
        "Wait for an answer to an earlier request, or withdraw one.",
    ),
    Kind(
        "requests.closed",
        409,
        "The request is not pending",
        "Only a pending request can be answered or withdrawn. This one was, or has expired.",
        "Read the request to see what became of it.",
    ),
    Kind(
        "idempotency.under_way",
        409,
        "The first request is still under way",
        "A request with the same `Idempotency-Key` has not ended yet.",
        "Send the same request again in a moment.",
    ),
    Kind(
        "state.version_mismatch",
        412,
        "It was changed in the meantime",
        "The version in `If-Match` is not the present one.",
        "Read the resource again, look at the changes, and repeat with the new `ETag`.",
    ),
    Kind(
        "idempotency.key_reused",
        422,
        "The idempotency key belongs to another request",
        "This `Idempotency-Key` was used before with another method, path or body.",
        "Make a new key for each new request; repeat a key only with the very same request.",
    ),
    Kind(
        "paging.invalid_cursor",
        400,
        "The cursor does not belong to this list",
        "A cursor holds for one list, its filters and one caller, and can't be altered.",
        "Start from the first page, without `cursor`, and follow `nextCursor` from there.",
    ),
    Kind(
        "limits.too_many_requests",
        429,
        "Too many requests",
        "A limit on how often this may be asked was reached.",
        "Wait for the number of seconds in `Retry-After`, then try again.",
    ),
    Kind(
        "table.try_again",
        503,
        "Try again in a moment",
        "The store did not answer, or was too busy. Nothing is known to be wrong.",
        "Repeat the request after a short pause; use the same `Idempotency-Key`.",
    ),
    Kind(
        "accounts.busy",
        503,
        "Many people are logging in",
        "Checking a password takes a while, and enough of them are waiting. Nothing was done.",
        "Repeat the request after the number of seconds in `Retry-After`.",
    ),
    Kind(
        "audit.broken",
        500,
        "The audit was tampered with",
        "The chain of seals over the audit is not what this service made.",
        "Tell whoever runs the service, with the `requestId`; `therapy audit verify` says where.",
    ),
    Kind(
        "settings.misconfigured",
        500,
        "The service is not set up correctly",
        "A setting of the service is missing or contradictory.",
        "Tell whoever runs the service, with the `requestId`.",
    ),
    Kind(
        "therapy.error",
        500,
        "The request could not be carried out",
        "The service refused the request for a reason that it has no better name for.",
        "Tell whoever runs the service, with the `requestId`.",
    ),
)

_HTTP = (
    Kind(
        "request.malformed",
        400,
        "The request could not be read",
        "The request breaks a rule of HTTP, or holds a value that no rule allows.",
        "Correct the request; `detail` says more where more is known.",
    ),
    Kind(
        "body.malformed",
        400,
        "The body is not acceptable JSON",
        "The body is missing, is not JSON in UTF-8, is nested too deeply, repeats a name in one"
        " object, or holds a number that is too long or not a number.",
        "Send one JSON object, at most 32 levels deep.",
    ),
    Kind(
        "conditional.malformed",
        400,
        "If-Match could not be read",
        "`If-Match` must hold exactly one entity tag, in double quotes.",
        "Send back the `ETag` just as it was answered.",
    ),
    Kind(
        "idempotency.invalid_key",
        400,
        "The idempotency key is not valid",
        "An `Idempotency-Key` has 1 to 255 printable ASCII characters.",
        "Use a fresh UUID for each new request.",
    ),
    Kind(
        "auth.invalid_token",
        401,
        "The token is not valid",
        "The token is malformed, expired, of the wrong type, or was not issued here.",
        "Refresh it at `POST /token/refresh`, or log in again.",
    ),
    Kind(
        "route.not_found",
        404,
        "There is no such path",
        "Nothing is served at this path.",
        "See `/api-docs` for every path. Paths have no slash at the end.",
    ),
    Kind(
        "route.method_not_allowed",
        405,
        "The path does not know this method",
        "The path exists, but not for this method.",
        "Use one of the methods in `Allow`.",
    ),
    Kind(
        "body.too_large",
        413,
        "The body is too large",
        "The body is larger than this service reads.",
        "Send less.",
    ),
    Kind(
        "body.unsupported_type",
        415,
        "The body is not JSON",
        "Bodies are read as `application/json` in UTF-8 only.",
        "Send JSON with `Content-Type: application/json`.",
    ),
    Kind(
        "request.misdirected",
        421,
        "This address is not asked directly",
        "The service is reached by the address of its site alone.",
        "Send the request to the site's address.",
    ),
    Kind(
        "conditional.required",
        428,
        "Say which version you are changing",
        "Changing or deleting this needs an `If-Match` with the version that you read, so that"
        " nobody's change is overwritten unseen.",
        "Read the resource and send its `ETag` as `If-Match`.",
    ),
    Kind(
        "server.error",
        500,
        "Something went wrong here",
        "The service met an error of its own. Its log knows more.",
        "Try again later. If it stays, tell whoever runs the service, with the `requestId`.",
    ),
    Kind(
        "answer.too_large",
        507,
        "The answer is too large to be sent",
        "What was asked for was put together, but is larger than this service can send at once."
        " Nothing of it is lost.",
        "Asking again does not help. Tell the practice, with the `requestId`: whoever runs the"
        " service can let you have it another way.",
    ),
)


def phrase(status: HTTPStatus) -> str:
    """Return a status's name in RFC 9110, which Python follows from 3.13 on."""
    renamed = {413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}
    return renamed.get(status, status.phrase)


def _plain(status: HTTPStatus) -> Kind:
    return Kind(
        f"http.{status.value}",
        status.value,
        phrase(status),
        status.description or f"The request was answered with {phrase(status)}.",
        "See the description of this status in RFC 9110, and correct the request.",
    )


KINDS = {kind.code: kind for kind in (*_LIBRARY, *_HTTP)} | {
    kind.code: kind for kind in map(_plain, HTTPStatus) if kind.status >= HTTPStatus.BAD_REQUEST
}

KIND_OF_STATUS = {
    400: "request.malformed",
    404: "route.not_found",
    405: "route.method_not_allowed",
    413: "body.too_large",
    415: "body.unsupported_type",
    428: "conditional.required",
    500: "server.error",
    507: "answer.too_large",
}


def kind_of_status(status: int) -> Kind:
    """Return what to say about an HTTP error that brings no kind of its own."""
    return KINDS.get(KIND_OF_STATUS.get(status, f"http.{status}"), KINDS["server.error"])
