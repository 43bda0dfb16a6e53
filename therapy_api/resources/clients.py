"""Clients: an admin sees all, a therapist those related, a client themselves."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from therapy_api.blueprint import Blueprint
from therapy_api.conditional import if_match, tagged
from therapy_api.context import acting
from therapy_api.documenting import refuses
from therapy_api.idempotency import repeatable
from therapy_api.locations import located
from therapy_api.paging import PageQuery, paged
from therapy_api.schemas.clients import (
    ClientAnswer,
    ClientChange,
    ClientPage,
    ClientValues,
    NewClient,
)
from therapy_core.actor import Page, PageRequest

blp = Blueprint("clients", __name__, description="Clients of the practice.")


@blp.route("/clients")
class Clients(MethodView):
    """Serve the clients that the caller may see."""

    @blp.arguments(PageQuery, location="query")
    @blp.response(200, ClientPage)
    @paged
    @refuses(403)
    def get(self, page: PageRequest) -> Page[Any]:
        """List clients.

        An admin gets all, a therapist those related, a client themselves.
        """
        return acting().clients.list(page)

    @blp.arguments(NewClient)
    @blp.response(201, ClientAnswer)
    @tagged
    @repeatable
    @located("/clients/{client_id}")
    @refuses(403, 409)
    def post(self, values: dict[str, Any]) -> Any:
        """Add a client.

        For admins: opens the account and its profile at once.
        """
        return acting().clients.create(**values)


@blp.route("/clients/<id:client_id>")
class Client(MethodView):
    """Serve one client."""

    @blp.response(200, ClientAnswer)
    @tagged
    def get(self, client_id: str) -> Any:
        """Read a client.

        What the caller may not see is null.
        """
        return acting().clients.get(client_id)

    @blp.arguments(ClientValues)
    @blp.response(200, ClientAnswer)
    @tagged
    @if_match
    @refuses(403)
    def put(self, values: dict[str, Any], client_id: str, version: int) -> Any:
        """Replace a client's values.

        What is left out becomes null.
        """
        return acting().clients.replace(client_id, values, version)

    @blp.arguments(ClientChange)
    @blp.response(200, ClientAnswer)
    @tagged
    @if_match
    @refuses(403)
    def patch(self, values: dict[str, Any], client_id: str, version: int) -> Any:
        """Change some of a client's values.

        What is left out stays; null clears a value.
        """
        return acting().clients.change(client_id, values, version)

    @blp.response(204)
    @if_match
    @refuses(403, 409)
    def delete(self, client_id: str, version: int) -> None:
        """Remove a client.

        For admins, and for the client: closes the account and removes its profile.
        """
        acting().clients.delete(client_id, version)
