"""One's own account and log-ins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.limits import account, limited, unless_busy
from therapy_api.schemas.accounts import LoginPage, MeAnswer, MeChange, PasswordChange
from therapy_core.actor import Page
from therapy_core.errors import InvalidCredentials, InvalidInput

blp = Blueprint("me", __name__, description="One's own account and log-ins.")


@blp.route("/me")
class Me(MethodView):
    """Serve the account that is logged in."""

    @blp.response(200, MeAnswer)
    @tagged
    def get(self) -> Any:
        """Read who is logged in.

        The account, and the profile of a client or a therapist.
        """
        return acting().accounts.me()

    @blp.arguments(MeChange)
    @blp.response(200, MeAnswer)
    @tagged
    @limited("password-account", by=account)
    @if_match
    @refuses(409)
    def patch(self, values: dict[str, Any], version: int) -> Any:
        """Change one's name or e-mail address.

        A new address needs the current password.
        """
        with wrong_password_named():
            return acting().accounts.change_me(values, version)


@blp.route("/me/password")
class Password(MethodView):
    """Serve the password."""

    @blp.arguments(PasswordChange)
    @blp.response(204)
    @unless_busy
    @limited("password-account", by=account)
    def post(self, values: dict[str, Any]) -> None:
        """Change the password.

        Needs the current one.
        """
        with wrong_password_named():
            acting().accounts.change_password(values["current_password"], values["new_password"])


@blp.route("/me/logins")
class Logins(MethodView):
    """Serve the list of log-ins."""

    @blp.response(200, LoginPage)
    def get(self) -> Any:
        """List one's open log-ins.

        All of them on one page; `current` marks the one of this request.
        """
        return Page(acting().accounts.logins())


@blp.route("/me/logins/<id:login_id>")
class Login(MethodView):
    """Serve one log-in."""

    @blp.response(204)
    def delete(self, login_id: str) -> None:
        """End one of one's log-ins.

        Its tokens are refused from now on.
        """
        acting().accounts.end_login(login_id)


@contextmanager
def wrong_password_named() -> Iterator[None]:
    """Name the field of a wrong password: a 401 would say that the login itself has ended."""
    try:
        yield
    except InvalidCredentials:
        raise InvalidInput({"current_password": "Is wrong."}) from None
