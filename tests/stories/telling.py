"""What the stories are told with: a seeded practice, and people who speak HTTP to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from seeds import demo
from seeds.run import plant
from tests.practices import PASSWORD, an_address, new_practice
from therapy_api.app import create_app

Json = dict[str, Any]
_CREATED = 201


class Person:
    """Stand for somebody at the keyboard; everything that is asked has to succeed."""

    def __init__(self, http: FlaskClient) -> None:
        self.http = http

    @property
    def id(self) -> str:
        """Return the id of the own profile."""
        return str(self.read("/me")["account"]["profileId"])

    def read(self, path: str, **query: Any) -> Json:
        """Return what lies at `path`."""
        return self._sent("GET", path, query_string={k.rstrip("_"): v for k, v in query.items()})

    def list(self, path: str, **query: Any) -> list[Json]:
        """Return the items of every page of a list."""
        page = self.read(path, **query)
        found = list(page["items"])
        while page["nextCursor"]:
            page = self.read(path, **query, cursor=page["nextCursor"])
            found += page["items"]
        return found

    def make(self, path: str, **body: Any) -> Json:
        """Create something and return it."""
        return self._sent("POST", path, json=body)

    def change(self, path: str, **body: Any) -> Json:
        """Change what lies at `path` as it was read a moment ago."""
        return self._sent("PATCH", path, json=body, headers=self._tag(path))

    def write(self, path: str, **body: Any) -> Json:
        """Write something whole, new or over what is there."""
        tag = self._tag(path)
        return self._sent("PUT", path, json=body, headers=tag or {"If-None-Match": "*"})

    def sign(self, path: str) -> Json:
        """Sign the note at `path` as it stands."""
        return self._sent("POST", f"{path}/sign", headers=self._tag(path))

    def put(self, path: str, **more: Any) -> Json:
        """Put something in its place."""
        return self._sent("PUT", path, **more)

    def remove(self, path: str) -> None:
        """Remove what lies at `path`."""
        self._sent("DELETE", path)

    def refused(self, method: str, path: str, **more: Any) -> int:
        """Return the status by which something is refused."""
        status = self.http.open(path, method=method, **more).status_code
        assert status in (403, 404, 409, 422)
        return status

    def _tag(self, path: str) -> dict[str, str]:
        found = self.http.get(path)
        return {"If-Match": found.headers["ETag"]} if "ETag" in found.headers else {}

    def _sent(self, method: str, path: str, **more: Any) -> Json:
        answer = self.http.open(path, method=method, **more)
        assert answer.status_code < 300, answer.text
        return answer.get_json(silent=True) or {}


class Story:
    """Hold a freshly seeded practice, and let people in."""

    def __init__(self, endpoint: str, table_name: str, **settings: Any) -> None:
        self.practice = new_practice(endpoint, table_name, **settings)
        plant(self.practice, clients=30)  # every week, all who come to the demo therapist
        self.app = create_app(self.practice.settings, self.practice)

    def enter(self, email: str, password: str = demo.PASSWORD) -> Person:
        """Log somebody in."""
        http = self.app.test_client()
        answer = http.post("/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.json['accessToken']}"
        return Person(http)

    def newcomer(self, role: str = "client", name: str = "Nora Neu", **more: Any) -> Person:
        """Sign somebody up over HTTP, and log in."""
        email = more.pop("email", None) or an_address()
        body = {"email": email, "password": PASSWORD, "name": name, "role": role, **more}
        answer = self.app.test_client().post("/signup", json=body)
        assert answer.status_code == _CREATED, answer.text
        return self.enter(email, PASSWORD)

    @contextmanager
    def at(self, moment: str | datetime, **earlier: float) -> Iterator[None]:
        """Let it be another moment, or so much `earlier`, for as long as the context lasts."""
        given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        stands, clock = given - timedelta(**earlier), self.practice.table.clock
        self.practice.table.clock = lambda: stands
        yield
        self.practice.table.clock = clock


def open_slots(person: Person, therapist_id: str) -> list[Json]:
    """Return what can be asked for, two days ahead at the least, the earliest first."""
    since = datetime.now(UTC) + timedelta(days=2)
    return person.list(f"/session-slots/{therapist_id}", status="open", from_=since.isoformat())


def ask_for(client: Person, slot: Json, **more: Any) -> Json:
    """Let a client ask for a slot."""
    return client.make(
        "/appointment-requests", therapistId=slot["therapistId"], slotId=slot["slotId"], **more
    )


def approve(somebody: Person, path: str) -> Json:
    """Say yes to a request."""
    return somebody.change(path, status="approved")


def a_session(client: Person, therapist: Person) -> Json:
    """Return a session to come, asked for and approved."""
    asked = ask_for(client, open_slots(client, therapist.id)[0])
    approved = approve(therapist, f"/appointment-requests/{asked['requestId']}")
    return client.read(f"/sessions/{approved['sessionId']}")


def mapped(client: Person, therapist: Person) -> None:
    """Let a client ask a therapist to be mapped, who says yes."""
    asked = client.make("/mapping-requests", therapistId=therapist.id)
    approve(therapist, f"/mapping-requests/{asked['requestId']}")


def between(client: Person, therapist_id: str) -> Json:
    """Return how a client and a therapist stand."""
    found = client.list(f"/clients/{client.id}/therapists")
    return next(r["between"] for r in found if r["therapistId"] == therapist_id)
