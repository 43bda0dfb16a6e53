"""Accounts: what everybody does with their own, and what nobody has to log in for."""

from __future__ import annotations

from typing import Any

from tests.practices import PASSWORD, an_address
from tests.therapy_api.matrix.rows import VERSION, Row
from tests.therapy_api.matrix.world import Scene
from therapy_core.access import NOBODYS, Subject
from therapy_core.accounts.models import Account, Login


def nobodys(scene: Scene) -> Subject:
    """Ask about nothing that is anybody's."""
    return NOBODYS


def signing_up(scene: Scene) -> dict[str, Any]:
    """Return what a newcomer sends."""
    return {"email": an_address(), "password": PASSWORD, "name": "Noor", "role": "client"}


def logging_in(scene: Scene) -> dict[str, Any]:
    """Return the owner's address and password."""
    return {"email": scene.find(Account).email, "password": PASSWORD}


def a_login(scene: Scene) -> None:
    """Name a login of the asker's own, or of the owner's to nobody."""
    actor = scene.asker if scene.asker.login_id else scene.owner
    scene.ids["loginId"] = actor.login_id


def somebodys_login(scene: Scene) -> None:
    """Name a login of somebody else."""
    other = next(
        e for e in scene.entities if isinstance(e, Login) and e.account_id != scene.asker.account_id
    )
    scene.ids["loginId"] = other.login_id


ROWS = [
    Row("POST /signup", "accounts.sign_up", 201, public=True, subject=nobodys, body=signing_up),
    Row("POST /login", "accounts.log_in", public=True, subject=nobodys, body=logging_in),
    Row(
        "POST /token/refresh",
        "accounts.refresh",
        public=True,
        subject=nobodys,
        body=lambda scene: {"refreshToken": scene.refresh_token},
    ),
    Row("POST /logout", "accounts.log_out", 204, subject=nobodys),
    Row("GET /me", "accounts.me", subject=nobodys, tells=("profile",)),
    Row(
        "PATCH /me",
        "accounts.change_me",
        subject=nobodys,
        headers=VERSION,
        body=lambda scene: {"name": "New"},
        tells=("profile",),
    ),
    Row(
        "POST /me/password",
        "accounts.change_password",
        204,
        subject=nobodys,
        body=lambda scene: {"currentPassword": PASSWORD, "newPassword": f"another {PASSWORD}"},
    ),
    Row("GET /me/logins", "accounts.logins", subject=nobodys),
    Row(
        "DELETE /me/logins/{loginId}",
        "accounts.end_login",
        204,
        case="own",
        subject=nobodys,
        things=a_login,
    ),
    Row(
        "DELETE /me/logins/{loginId}",
        "accounts.end_login",
        204,
        case="another's",
        subject=nobodys,
        things=somebodys_login,
        clash=lambda scene, seen: 404,
    ),
    Row("GET /health", None, public=True),
    Row("GET /ready", None, public=True),
]
