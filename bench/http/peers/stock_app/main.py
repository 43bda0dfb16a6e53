"""The journal's list and read as a stock Flask stack has them: Flask-Smorest over PynamoDB.

Nothing of ours is in it. It does the same work on the same table as the API and the other peers:
verifies the token, checks the account and the log-in by one BatchGetItem, reads by one Query or
GetItem, opens the sealed words with the client's data key, and answers with the same JSON.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import marshmallow as ma
from flask import Flask
from flask.views import MethodView
from flask_jwt_extended import JWTManager, get_jwt, jwt_required
from flask_smorest import Api, Blueprint, abort
from models import Account, Entry, Item, Login
from schemas import EntrySchema, PageQuerySchema, PageSchema
from sealing import Cursors, Opener

TABLE = os.environ["TABLE_NAME"]
KEYS = json.loads(Path(os.environ["BENCH_KEYS"]).read_text(encoding="utf-8"))

opener = Opener(TABLE, KEYS)
cursors = Cursors(os.environ["JWT_SECRET"])
blp = Blueprint("journals", __name__)


def actor() -> Account:
    """Return the account of whoever asks, whose log-in is open."""
    claims = get_jwt()
    pk = f"ACCOUNT#{claims['sub']}"
    keys = [(pk, "ACCOUNT"), (pk, f"LOGIN#{claims['sid']}")]
    found = {type(item): item for item in Item.batch_get(keys, consistent_read=True)}
    account, login = found.get(Account), found.get(Login)
    if account is None or login is None or login.passwords != account.passwords:
        abort(401)
    if account.demo or login.expires_at <= datetime.now(UTC):
        abort(401)
    return account


def require_own(client_id: str) -> None:
    """Refuse another's journal."""
    account = actor()
    if account.role != "client" or account.profile_id != client_id:
        abort(404)


@blp.route("/journals/<client_id>")
class Journal(MethodView):
    """Serve a journal."""

    @jwt_required()
    @blp.arguments(PageQuerySchema, location="query", unknown=ma.RAISE)
    @blp.response(200, PageSchema)
    def get(self, query: dict[str, Any], client_id: str) -> dict[str, Any]:
        """List the entries, newest first."""
        require_own(client_id)
        pk, start = f"CLIENT#{client_id}", None
        if "cursor" in query:
            start = {"PK": {"S": pk}, "SK": {"S": cursors.open(query["cursor"], client_id)}}
        found = Entry.query(
            pk,
            Entry.sk.startswith("JOURNAL#"),
            scan_index_forward=False,
            consistent_read=True,
            limit=query["limit"],
            last_evaluated_key=start,
        )
        items = [shown(entry) for entry in found]
        last = found.last_evaluated_key
        cursor = cursors.seal(last["SK"]["S"], client_id) if last else None
        return {"items": items, "next_cursor": cursor}


@blp.route("/journals/<client_id>/<entry_id>")
class JournalEntry(MethodView):
    """Serve an entry."""

    @jwt_required()
    @blp.response(200, EntrySchema)
    def get(self, client_id: str, entry_id: str) -> Any:
        """Read one entry."""
        require_own(client_id)
        try:
            entry = Entry.get(f"CLIENT#{client_id}", f"JOURNAL#{entry_id}", consistent_read=True)
        except Entry.DoesNotExist:
            abort(404)
        return shown(entry), 200, {"ETag": f'"{int(entry.version)}"'}


def shown(entry: Entry) -> dict[str, Any]:
    """Return an entry with its feeling and its words opened."""
    item = {
        "client_id": {"S": entry.client_id},
        "PK": {"S": entry.pk},
        "SK": {"S": entry.sk},
        "feeling": {"B": entry.feeling},
    }
    if entry.words is not None:
        item["words"] = {"B": entry.words}
    opened = {name: opener.open(item, name) for name in ("feeling", "words")}
    return {**entry.attribute_values, **opened}


def _others() -> list[Blueprint]:
    """Return the resources of an app as broad as ours, where one is asked for (bench/start)."""
    if not os.environ.get("BENCH_BROAD"):
        return []
    from broad import BLUEPRINTS  # noqa: PLC0415 - written for the comparison of cold starts

    found: list[Blueprint] = BLUEPRINTS
    return found


def create_app() -> Flask:
    """Return the app, with its connection to the table built."""
    app = Flask(__name__)
    app.config.update(
        API_TITLE="Stock",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        JWT_SECRET_KEY=os.environ["JWT_SECRET"],
        JWT_DECODE_ALGORITHMS=["HS256"],
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of Flask's default provider
    tokens = JWTManager(app)
    tokens.invalid_token_loader(lambda _: ({"message": "Unauthorized"}, 401))  # by default 422
    api = Api(app)
    for each in (blp, *_others()):
        api.register_blueprint(each)
    app.get("/health")(lambda: {"status": "ok"})
    return app


app = create_app()
