"""The audit: everybody sees what concerns them, an admin sees all, and nobody changes it."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.paging import PageQuery, paged
from therapy_api.schemas.audit import AuditQuery, EventPage
from therapy_core.actor import Page, PageRequest

blp = Blueprint("audit", __name__, description="Who did and who read what.")


@blp.route("/me/audit")
class MyAudit(MethodView):
    """Serve what happened to one's own record."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, EventPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest) -> Page[Any]:
        """See who did and who read what.

        A client gets what happened to the own record, a therapist the own acts; newest first.
        """
        return acting().audit.mine(page)


@blp.route("/audit")
class Audit(MethodView):
    """Serve the audit of the practice."""

    @blp.arguments(AuditQuery, location="query")
    @blp.response(200, EventPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest, **filters: Any) -> Page[Any]:
        """Look through the audit.

        For admins: one record by `subjectId`, newest first, or one `day`, oldest first.
        """
        return acting().audit.list(page, **filters)
