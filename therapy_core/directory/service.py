"""The use cases of the directory: profiles of clients and therapists, and finding a therapist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from therapy_core import access
from therapy_core.access import Sight, Subject
from therapy_core.accounts.opening import opening
from therapy_core.actor import Page, PageRequest, Role
from therapy_core.audit.events import Event
from therapy_core.audit.recording import record
from therapy_core.directory import finding, profiles
from therapy_core.directory.models import (
    CLIENTS_BY_NAME,
    LISTED,
    UNLISTED,
    Client,
    Therapist,
)
from therapy_core.directory.profiles import Profile
from therapy_core.directory.rules import CLIENT_FIELDS, THERAPIST_FIELDS, whole
from therapy_core.directory.views import ClientView, TherapistView
from therapy_core.errors import InvalidCursor, NotFound
from therapy_core.records import erasing
from therapy_core.relationships.models import CLIENTS_OF_THERAPIST, Mapping, Relationship
from therapy_core.service import Service, expect_version
from therapy_core.values import checked


class Clients(Service):
    """Create, read, list, change and remove clients."""

    domain: ClassVar[str] = "clients"

    def create(
        self,
        email: str,
        password: str,
        name: str,
        phone: str | None = None,
        timezone: str | None = None,
    ) -> ClientView:
        """Open an account for a client, with a first password, and return the profile.

        Raises `InvalidInput` and `EmailTaken`.
        """
        more = {"phone": phone, "timezone": timezone}
        found = opening(self._practice, Role.CLIENT, email, password, name, more)
        assert isinstance(found.profile, Client)
        made = found.answer(found.profile, self._actor.scope, self._once)
        return ClientView.of(made, Sight.FULL)

    def get(self, client_id: str) -> ClientView:
        """Return a client's profile, or after unmapping the name. Raises `NotFound`.

        Nobody else's reading of a whole profile goes unrecorded: it is written to the audit, under
        the mapping that allows it, before anything is returned.
        """
        refs: list[Any] = [Client.at(client_id=client_id)]
        if self._actor.role is Role.THERAPIST:
            refs.append(Relationship.at(client_id=client_id, therapist_id=self._actor.profile_id))
        client, relationship = [*self._table.get_many(refs), None][:2]
        seen = self._sight("clients.get", client_id, relationship)
        if client is None:
            raise NotFound
        if seen is Sight.FULL and client_id != self._actor.profile_id:
            self._record_reading(client_id, relationship)
        return ClientView.of(client, seen)

    def list(self, page: PageRequest | None = None) -> Page[ClientView]:
        """Return a page of clients by name: all for an admin, the related for a therapist.

        A client's list holds that client. Raises `InvalidCursor`.
        """
        request = page or PageRequest()
        if self._actor.role is Role.CLIENT:
            if request.cursor is not None:  # one page is all there is, so none leads to another
                raise InvalidCursor
            return Page([self.get(self._actor.profile_id)])
        if self._actor.role is Role.THERAPIST:
            return self._related(request)
        found = self._table.page(CLIENTS_BY_NAME, request, scope=self._actor.scope)
        return Page([ClientView.of(c, Sight.FULL) for c in found.items], found.next_cursor)

    def replace(
        self, client_id: str, values: dict[str, Any], version: int | None = None
    ) -> ClientView:
        """Write a whole profile: name, phone, timezone; what is left out is emptied.

        Raises `InvalidInput`, `NotFound` and `VersionMismatch`.
        """
        self._sight("clients.replace", client_id)
        return self._write(client_id, whole(CLIENT_FIELDS, values), version)

    def change(
        self, client_id: str, changes: dict[str, Any], version: int | None = None
    ) -> ClientView:
        """Change some of name, phone and timezone; None empties one. Raises as `replace`."""
        self._sight("clients.change", client_id)
        return self._write(client_id, checked(CLIENT_FIELDS, changes), version)

    def delete(self, client_id: str, version: int | None = None) -> None:
        """Erase a client: what identifies, and what is the client's alone (access.md, rule 12).

        Raises `NotFound` and `VersionMismatch`.
        """
        self._sight("clients.delete", client_id)
        profile = self._load(client_id)
        expect_version(profile.entity, version)
        erasing.remove(self._table, self._actor, profile)

    def _sight(
        self, action: str, client_id: str, relationship: Relationship | None = None
    ) -> Sight:
        return access.sight(self._actor, action, Subject(client_id, relationship))

    def _record_reading(self, client_id: str, relationship: Relationship | None) -> None:
        with self._table.transaction("read a profile") as unit:
            if relationship is not None:
                mapped = Relationship.mapping == Mapping.ACTIVE.value
                unit.check(relationship.ref, mapped, otherwise=NotFound())
            record(unit, self._actor, Event.PROFILE_READ, client_id)

    def _load(self, client_id: str) -> Profile:
        profile = profiles.load_client(self._table, client_id)
        if profile is None:
            raise NotFound
        return profile

    def _write(self, client_id: str, values: dict[str, Any], version: int | None) -> ClientView:
        entity = profiles.write(self._table, self._actor, self._load(client_id), values, version)
        assert isinstance(entity, Client)
        return ClientView.of(entity, Sight.FULL)

    def _related(self, request: PageRequest) -> Page[ClientView]:
        def shown(relationship: Relationship) -> bool:
            subject = Subject(relationship.client_id, relationship)
            return access.is_shown(self._actor, "clients.list", subject)

        found = self._table.page(
            CLIENTS_OF_THERAPIST,
            request,
            scope=self._actor.scope,
            where=shown,
            therapist_id=self._actor.profile_id,
        )
        return Page([ClientView.related(r) for r in found.items], found.next_cursor)


class Therapists(Service):
    """Create, read, find, change, verify and remove therapists."""

    domain: ClassVar[str] = "therapists"

    def create(
        self,
        email: str,
        password: str,
        name: str,
        timezone: str | None = None,
        expertise: Sequence[str] = (),
        location: str | None = None,
        bio: str | None = None,
    ) -> TherapistView:
        """Open an account for a therapist, with a first password, and return the profile.

        The therapist is listed once verified. Raises `InvalidInput` and `EmailTaken`.
        """
        more = {
            "timezone": timezone,
            "expertise": list(expertise),
            "location": location,
            "bio": bio,
        }
        found = opening(self._practice, Role.THERAPIST, email, password, name, more)
        assert isinstance(found.profile, Therapist)
        made = found.answer(found.profile, self._actor.scope, self._once)
        return TherapistView.of(made, Sight.FULL)

    def get(self, therapist_id: str) -> TherapistView:
        """Return a therapist's profile. Raises `NotFound` for one who is not listed."""
        found = self._table.get(Therapist.at(therapist_id=therapist_id))
        is_listed = found is not None and found.listing == LISTED
        seen = access.sight(self._actor, "therapists.get", Subject(therapist_id, listed=is_listed))
        if found is None:
            raise NotFound
        return TherapistView.of(found, seen)

    def list(
        self,
        page: PageRequest | None = None,
        expertise: str | None = None,
        location: str | None = None,
        name: str | None = None,
    ) -> Page[TherapistView]:
        """Return a page of listed therapists by name.

        An admin's holds the unlisted ones too, unless it is narrowed to an expertise or a place.
        `expertise` and `location` match whole values whatever their case and accents, a part of
        a place between commas included; `name` is the beginning of a name. All that are given
        have to match. Raises `InvalidCursor`.
        """
        unlisted = access.sees_all(self._actor, "therapists.list")
        wanted = finding.Wanted(expertise, location, name, unlisted)
        return finding.find(self._table, page or PageRequest(), self._actor.scope, wanted)

    def replace(
        self, therapist_id: str, values: dict[str, Any], version: int | None = None
    ) -> TherapistView:
        """Write a whole profile: name, expertise, location, timezone, bio.

        What is left out is emptied. Raises `InvalidInput`, `NotFound` and `VersionMismatch`.
        """
        self._sight("therapists.replace", therapist_id)
        return self._write(therapist_id, whole(THERAPIST_FIELDS, values), version)

    def change(
        self, therapist_id: str, changes: dict[str, Any], version: int | None = None
    ) -> TherapistView:
        """Change some fields of a profile; None empties one. Raises as `replace`."""
        self._sight("therapists.change", therapist_id)
        return self._write(therapist_id, checked(THERAPIST_FIELDS, changes), version)

    def verify(self, therapist_id: str, version: int | None = None) -> TherapistView:
        """List a therapist in the directory; one who is listed stays as verified at first.

        Raises `NotFound` and `VersionMismatch`.
        """
        profile = self._load(therapist_id)
        assert isinstance(profile.entity, Therapist)
        listed = profile.entity.listing == LISTED
        at = profile.entity.verified_at if listed else self._table.clock()
        values = {"verified_at": at, "listing": LISTED}
        return self._written(profile, values, version, Event.THERAPIST_VERIFIED)

    def unverify(self, therapist_id: str, version: int | None = None) -> TherapistView:
        """Take a therapist out of the directory. Raises as `verify`."""
        values = {"verified_at": None, "listing": UNLISTED}
        profile = self._load(therapist_id)
        return self._written(profile, values, version, Event.THERAPIST_UNVERIFIED)

    def delete(self, therapist_id: str, version: int | None = None) -> None:
        """Erase a therapist: what identifies, and what is the therapist's alone.

        Raises `NotFound` and `VersionMismatch`.
        """
        self._sight("therapists.delete", therapist_id)
        profile = self._load(therapist_id)
        expect_version(profile.entity, version)
        erasing.remove(self._table, self._actor, profile)

    def _sight(self, action: str, therapist_id: str) -> Sight:
        return access.sight(self._actor, action, Subject(therapist_id))

    def _load(self, therapist_id: str) -> Profile:
        profile = profiles.load_therapist(self._table, therapist_id)
        if profile is None:
            raise NotFound
        return profile

    def _write(
        self, therapist_id: str, values: dict[str, Any], version: int | None
    ) -> TherapistView:
        return self._written(self._load(therapist_id), values, version)

    def _written(
        self,
        profile: Profile,
        values: dict[str, Any],
        version: int | None,
        event: Event = Event.PROFILE_CHANGED,
    ) -> TherapistView:
        entity = profiles.write(self._table, self._actor, profile, values, version, event)
        assert isinstance(entity, Therapist)
        return TherapistView.of(entity, Sight.FULL)
