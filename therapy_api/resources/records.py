"""One's whole record: to take along, and to have erased."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file
from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.limits import account, limited, unless_busy
from therapy_api.resources.me import wrong_password_named
from therapy_api.schemas.records import Erasure, ReceiptAnswer

blp = Blueprint("records", __name__, description="One's whole record.")
TYPE = "application/zip"
EXAMPLE = "PK…"
BINARY = {"type": "string", "format": "binary"}


@blp.route("/me/export")
class Export(MethodView):
    """Serve everything of one's own."""

    @blp.response(200, BINARY, content_type=TYPE, example=EXAMPLE)
    @refuses(507)
    @limited("export-account", by=account)
    def get(self) -> Response:
        """Take everything along.

        One archive: all of it as JSON, the same as tables for people, and a README. It is
        written to the audit. Where the API runs as functions on AWS, one of more than about 4.5 MB
        can't be sent; the practice then hands it over another way.
        """
        response = send_file(
            acting().records.export(), mimetype=TYPE, as_attachment=True, download_name="record.zip"
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response


@blp.route("/me", endpoint="Erasure")
class Me(MethodView):
    """Serve the end of one's account."""

    @blp.arguments(Erasure)
    @blp.response(200, ReceiptAnswer)
    @unless_busy
    @limited("password-account", by=account)
    @if_match
    def delete(self, values: dict[str, Any], version: int) -> Any:
        """Erase oneself.

        Needs the current password. Answers with a receipt: what was erased, what was retained,
        and why. There is no way back.
        """
        with wrong_password_named():
            return acting().records.erase(values["current_password"], version)
