"""Accounts, log-ins and tokens."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from therapy_api.context import current_actor
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of
from therapy_api.schemas.clients import ClientAnswer
from therapy_api.schemas.therapists import TherapistAnswer
from therapy_core.actor import Role


class SignUp(Schema):
    """Read what a person brings to open an account."""

    email = fields.email(required=True)
    password = fields.password(required=True)
    name = fields.name(required=True)
    role = ma.fields.String(
        required=True,
        validate=validate.OneOf([Role.CLIENT.value, Role.THERAPIST.value]),
        metadata={"description": "Who you are here.", "examples": ["client"]},
    )
    timezone = fields.timezone()
    expertise = fields.expertise()
    location = fields.location()

    @ma.validates_schema(skip_on_field_errors=False)
    def _fits_the_role(self, values: dict[str, Any], **_: Any) -> None:
        if values.get("role") == Role.THERAPIST:
            missing = {"timezone", "expertise", "location"} - values.keys()
            _refuse(missing, "Missing data for required field.")
        elif values.get("role") == Role.CLIENT:
            _refuse({"expertise", "location"} & values.keys(), "Belongs to therapists.")

    @ma.post_load
    def _with_role(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return values | {"role": Role(values["role"])}


class LogIn(Schema):
    """Read address and password."""

    email = fields.text(254, "The account's e-mail address.", "amal@example.org", required=True)
    password = ma.fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, 1024),
        metadata={
            "description": "The password.",
            "format": "password",
            "examples": ["correct horse battery staple"],
        },
    )
    device = fields.text(100, "A name for this device, shown in `/me/logins`.", "My laptop")


class RefreshToken(Schema):
    """Read the refresh token, which works once."""

    refresh_token = ma.fields.String(
        required=True,
        load_only=True,
        validate=validate.Length(1, 4096),
        metadata={"description": "The latest refresh token.", "examples": ["eyJhbGciOi…"]},
    )


class AccountAnswer(Answer):
    """Show an account to its owner."""

    account_id = fields.identifier("The account.", "acc_01JD3W8QZ7M5T0X9V2B4C6D8E0")
    email = fields.shown(ma.fields.String, "The address to log in with.", "amal@example.org")
    name = fields.shown(ma.fields.String, "The person's name.", "Amal Haddad")
    role = fields.shown(ma.fields.String, "`client`, `therapist` or `admin`.", "client")
    profile_id = fields.identifier(
        "The client or therapist behind the account.",
        "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1",
        allow_none=True,
    )
    version = fields.version()
    created_at = fields.instant("When the account was opened.")
    updated_at = fields.instant("When it was last changed.")


class TokensAnswer(Answer):
    """Show a pair of tokens and whose they are."""

    access_token = fields.shown(ma.fields.String, "Send it as `Bearer`.", "eyJhbGciOi…")
    refresh_token = fields.shown(ma.fields.String, "Works once.", "eyJhbGciOi…")
    token_type = ma.fields.Constant(
        "Bearer", metadata={"description": "Always `Bearer`.", "examples": ["Bearer"]}
    )
    expires_in = fields.shown(ma.fields.Integer, "Seconds the access token is good for.", 900)
    account = ma.fields.Nested(AccountAnswer)


class MeAnswer(Answer):
    """Show who is logged in: the account, and the profile of a client or therapist."""

    account = ma.fields.Nested(AccountAnswer)
    client = ma.fields.Nested(ClientAnswer, allow_none=True)
    therapist = ma.fields.Nested(TherapistAnswer, allow_none=True)

    @ma.pre_dump
    def _by_role(self, me: Any, **_: Any) -> dict[str, Any]:
        return {"account": me.account, "client": None, "therapist": None} | (
            {str(me.account.role): me.profile} if me.profile else {}
        )


class MeChange(Change):
    """Read changes to one's own account; a new address needs the password besides."""

    name = fields.name()
    email = fields.email()
    current_password = fields.password("The password, where `email` changes.", 1)

    @ma.validates_schema
    def _needs_password(self, values: dict[str, Any], **_: Any) -> None:
        if "email" in values and "current_password" not in values:
            _refuse({"currentPassword"}, "Needed to change the e-mail address.")
        if "email" not in values and "current_password" in values:
            _refuse({"currentPassword"}, "Only needed to change the e-mail address.")


class PasswordChange(Schema):
    """Read the present password and the new one."""

    current_password = fields.password("The present password.", 1, required=True)
    new_password = fields.password(required=True)


class LoginAnswer(Answer):
    """Show one log-in, of this device or another."""

    login_id = fields.identifier("The log-in.", "lgn_01JD3W8QZ7M5T0X9V2B4C6D8E2")
    device = fields.shown(ma.fields.String, "Its name.", "My laptop", allow_none=True)
    current = fields.shown(ma.fields.Boolean, "Whether this request came by it.", True)
    created_at = fields.instant("When somebody logged in.")
    last_used_at = fields.instant("When it was last renewed.")
    expires_at = fields.instant("When it ends by itself.")

    @ma.pre_dump
    def _mark_current(self, login: Any, **_: Any) -> dict[str, Any]:
        names = ("login_id", "device", "created_at", "last_used_at", "expires_at")
        shown = {name: getattr(login, name) for name in names}
        return shown | {"current": login.login_id == current_actor().login_id}


LoginPage = page_of(LoginAnswer, "LoginPage")


def _refuse(names: set[str], detail: str) -> None:
    if names:
        raise ma.ValidationError({each: [detail] for each in sorted(names)})
