"""The journal's list and read as a FastAPI app has them: the peer that the API is compared with.

It does the same work on the same table: verifies the token (HS256, the same claims), checks the
account and the log-in by one BatchGetItem, reads by one Query or GetItem, opens the sealed words
with the client's data key (kept in memory from the start), and answers with the same JSON. It has
what its documentation recommends for speed: one aiobotocore client for the whole life of the
process, uvloop, httptools, and Pydantic's own serialisation.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import jwt
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from models import Entry, Page, PageQuery
from sealing import Cursors, Opener

TABLE = os.environ["TABLE_NAME"]
ENDPOINT = os.environ["DYNAMODB_ENDPOINT"]
SECRET = os.environ["JWT_SECRET"]
KEYS = json.loads(Path(os.environ["BENCH_KEYS"]).read_text(encoding="utf-8"))
CONNECTIONS = 64

opener = Opener(TABLE, KEYS)
cursors = Cursors(SECRET)
bearer = HTTPBearer(auto_error=False)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Keep one client, and its connections, as long as the app lives."""
    config = AioConfig(max_pool_connections=CONNECTIONS, parameter_validation=False)
    session = get_session()
    async with session.create_client(
        "dynamodb", region_name="eu-central-1", endpoint_url=ENDPOINT, config=config
    ) as client:
        app.state.dynamodb = client
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def actor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> dict[str, Any]:
    """Return the account of whoever asks: the token is good, and its log-in open."""
    claims = _claims(credentials.credentials if credentials else "")
    account_id, login_id = claims["sub"], claims["sid"]
    keys = [
        {"PK": {"S": f"ACCOUNT#{account_id}"}, "SK": {"S": "ACCOUNT"}},
        {"PK": {"S": f"ACCOUNT#{account_id}"}, "SK": {"S": f"LOGIN#{login_id}"}},
    ]
    asked = {TABLE: {"Keys": keys, "ConsistentRead": True}}
    answer = await request.app.state.dynamodb.batch_get_item(RequestItems=asked)
    found = {item["type"]["S"]: item for item in answer["Responses"][TABLE]}
    account, login = found.get("account"), found.get("login")
    if account is None or login is None or not _is_open(account, login):
        raise HTTPException(401)
    return account


def _claims(token: str) -> dict[str, Any]:
    try:
        claims = jwt.decode(token, SECRET, ["HS256"], options={"require": ["exp", "sub", "sid"]})
    except jwt.PyJWTError:
        raise HTTPException(401) from None
    if claims.get("type") != "access" or not isinstance(claims["sid"], str):
        raise HTTPException(401)
    return claims


def _is_open(account: dict[str, Any], login: dict[str, Any]) -> bool:
    return (
        login["passwords"] == account["passwords"]
        and int(login["expires_at"]["N"]) > time.time()
        and not account["demo"]["BOOL"]
    )


def _require_own(account: dict[str, Any], client_id: str) -> None:
    if account["role"]["S"] != "client" or account["profile_id"]["S"] != client_id:
        raise HTTPException(404)


@app.get("/health")
async def health() -> dict[str, str]:
    """Say that the app is up."""
    return {"status": "ok"}


@app.get("/journals/{client_id}")
async def entries(
    request: Request,
    client_id: str,
    query: Annotated[PageQuery, Query()],
    account: Annotated[dict[str, Any], Depends(actor)],
) -> Page:
    """List the entries of a journal, newest first."""
    _require_own(account, client_id)
    start = {}
    if query.cursor is not None:
        sort = cursors.open(query.cursor, client_id)
        start["ExclusiveStartKey"] = {"PK": {"S": f"CLIENT#{client_id}"}, "SK": {"S": sort}}
    answer = await request.app.state.dynamodb.query(
        TableName=TABLE,
        KeyConditionExpression="PK = :p AND begins_with(SK, :s)",
        ExpressionAttributeValues={":p": {"S": f"CLIENT#{client_id}"}, ":s": {"S": "JOURNAL#"}},
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=query.limit,
        **start,
    )
    last = answer.get("LastEvaluatedKey")
    return Page(
        items=[_entry(item) for item in answer["Items"]],
        next_cursor=cursors.seal(last["SK"]["S"], client_id) if last else None,
    )


@app.get("/journals/{client_id}/{entry_id}")
async def entry(
    request: Request,
    response: Response,
    client_id: str,
    entry_id: str,
    account: Annotated[dict[str, Any], Depends(actor)],
) -> Entry:
    """Read one entry."""
    _require_own(account, client_id)
    answer = await request.app.state.dynamodb.get_item(
        TableName=TABLE,
        Key={"PK": {"S": f"CLIENT#{client_id}"}, "SK": {"S": f"JOURNAL#{entry_id}"}},
        ConsistentRead=True,
    )
    if "Item" not in answer:
        raise HTTPException(404)
    found = _entry(answer["Item"])
    response.headers["ETag"] = f'"{found.version}"'
    return found


def _entry(item: dict[str, Any]) -> Entry:
    """Return an entry as it is shown, its feeling and its words opened."""
    return Entry(
        client_id=item["client_id"]["S"],
        entry_id=item["entry_id"]["S"],
        felt_at=item["felt_at"]["S"],
        felt_on=item["felt_on"]["S"],
        timezone=item["timezone"]["S"],
        written_at=item["written_at"]["S"],
        feeling=opener.open(item, "feeling"),
        family=item["family"]["S"] if "family" in item else None,
        intensity=item["intensity"]["N"],
        words=opener.open(item, "words"),
        private=item["private"]["BOOL"],
        vocabulary_version=item["vocabulary_version"]["N"],
        version=item["version"]["N"],
        updated_at=item["updated_at"]["S"],
    )
