"""A practice for requests made at random: people with something of every kind between them.

Requests made from the document alone would hardly meet anything. `Stage.aim` puts the id of what
there is, and the version that it has, where a case would only have made some up; `Stage.undo`
puts back what a case changed, so that every case finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from flask import Flask
from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from tests.appointments import a_slot
from tests.bookings import DAY, a_session
from tests.practices import PASSWORD, let_read, new_practice
from tests.therapy_api.people import Person, Served
from therapy_core.table.batches import MOST_WRITES, chunks

OPEN_TO_ALL = (1_000_000, 3600)
RIVALS = (
    ("startsAt", "weekly"),
    ("durationMinutes", "endsAt"),
    ("limit", "cursor"),
    ("subjectId", "day"),
)
"""What is left out beside another: it can't go with it, or can't be made up."""
Items = dict[tuple[str, str], Any]
Ids = dict[str, Sequence[str]]
PATH, QUERY = ParameterLocation.PATH, ParameterLocation.QUERY
HEADER, BODY = ParameterLocation.HEADER, ParameterLocation.BODY


class Stage:
    """Hold an app over a new table, the people who ask, and the ids of what they can name."""

    def __init__(self, app: Flask, endpoint: str, table_name: str) -> None:
        self.app, self.practice = app, new_practice(endpoint, table_name)
        app.extensions["practice"] = self.practice
        app.config["RATE_LIMITS"] = dict.fromkeys(app.config["RATE_LIMITS"], OPEN_TO_ALL)
        served = Served(self.practice, app)
        self.client, self.therapist, self.admin = (
            served.client(),
            served.therapist(),
            served.admin(),
        )
        self.others = served.client(), served.therapist()
        self.free = (served.client().id,), (served.therapist().id,)
        self.users = (self.client, self.therapist, self.client, self.therapist, self.admin)
        self.requests: dict[tuple[str, str], str] = {}
        self.ids: Ids = {}
        self._furnish()
        self._before = self._items()

    # --- what a case asks -------------------------------------------------------------------

    def aim(self, case: Case) -> dict[str, str]:
        """Let a case name what there is, three times out of four; return who asks, as a header.

        What a case does on purpose to be refused is left as it is.
        """
        chance = crc32(
            repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace")
        )
        user = self.users[chance % len(self.users)]
        headers = {"Authorization": user.http.environ_base["HTTP_AUTHORIZATION"]}
        if chance // 5 % 4 and case.meta is not None:
            self._name(case, user, chance)
            self._condition(case, headers)
        return headers

    def _name(self, case: Case, user: Person, chance: int) -> None:
        for where, holder in ((PATH, case.path_parameters), (QUERY, case.query), (BODY, case.body)):
            if _is_meant(case, where) and isinstance(holder, dict):
                for other in (other for one, other in RIVALS if one in holder):
                    holder.pop(other, None)
                self._fill(holder, lambda name: self._id(case, user, name, chance))

    def _fill(self, holder: Any, known: Callable[[str], str | None]) -> None:
        for name in holder if isinstance(holder, dict) else ():
            self._fill(holder[name], known)
            holder[name] = known(name) or holder[name]

    def _id(self, case: Case, user: Person, name: str, chance: int) -> str | None:
        if name == "requestId":
            return self.requests.get((case.path.split("/")[1], user.actor.role.value))
        if name == "messageId":
            name = f"{user.actor.role.value} {name}"
        known = self.ids.get(f"{case.path} {name}") or self.ids.get(name)
        return known[chance // 20 % len(known)] if known else None

    def _condition(self, case: Case, headers: dict[str, str]) -> None:
        """Put the version that there is into `If-Match`."""
        if "If-Match" not in (case.headers or {}) or not _is_meant(case, HEADER):
            return
        path = case.formatted_path.removesuffix("/sign").removesuffix("/verification")
        tag = self.app.test_client().get(path, headers=headers).headers.get("ETag")
        if tag is not None:
            case.headers["If-Match"] = tag
            case.headers.pop("If-None-Match", None)

    # --- what there is ----------------------------------------------------------------------

    def undo(self) -> None:
        """Put the table back to how it was; what was counted for limits may stay."""
        now = self._items()
        wrong = [key for key in self._before.keys() | now.keys() if not self._same(key, now)]
        for chunk in chunks(wrong, MOST_WRITES):
            asked = {self.practice.table.name: [self._put_back(key) for key in chunk]}
            self.practice.table.wire.dispatch("BatchWriteItem", {"RequestItems": asked})

    def remove(self) -> None:
        """Remove the table."""
        table = self.practice.table
        table.wire.dispatch("DeleteTable", {"TableName": table.name})

    def _same(self, key: tuple[str, str], now: Items) -> bool:
        return self._before.get(key) == now.get(key)

    def _put_back(self, key: tuple[str, str]) -> dict[str, Any]:
        if key in self._before:
            return {"PutRequest": {"Item": self._before[key]}}
        return {"DeleteRequest": {"Key": {"PK": {"S": key[0]}, "SK": {"S": key[1]}}}}

    def _items(self) -> Items:
        table = self.practice.table
        request = {"TableName": table.name, "ConsistentRead": True}
        found: Items = {}
        while True:
            answer = table.wire.dispatch("Scan", request)
            found |= {(i["PK"]["S"], i["SK"]["S"]): i for i in answer["Items"]}
            if "LastEvaluatedKey" not in answer:
                return found
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _furnish(self) -> None:
        """Let there be something of every kind between the client and the therapist."""
        client, therapist = self.client, self.therapist
        let_read(self.practice, client.actor, therapist.actor)
        self.ids = {"clientId": (client.id,), "therapistId": (therapist.id,)}
        self.ids["subjectId"] = (client.id, therapist.id)
        self._requests()
        self._sessions()
        self._words()
        self._secrets()
        self._times()
        feed = _made(client.http.post("/me/calendar-feed"))["url"]
        self.ids["feedToken"] = (feed.rpartition("/")[2].removesuffix(".ics"),)
        self.ids["loginId"] = (client.actor.login_id, therapist.actor.login_id)

    def _requests(self) -> None:
        """Let both sides have requests that wait: of either kind, and for a slot."""
        (other, another), therapist = self.others, self.therapist
        for kind in ("/mapping-requests", "/journal-access-requests"):
            self.ids[f"{kind} clientId"], self.ids[f"{kind} therapistId"] = self.free
        self._request("therapist", other, "mapping-requests", therapistId=therapist.id)
        self._request("client", another, "mapping-requests", clientId=self.client.id)
        self._request("client", another, "journal-access-requests", clientId=self.client.id)
        self._request("therapist", therapist, "journal-access-requests", clientId=other.id)
        slots = [a_slot(self.practice, therapist.actor, at=24 * n) for n in range(3)]
        self.ids["slotId"] = [slot.slot_id for slot in slots]
        wanted = {"therapistId": therapist.id, "slotId": slots[0].slot_id, "reason": "Sleep."}
        self._request("client", self.client, "appointment-requests", **wanted)
        asked = self.requests["appointment-requests", "client"]
        self.requests["appointment-requests", "therapist"] = asked

    def _request(self, whom: str, asking: Person, kind: str, **body: str) -> None:
        made = _made(asking.http.post(f"/{kind}", json=body))
        self.requests[kind, whom] = made["requestId"]

    def _sessions(self) -> None:
        """Book one session to come; of another, that is past, there are notes of both kinds."""
        pair = (self.client.actor, self.therapist.actor)
        past, coming = (a_session(self.practice, *pair, ahead=n * DAY) for n in (-2, 5))
        self.ids["sessionId"] = (past.session_id, coming.session_id)
        for session, kind in ((past, "shared"), (past, "private"), (coming, "shared")):
            note = f"/sessions/{session.session_id}/notes/{kind}"
            http, new = self.therapist.http, {"If-None-Match": "*"}
            _made(http.put(note, json={"text": "Slept better."}, headers=new))
            if session is coming:
                _made(http.post(f"{note}/sign", headers={"If-Match": '"1"'}))
                more = {"note": "shared", "text": "Two weeks, not three."}
                _made(http.post(f"/sessions/{session.session_id}/notes/addenda", json=more))

    def _words(self) -> None:
        """Write to the journal and to one another."""
        journal, pair = f"/journals/{self.client.id}", {"clientId": self.client.id}
        feelings = ({"feeling": "glad", "intensity": 4}, {"feeling": "sad", "intensity": 2})
        hidden = {"feeling": "torn", "intensity": 9, "private": True, "words": "Not for others."}
        entries = [_made(self.client.http.post(journal, json=e)) for e in (*feelings, hidden)]
        self.ids["entryId"] = [each["entryId"] for each in entries]
        for user in (self.client, self.therapist):
            text = pair | {"therapistId": self.therapist.id, "text": "Until Tuesday."}
            made = _made(user.http.post("/messages", json=text))
            self.ids[f"{user.actor.role.value} messageId"] = (made["messageId"],)

    def _secrets(self) -> None:
        """Let the client's words to log in be known; everybody has the same password."""
        found = self.app.test_client().post("/login", json=self._login())
        self.ids["/token/refresh refreshToken"] = (_made(found)["refreshToken"],)
        self.ids["currentPassword"] = self.ids["/login password"] = (PASSWORD,)
        self.ids["/login email"] = (self._login()["email"],)

    def _login(self) -> dict[str, str]:
        email = _made(self.client.http.get("/me"))["account"]["email"]
        return {"email": email, "password": PASSWORD}

    def _times(self) -> None:
        """Let there be times to come, and a zone, which no schema tells from others."""
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        starts = [now + timedelta(days=20, hours=n) for n in range(3)]
        self.ids["startsAt"] = [each.isoformat() for each in starts]
        self.ids["endsAt"] = [(each + timedelta(minutes=50)).isoformat() for each in starts]
        self.ids["firstDay"] = (starts[0].date().isoformat(),)
        self.ids["lastDay"] = ((starts[0] + timedelta(days=8)).date().isoformat(),)
        self.ids["day"] = (now.date().isoformat(),)
        self.ids["timezone"] = ("Europe/Lisbon",)


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json
    return found


def _is_meant(case: Case, where: ParameterLocation) -> bool:
    """Tell whether a case means a part of itself to be valid."""
    assert case.meta is not None
    part = case.meta.components.get(where)
    return part is None or part.mode is GenerationMode.POSITIVE
