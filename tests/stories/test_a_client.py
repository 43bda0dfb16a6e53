"""A client's story: each step is a sentence of it, over HTTP, from a fresh seed."""

from __future__ import annotations

from tests.stories.telling import (
    Person,
    Story,
    a_session,
    approve,
    ask_for,
    between,
    mapped,
    open_slots,
)


def test_creates_an_account_and_logs_in(story: Story) -> None:
    """Somebody new signs up, and is known by the token from then on."""
    nora = story.newcomer(name="Nora Neu")
    assert nora.read("/me")["client"]["name"] == "Nora Neu"


def test_searches_therapists_by_expertise_place_and_name(mara: Person) -> None:
    """The same therapist is found by what she works on, where, and by how she is called."""
    by_work = mara.list("/therapists", expertise="trauma")
    by_place = mara.list("/therapists", location="Lagos, Nigeria")
    by_name = mara.list("/therapists", name="ada")
    names = [{t["name"] for t in found} for found in (by_work, by_place, by_name)]
    assert "Adaeze Nwosu" in names[0] & names[1] & names[2]


def test_asks_one_to_be_mapped(story: Story, tomasz: Person) -> None:
    """The request waits until the therapist says yes, and then the two are mapped."""
    nora = story.newcomer()
    asked = nora.make("/mapping-requests", therapistId=tomasz.id)
    assert between(nora, tomasz.id)["mappingRequestId"] == asked["requestId"]
    approve(tomasz, f"/mapping-requests/{asked['requestId']}")
    assert between(nora, tomasz.id)["mapping"] == "active"


def test_sees_everyone_related_and_how(mara: Person, tomasz: Person) -> None:
    """Mapped with the journal open, mapped without, ended: each is told with its state."""
    related = [r["between"] for r in mara.list(f"/clients/{mara.id}/therapists")]
    states = {(b["mapping"], b["journalAccess"]) for b in related}
    assert {("active", "granted"), ("active", "none"), ("ended", "none")} <= states
    readers = mara.list(f"/journals/{mara.id}/access")
    assert [r["therapistId"] for r in readers] == [tomasz.id]


def test_removes_a_mapping(story: Story, tomasz: Person) -> None:
    """What was to come is cancelled, the two can't write, and the past stays to be read."""
    nora = story.newcomer()
    mapped(nora, tomasz)
    session = a_session(nora, tomasz)
    nora.make("/messages", clientId=nora.id, therapistId=tomasz.id, text="Goodbye, and thank you.")
    nora.remove(f"/mappings/{nora.id}/{tomasz.id}")
    assert between(nora, tomasz.id)["contact"] == "closed"
    assert nora.read(f"/sessions/{session['sessionId']}")["status"] == "cancelled"
    assert nora.list("/messages", clientId=nora.id, therapistId=tomasz.id)


def test_removes_journal_access_and_keeps_the_mapping(story: Story, tomasz: Person) -> None:
    """From the next read on the journal is closed; the mapping stays."""
    nora = story.newcomer()
    mapped(nora, tomasz)
    nora.put(f"/journals/{nora.id}/access/{tomasz.id}")
    tomasz.read(f"/journals/{nora.id}")
    nora.remove(f"/journals/{nora.id}/access/{tomasz.id}")
    assert tomasz.refused("GET", f"/journals/{nora.id}") == 404
    assert between(nora, tomasz.id)["mapping"] == "active"


def test_answers_who_asks_for_the_journal(mara: Person) -> None:
    """A therapist's request waits in the seeds; a yes opens the journal, and is on record."""
    (waiting,) = mara.list("/journal-access-requests", status="pending")
    approve(mara, f"/journal-access-requests/{waiting['requestId']}")
    assert between(mara, waiting["therapistId"])["journalAccess"] == "granted"
    last = mara.list(f"/clients/{mara.id}/consents")[0]
    assert (last["about"], last["step"], last["by"]) == ("journal_access", "granted", "client")


def test_records_a_feeling(mara: Person) -> None:
    """With its time, its name, how strong it was, and words; it counts in the trends."""
    felt = {"feeling": "relieved", "intensity": 6, "feltAt": "2026-02-01T20:15:00Z"}
    made = mara.make(f"/journals/{mara.id}", **felt, words="The letter came.", private=True)
    assert (made["feltAt"], made["family"]) == ("2026-02-01T20:15:00.000Z", "happiness")
    day = {"from_": "2026-02-01", "to": "2026-02-01"}
    (trend,) = mara.list(f"/journals/{mara.id}/trends", **day)
    assert [(f["family"], f["count"]) for f in trend["families"]] == [("happiness", 1)]


def test_asks_for_an_appointment_in_an_open_slot(mara: Person, tomasz: Person) -> None:
    """The slot is held until the therapist answers, and then there is a session."""
    slot = open_slots(mara, tomasz.id)[0]
    asked = ask_for(mara, slot, reason="I would like to talk about sleep.")
    path = f"/session-slots/{tomasz.id}/{slot['slotId']}"
    assert tomasz.read(path)["status"] == "held"
    approved = approve(tomasz, f"/appointment-requests/{asked['requestId']}")
    assert mara.read(f"/sessions/{approved['sessionId']}")["startsAt"] == slot["startsAt"]


def test_withdraws(mara: Person, tomasz: Person) -> None:
    """Withdrawn, the slot is open again for everybody."""
    slot = open_slots(mara, tomasz.id)[0]
    asked = ask_for(mara, slot)
    mara.change(f"/appointment-requests/{asked['requestId']}", status="withdrawn")
    assert slot["slotId"] in {s["slotId"] for s in open_slots(mara, tomasz.id)}


def test_cancels_in_time(story: Story, mara: Person, tomasz: Person) -> None:
    """A day and an hour before it is early enough: the slot is open again."""
    session = a_session(mara, tomasz)
    with story.at(session["startsAt"], hours=25):
        cancelled = mara.make(f"/sessions/{session['sessionId']}/cancel", reason="I have a cold.")
        slot = tomasz.read(f"/session-slots/{tomasz.id}/{session['slotId']}")
    assert (cancelled["status"], slot["status"]) == ("cancelled", "open")


def test_cancels_too_late(story: Story, mara: Person, tomasz: Person) -> None:
    """An hour before, the session counts as cancelled late, and the slot stays taken."""
    session = a_session(mara, tomasz)
    with story.at(session["startsAt"], hours=1):
        cancelled = mara.make(f"/sessions/{session['sessionId']}/cancel")
        slot = tomasz.read(f"/session-slots/{tomasz.id}/{session['slotId']}")
    assert (cancelled["status"], slot["status"]) == ("late_cancelled", "booked")


def test_writes_to_a_therapist_and_reads_the_history(mara: Person, tomasz: Person) -> None:
    """The newest message comes first, what was written before behind it, and both can tell."""
    pair = {"clientId": mara.id, "therapistId": tomasz.id}
    sent = mara.make("/messages", **pair, text="The week was good.")
    history = mara.list("/messages", **pair)
    assert history[0]["messageId"] == sent["messageId"]
    assert len(history) > 20
    mara.put(
        f"/conversations/{mara.id}/{tomasz.id}/read-marker", json={"messageId": sent["messageId"]}
    )
    assert mara.read("/conversations")["items"][0]["unread"] == 0
    assert tomasz.read("/conversations")["items"][0]["unread"] > 0


def test_searches_everything_of_her_own(mara: Person, tomasz: Person) -> None:
    """One keyword finds journal, shared notes and messages; another one therapists."""
    path = f"/clients/{mara.id}/search"
    mara.make(f"/journals/{mara.id}", feeling="calm", intensity=4, words="Breathing by the sea.")
    mara.make(
        "/messages", clientId=mara.id, therapistId=tomasz.id, text="The breathing helps at night."
    )
    found = {hit["what"] for hit in mara.list(path, keyword="breathing")}
    assert {"entry", "message"} <= found
    notes = mara.list(path, keyword="week together") + mara.list(path, keyword="breathing")
    notes += mara.list(path, keyword="worry") + mara.list(path, keyword="sleep")
    assert "note" in {hit["what"] for hit in notes}
    therapists = mara.list(path, keyword="nwosu")
    assert "therapist" in {hit["what"] for hit in therapists}
