"""A therapist's story: each step is a sentence of it, over HTTP, from a fresh seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.stories.telling import (
    Json,
    Person,
    Story,
    a_session,
    approve,
    ask_for,
    between,
    mapped,
    open_slots,
)

SAID = "We spoke about the lighthouse."
KEPT = "He looked out of the window at the word lighthouse."


def test_creates_an_account_that_an_admin_verifies(story: Story, ines: Person) -> None:
    """A new therapist is found in the directory once an admin has seen the papers."""
    theo = _new_therapist(story)
    assert theo.id not in {t["therapistId"] for t in _found(ines)}
    ines.put(f"/therapists/{theo.id}/verification", headers=_tag(ines, f"/therapists/{theo.id}"))
    assert theo.id in {t["therapistId"] for t in _found(story.newcomer())}


def test_publishes_a_slot(tomasz: Person) -> None:
    """One slot, by its start and its length."""
    starts_at = _in_weeks(6, hour=18)
    made = tomasz.make(
        f"/session-slots/{tomasz.id}", startsAt=starts_at.isoformat(), durationMinutes=50
    )
    (slot,) = made["slots"]
    assert (slot["status"], datetime.fromisoformat(slot["startsAt"])) == ("open", starts_at)


def test_publishes_slots_by_a_weekly_rule(tomasz: Person) -> None:
    """They keep their time on the wall clock, whatever the clocks do in between."""
    first = _in_weeks(7).date()
    rule = {"weekdays": ["saturday"], "times": ["08:30"], "firstDay": first.isoformat()}
    rule["lastDay"] = (first + timedelta(weeks=30)).isoformat()
    made = tomasz.make(f"/session-slots/{tomasz.id}", durationMinutes=50, weekly=rule)
    berlin = ZoneInfo("Europe/Berlin")
    begin = [datetime.fromisoformat(s["startsAt"]) for s in made["slots"]]
    assert len(begin) >= 30
    assert {at.astimezone(berlin).strftime("%a %H:%M") for at in begin} == {"Sat 08:30"}
    assert len({at.hour for at in begin}) == 2


def test_sees_everyone_who_turned_to_him(story: Story, mara: Person, tomasz: Person) -> None:
    """Who requested or took a session, who wrote, and who is related in any way."""
    nora = story.newcomer(name="Nora Neu")
    asked = ask_for(nora, open_slots(nora, tomasz.id)[0])
    clients = {c["clientId"] for c in tomasz.list(f"/therapists/{tomasz.id}/clients")}
    assert {mara.id, nora.id} <= clients
    sat = {s["clientId"] for s in tomasz.list("/sessions")}
    wrote = {c["clientId"] for c in tomasz.list("/conversations")}
    assert mara.id in sat & wrote
    assert sat | wrote <= clients
    tomasz.change(f"/appointment-requests/{asked['requestId']}", status="rejected")


def test_asks_a_client_to_be_mapped(story: Story, tomasz: Person) -> None:
    """By the address, which tells nothing; the client says yes."""
    nora = story.newcomer(email="nora.asked@practice.example")
    asked = tomasz.make("/mapping-requests", clientEmail="nora.asked@practice.example")
    assert asked["clientId"] is None
    approve(nora, f"/mapping-requests/{asked['requestId']}")
    assert between(nora, tomasz.id)["mapping"] == "active"


def test_asks_for_journal_access(story: Story, tomasz: Person) -> None:
    """Before the yes there is nothing to read, and afterwards there is."""
    nora = story.newcomer()
    mapped(nora, tomasz)
    asked = tomasz.make("/journal-access-requests", clientId=nora.id)
    assert tomasz.refused("GET", f"/journals/{nora.id}") == 404
    approve(nora, f"/journal-access-requests/{asked['requestId']}")
    assert tomasz.read(f"/journals/{nora.id}")["items"] == []


def test_answers_appointment_requests(tomasz: Person) -> None:
    """Those that wait in the seeds: one is approved, one turned down."""
    one, other = tomasz.list("/appointment-requests", status="pending")[:2]
    said = approve(tomasz, f"/appointment-requests/{one['requestId']}")
    assert tomasz.read(f"/sessions/{said['sessionId']}")["status"] == "scheduled"
    tomasz.change(f"/appointment-requests/{other['requestId']}", status="rejected")
    slot = tomasz.read(f"/session-slots/{tomasz.id}/{other['slotId']}")
    assert slot["status"] == "open"


def test_keeps_notes_and_signs_them(mara: Person, tomasz: Person) -> None:
    """A shared note with assignments, a private one, a signature, a correction behind it."""
    notes = f"/sessions/{_coming(mara, tomasz)['sessionId']}/notes"
    tomasz.write(f"{notes}/shared", text=SAID, assignments=["Draw it."])
    tomasz.write(f"{notes}/private", text=KEPT)
    tomasz.sign(f"{notes}/shared")
    tomasz.make(f"{notes}/addenda", text="It was a lightship.")
    tag = _tag(tomasz, f"{notes}/shared")
    assert tomasz.refused("PUT", f"{notes}/shared", json={"text": "No."}, headers=tag) == 409
    read = mara.read(f"{notes}/shared")
    assert (read["text"], read["assignments"]) == (SAID, ["Draw it."])
    assert [a["text"] for a in mara.list(f"{notes}/addenda")] == ["It was a lightship."]
    assert mara.refused("GET", f"{notes}/private") == 403


def test_changes_a_session(mara: Person, tomasz: Person) -> None:
    """Another room, and another slot: the old one is open again."""
    session = a_session(mara, tomasz)
    other = open_slots(tomasz, tomasz.id)[0]
    path = f"/sessions/{session['sessionId']}"
    tomasz.change(path, place="Room 7")
    moved = tomasz.change(path, slotId=other["slotId"])
    assert (moved["startsAt"], moved["place"]) == (other["startsAt"], "Room 7")
    old = tomasz.read(f"/session-slots/{tomasz.id}/{session['slotId']}")
    assert old["status"] == "open"


def test_marks_a_session_done_or_missed(story: Story, mara: Person, tomasz: Person) -> None:
    """Once it has begun, and not before."""
    session = a_session(mara, tomasz)
    path = f"/sessions/{session['sessionId']}"
    with story.at(session["startsAt"], hours=1):
        tag = _tag(tomasz, path)
        assert tomasz.refused("PATCH", path, json={"status": "missed"}, headers=tag) == 409
    with story.at(session["startsAt"], hours=-1):
        assert tomasz.change(path, status="completed")["status"] == "completed"


def test_reads_a_granted_journal_since_the_last_session(mara: Person, tomasz: Person) -> None:
    """The entries, and what the days since came to; nothing private; and the client can tell."""
    done = tomasz.list("/sessions", status="completed", clientId=mara.id)
    now = datetime.now(UTC).isoformat()
    since = max(s["startsAt"] for s in done if s["startsAt"] < now)
    entries = tomasz.list(f"/journals/{mara.id}", from_=since)
    trends = tomasz.read(f"/journals/{mara.id}/trends", from_=since[:10])
    assert trends["totals"]
    assert entries
    assert not any(e["private"] for e in entries)
    told = mara.read("/me/audit")["items"]
    assert {"journal.read", "journal.trends_read"} <= {e["event"] for e in told}


def test_writes(mara: Person, tomasz: Person) -> None:
    """The client finds the message among what is unread."""
    pair = {"clientId": mara.id, "therapistId": tomasz.id}
    tomasz.make("/messages", **pair, text="How was the walk?")
    first = mara.read("/conversations")["items"][0]
    assert (first["lastText"], first["unread"] > 0) == ("How was the walk?", True)


def test_removes_a_mapping_and_with_it_the_journal(story: Story, tomasz: Person) -> None:
    """Access that was granted ends in the same moment."""
    nora = story.newcomer()
    mapped(nora, tomasz)
    nora.put(f"/journals/{nora.id}/access/{tomasz.id}")
    tomasz.remove(f"/mappings/{nora.id}/{tomasz.id}")
    assert tomasz.refused("GET", f"/journals/{nora.id}") == 404
    stands = between(nora, tomasz.id)
    assert (stands["mapping"], stands["journalAccess"]) == ("ended", "none")


def test_searches_clients_notes_messages_and_journals(mara: Person, tomasz: Person) -> None:
    """One keyword finds a private note, a message and an entry; a name finds the client."""
    session = _coming(mara, tomasz)
    tomasz.write(f"/sessions/{session['sessionId']}/notes/private", text="The word was quayside.")
    pair = {"clientId": mara.id, "therapistId": tomasz.id}
    tomasz.make("/messages", **pair, text="Do you remember the quayside?")
    mara.make(f"/journals/{mara.id}", feeling="calm", intensity=3, words="At the quayside.")
    path = f"/therapists/{tomasz.id}/search"
    found = tomasz.list(path, keyword="quayside")
    assert {hit["what"] for hit in found} == {"note", "message", "entry"}
    assert "client" in {hit["what"] for hit in tomasz.list(path, keyword="linden")}


def _new_therapist(story: Story) -> Person:
    return story.newcomer(
        "therapist",
        "Theo Neumann",
        expertise=["sleep"],
        location="Bremen, Germany",
        timezone="Europe/Berlin",
    )


def _found(somebody: Person) -> list[Json]:
    return [t for t in somebody.list("/therapists", name="theo") if t["verifiedAt"]]


def _tag(somebody: Person, path: str) -> dict[str, str]:
    return {"If-Match": somebody.http.get(path).headers["ETag"]}


def _coming(client: Person, therapist: Person) -> Json:
    """Return a session of theirs without notes."""
    return a_session(client, therapist)


def _in_weeks(weeks: int, hour: int = 8) -> datetime:
    """Return an hour of the Sunday so many weeks ahead, when nobody offers anything."""
    today = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + timedelta(weeks=weeks, days=6 - today.weekday())
