"""Who may do what: the one place that decides.

`RULES` has a row for every use case and, in it, an entry for each role that can ever do it. A
role without an entry is refused (`NotAllowed`); an entry says how much the role sees of the
one thing asked for, given what the two are to each other. Seeing nothing is `NotFound`: what
is not allowed and what is not there look the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from therapy_core.actor import Actor, Role
from therapy_core.errors import Misconfigured, NotAllowed, NotAuthenticated, NotFound
from therapy_core.relationships.models import JournalAccess, Relationship
from therapy_core.relationships.models import Mapping as MappingState


class Sight(IntEnum):
    """Say how much of a thing somebody sees."""

    NOTHING = 0
    NAME = 1
    METADATA = 2
    PUBLIC = 3
    FULL = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """Say what is asked for, as far as it decides: whose it is, and what stands between.

    `owner_id` is whose alone it is; `client_id` and `therapist_id` are the two sides of what
    belongs to both; `private` says that the client keeps it from everybody.
    """

    owner_id: str = ""
    relationship: Relationship | None = None
    listed: bool = False
    client_id: str = ""
    therapist_id: str = ""
    private: bool = False


NOBODYS = Subject()
Test = Callable[[Actor, Subject], Sight]


def always(actor: Actor, subject: Subject) -> Sight:
    """Let the role see everything."""
    return Sight.FULL


def own(actor: Actor, subject: Subject) -> Sight:
    """Let people see what is theirs."""
    mine = bool(actor.profile_id) and actor.profile_id == subject.owner_id
    return Sight.FULL if mine else Sight.NOTHING


def of_my_clients(actor: Actor, subject: Subject) -> Sight:
    """Let a therapist see the profile while mapped, and the name alone after unmapping."""
    relationship = subject.relationship
    if relationship is None or relationship.therapist_id != actor.profile_id:
        return Sight.NOTHING
    seen = {MappingState.ACTIVE: Sight.FULL, MappingState.ENDED: Sight.NAME}
    return seen.get(MappingState(relationship.mapping), Sight.NOTHING)


def listed(actor: Actor, subject: Subject) -> Sight:
    """Let everybody see who is listed in the directory, and people themselves."""
    return max(own(actor, subject), Sight.PUBLIC if subject.listed else Sight.NOTHING)


def offered(actor: Actor, subject: Subject) -> Sight:
    """Let everybody see what a therapist offers, and the therapist all of it."""
    return max(own(actor, subject), Sight.PUBLIC)


def findable(actor: Actor, subject: Subject) -> Sight:
    """Let everybody find who is listed in the directory, and nobody else in it."""
    return Sight.PUBLIC if subject.listed else Sight.NOTHING


def participant(actor: Actor, subject: Subject) -> Sight:
    """Let the two sides see what is between them."""
    sides = (subject.client_id, subject.therapist_id)
    return Sight.FULL if actor.profile_id and actor.profile_id in sides else Sight.NOTHING


def metadata(actor: Actor, subject: Subject) -> Sight:
    """Let the role see that there is something, when and with whom, and nothing written."""
    return Sight.METADATA


def granted(actor: Actor, subject: Subject) -> Sight:
    """Let a therapist read a journal that its client opened, but for what is marked private."""
    relationship = subject.relationship
    if relationship is None or relationship.therapist_id != actor.profile_id or subject.private:
        return Sight.NOTHING
    may = relationship.journal_access == JournalAccess.GRANTED
    return Sight.FULL if may else Sight.NOTHING


BOTH_SIDES = {Role.CLIENT: always, Role.THERAPIST: always}
PARTICIPANTS = {Role.CLIENT: participant, Role.THERAPIST: participant}
ANYBODY = {Role.ANONYMOUS: always}
MEMBERS = {Role.CLIENT: always, Role.THERAPIST: always, Role.ADMIN: always}
WITH_METADATA = {**PARTICIPANTS, Role.ADMIN: metadata}

RULES: Mapping[str, Mapping[Role, Test]] = {
    "accounts.sign_up": ANYBODY,
    "accounts.log_in": ANYBODY,
    "accounts.refresh": ANYBODY,
    "accounts.create_admin": {Role.SYSTEM: always},
    "accounts.me": MEMBERS,
    "accounts.change_me": MEMBERS,
    "accounts.change_password": MEMBERS,
    "accounts.log_out": MEMBERS,
    "accounts.logins": MEMBERS,
    "accounts.end_login": MEMBERS,
    "clients.create": {Role.ADMIN: always},
    "clients.list": {Role.CLIENT: own, Role.THERAPIST: of_my_clients, Role.ADMIN: always},
    "clients.get": {Role.CLIENT: own, Role.THERAPIST: of_my_clients, Role.ADMIN: always},
    "clients.replace": {Role.CLIENT: own, Role.ADMIN: always},
    "clients.change": {Role.CLIENT: own, Role.ADMIN: always},
    "clients.delete": {Role.CLIENT: own, Role.ADMIN: always},
    "therapists.create": {Role.ADMIN: always},
    "therapists.list": {Role.CLIENT: findable, Role.THERAPIST: findable, Role.ADMIN: always},
    "therapists.get": {Role.CLIENT: listed, Role.THERAPIST: listed, Role.ADMIN: always},
    "therapists.replace": {Role.THERAPIST: own, Role.ADMIN: always},
    "therapists.change": {Role.THERAPIST: own, Role.ADMIN: always},
    "therapists.delete": {Role.THERAPIST: own, Role.ADMIN: always},
    "therapists.verify": {Role.ADMIN: always},
    "therapists.unverify": {Role.ADMIN: always},
    # relationships
    "mapping_requests.ask": BOTH_SIDES,
    "mapping_requests.get": PARTICIPANTS,
    "mapping_requests.list": PARTICIPANTS,
    "mapping_requests.answer": PARTICIPANTS,
    "journal_access_requests.ask": {Role.THERAPIST: always},
    "journal_access_requests.get": PARTICIPANTS,
    "journal_access_requests.list": PARTICIPANTS,
    "journal_access_requests.answer": PARTICIPANTS,
    "relationships.therapists": {Role.CLIENT: own},
    "relationships.clients": {Role.THERAPIST: own},
    "relationships.unmap": PARTICIPANTS,
    "journal_access.readers": {Role.CLIENT: own},
    "journal_access.grant": {Role.CLIENT: own},
    "journal_access.revoke": {Role.CLIENT: own},
    "consents.list": {Role.CLIENT: own},
    # scheduling
    "slots.publish": {Role.THERAPIST: own},
    "slots.publish_weekly": {Role.THERAPIST: own},
    "slots.get": {Role.CLIENT: offered, Role.THERAPIST: offered, Role.ADMIN: metadata},
    "slots.list": {Role.CLIENT: offered, Role.THERAPIST: offered, Role.ADMIN: metadata},
    "slots.withdraw": {Role.THERAPIST: own},
    "appointment_requests.ask": {Role.CLIENT: always},
    "appointment_requests.get": WITH_METADATA,
    "appointment_requests.list": WITH_METADATA,
    "appointment_requests.answer": PARTICIPANTS,
    # sessions
    "sessions.list": {Role.CLIENT: participant, Role.THERAPIST: participant, Role.ADMIN: metadata},
    "sessions.get": {Role.CLIENT: participant, Role.THERAPIST: participant, Role.ADMIN: metadata},
    "sessions.change": {Role.THERAPIST: participant},
    "sessions.cancel": {Role.CLIENT: participant, Role.THERAPIST: participant},
    "notes.shared": {Role.CLIENT: participant, Role.THERAPIST: participant},
    "notes.private": {Role.THERAPIST: participant},
    "notes.write": {Role.THERAPIST: participant},
    "notes.sign": {Role.THERAPIST: participant},
    "notes.add": {Role.THERAPIST: participant},
    "notes.addenda": {Role.CLIENT: participant, Role.THERAPIST: participant},
    "notes.private_addenda": {Role.THERAPIST: participant},
    "calendar.open": {Role.CLIENT: always, Role.THERAPIST: always},
    "calendar.close": {Role.CLIENT: always, Role.THERAPIST: always},
    "calendar.read": ANYBODY,
    # journals
    "journals.write": {Role.CLIENT: own},
    "journals.list": {Role.CLIENT: own, Role.THERAPIST: granted},
    "journals.get": {Role.CLIENT: own, Role.THERAPIST: granted},
    "journals.change": {Role.CLIENT: own},
    "journals.remove": {Role.CLIENT: own},
    "journals.trends": {Role.CLIENT: own, Role.THERAPIST: granted},
    "journals.feelings": ANYBODY | MEMBERS,
    # messaging
    "messaging.send": PARTICIPANTS,
    "messaging.history": PARTICIPANTS,
    "messaging.get": PARTICIPANTS,
    "messaging.edit": {Role.CLIENT: own, Role.THERAPIST: own},
    "messaging.delete": {Role.CLIENT: own, Role.THERAPIST: own},
    "messaging.mark_read": PARTICIPANTS,
    "messaging.conversations": PARTICIPANTS,
    # search
    "search.of_client": {Role.CLIENT: own},
    "search.of_therapist": {Role.THERAPIST: own},
    # audit
    "audit.mine": {Role.CLIENT: own, Role.THERAPIST: own},
    "audit.list": {Role.ADMIN: always},
    # records
    "records.export": {Role.CLIENT: own, Role.THERAPIST: own, Role.ADMIN: always},
    "records.erase": {Role.CLIENT: own, Role.THERAPIST: own, Role.ADMIN: always},
    "records.bring_back": {Role.SYSTEM: always},
}


def gate(actor: Actor, action: str) -> Test:
    """Return what decides for the actor's role.

    Raises `NotAuthenticated` when the actor should log in first, `NotAllowed` when the role can
    never do `action`.
    """
    found = RULES[action].get(actor.role)
    if found is None:
        raise NotAuthenticated if actor.role is Role.ANONYMOUS else NotAllowed
    return found


def sees_all(actor: Actor, action: str) -> bool:
    """Tell whether the actor's role sees everything, whoever it belongs to. Raises as `gate`."""
    return gate(actor, action) is always


def is_shown(actor: Actor, action: str, subject: Subject) -> bool:
    """Tell whether a list shows the actor anything of `subject`. Raises as `gate`."""
    return gate(actor, action)(actor, subject) is not Sight.NOTHING


def sight(actor: Actor, action: str, subject: Subject) -> Sight:
    """Return how much the actor sees. Raises `NotFound` for nothing, else as `gate`."""
    seen = gate(actor, action)(actor, subject)
    if seen is Sight.NOTHING:
        raise NotFound
    return seen


def declared(action: str) -> None:
    """Refuse to start with a use case that nobody decided about. Raises `Misconfigured`."""
    if action not in RULES:
        raise Misconfigured(f"the use case {action} has no rule in therapy_core/access.py")
