"""Finding a therapist: the narrowest list that answers, thinned out by what else is asked."""

from __future__ import annotations

from dataclasses import dataclass

from therapy_core.actor import Page, PageRequest
from therapy_core.directory.facets import (
    EXPERTISE,
    LOCATION,
    expertise_values,
    location_values,
)
from therapy_core.directory.models import (
    LISTED,
    THERAPISTS_BY_FACET,
    THERAPISTS_BY_NAME,
    UNLISTED,
    Facet,
    Therapist,
)
from therapy_core.directory.views import TherapistView
from therapy_core.table import Narrow, Table
from therapy_core.table.codecs import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say what is looked for; None is anything."""

    expertise: str | None = None
    location: str | None = None
    name: str | None = None
    unlisted: bool = False

    def fits(self, found: Therapist | Facet) -> bool:
        """Tell whether a therapist has the expertise and the location that are asked for."""
        if self.expertise and fold(self.expertise) not in expertise_values(list(found.expertise)):
            return False
        return not self.location or fold(self.location) in location_values(found.location)

    @property
    def facet(self) -> tuple[str, str] | None:
        """Return the kind and value of the facet whose list to read, if one is asked for."""
        if self.expertise:
            return EXPERTISE, fold(self.expertise)
        return (LOCATION, fold(self.location)) if self.location else None


def find(table: Table, request: PageRequest, scope: str, wanted: Wanted) -> Page[TherapistView]:
    """Return a page of therapists that fit, by name. Raises the toolkit's `InvalidCursor`."""
    narrow = Narrow(prefix=wanted.name or "")
    asked = repr(wanted)
    found: Page[Facet] | Page[Therapist]
    if wanted.facet:
        kind, value = wanted.facet
        both = wanted.expertise and wanted.location
        found = table.page(
            THERAPISTS_BY_FACET,
            request,
            scope=scope,
            narrow=narrow,
            asked=asked,
            where=wanted.fits if both else None,
            kind=kind,
            value=value,
        )
    else:
        listing = (LISTED, UNLISTED) if wanted.unlisted else LISTED
        found = table.page(
            THERAPISTS_BY_NAME, request, scope=scope, narrow=narrow, asked=asked, listing=listing
        )
    return Page([TherapistView.listed(t) for t in found.items], found.next_cursor)
