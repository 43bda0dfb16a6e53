"""Whether the service lives, and whether it can serve."""

from __future__ import annotations

import marshmallow as ma

from therapy_api.auth import public
from therapy_api.blueprint import Blueprint
from therapy_api.context import practice
from therapy_api.documenting import refuses
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer

blp = Blueprint("health", __name__, description="For whoever watches the service.")


class Health(Answer):
    """Say that all is well."""

    status = fields.shown(ma.fields.String, "Always `ok`.", "ok")


OK = {"status": "ok"}


@blp.route("/health")
@blp.response(200, Health)
@public
def health() -> dict[str, str]:
    """Tell that the process is alive.

    Asks nothing of the table, so that a busy table doesn't restart the process.
    """
    return OK


@blp.route("/ready")
@blp.response(200, Health)
@refuses(503)
@public
def ready() -> dict[str, str]:
    """Tell that requests can be served.

    Reads once from the table; the answer is 503 while it is out of reach.
    """
    practice().check()
    return OK
