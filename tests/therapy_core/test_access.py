"""Access: every use case has a rule, and the rules say what access.md promises."""

from __future__ import annotations

import pytest

from therapy_core import Actor, Practice, Role, access, service
from therapy_core.access import RULES, Sight, Subject
from therapy_core.errors import Misconfigured, NotAllowed, NotAuthenticated, NotFound
from therapy_core.relationships.models import Contact, JournalAccess, Mapping, Relationship

ME, OTHER = "me", "other"


def actor(role: Role) -> Actor:
    """Return somebody of this role whose profile is ME."""
    return Actor(role, "acc_me", "" if role in (Role.ADMIN, Role.SYSTEM) else ME, "lgn_me")


def relationship(mapping: Mapping, journal: JournalAccess, contact: Contact) -> Relationship:
    """Return what ME, a therapist, and OTHER, a client, are to each other."""
    return Relationship(
        client_id=OTHER,
        therapist_id=ME,
        client_name="Ada",
        mapping=mapping.value,
        journal_access=journal.value,
        contact=contact.value,
    )


def test_every_use_case_has_a_rule_and_every_rule_a_use_case() -> None:
    """Nothing is open because somebody forgot to decide."""
    assert set(RULES) == service.USE_CASES


def test_a_use_case_without_a_rule_does_not_start() -> None:
    """Defining one is refused, so the program ends before it serves."""
    with pytest.raises(Misconfigured, match=r"open\.everything"):

        class Open(service.Service):
            domain = "open"

            def everything(self) -> None:
                """Do what nobody decided about."""


def test_a_rule_without_a_use_case_does_not_start(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that decides about nothing is a mistake, too."""
    monkeypatch.setattr(access, "RULES", {**RULES, "journals.burn": {}})
    with pytest.raises(Misconfigured, match=r"journals\.burn"):
        Practice(practice.settings, practice.table)


@pytest.mark.parametrize("action", sorted(RULES))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_an_entry_is_refused(role: Role, action: str) -> None:
    """A role that can never do it gets 403, nobody at all 401, and only those."""
    if role in RULES[action]:
        access.gate(actor(role), action)
        return
    expected = NotAuthenticated if role is Role.ANONYMOUS else NotAllowed
    with pytest.raises(expected):
        access.gate(actor(role), action)


@pytest.mark.parametrize("role", [Role.CLIENT, Role.THERAPIST])
@pytest.mark.parametrize("action", [a for a in RULES if a.split(".")[1] in ("replace", "delete")])
def test_people_write_what_is_theirs_alone(role: Role, action: str) -> None:
    """The own profile can be written, another's is not there."""
    if role not in RULES[action]:
        return
    assert access.sight(actor(role), action, Subject(ME)) is Sight.FULL
    with pytest.raises(NotFound):
        access.sight(actor(role), action, Subject(OTHER, listed=True))


@pytest.mark.parametrize("contact", list(Contact))
@pytest.mark.parametrize("journal", list(JournalAccess))
@pytest.mark.parametrize("mapping", list(Mapping))
def test_the_mapping_alone_opens_a_client_profile(
    mapping: Mapping, journal: JournalAccess, contact: Contact
) -> None:
    """Neither journal access nor open contact shows a profile; see the matrix in access.md."""
    subject = Subject(OTHER, relationship(mapping, journal, contact))
    expected = {Mapping.ACTIVE: Sight.FULL, Mapping.ENDED: Sight.NAME, Mapping.NONE: Sight.NOTHING}
    assert access.of_my_clients(actor(Role.THERAPIST), subject) is expected[mapping]


def test_another_therapists_relationship_opens_nothing() -> None:
    """A relationship counts only for the therapist in it."""
    subject = Subject(OTHER, relationship(Mapping.ACTIVE, JournalAccess.NONE, Contact.OPEN))
    stranger = Actor(Role.THERAPIST, "acc_x", "x", "lgn_x")
    assert access.of_my_clients(stranger, subject) is Sight.NOTHING


def test_an_actor_without_profile_owns_nothing() -> None:
    """An empty identifier is nobody's, not everybody's."""
    assert access.own(Actor(Role.CLIENT), Subject("")) is Sight.NOTHING
