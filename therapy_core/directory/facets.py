"""The facets of a therapist: what a list of therapists can be narrowed to."""

from __future__ import annotations

from therapy_core.directory.models import LISTED, Facet, Therapist
from therapy_core.table.codecs import fold

EXPERTISE, LOCATION = "expertise", "location"
_COPIED = ("name", "expertise", "location", "timezone", "verified_at")


def facets_of(therapist: Therapist) -> list[Facet]:
    """Return the facets that a therapist has; one who is not listed has none."""
    if therapist.listing != LISTED:
        return []
    found = [(EXPERTISE, v) for v in expertise_values(therapist.expertise)]
    found += [(LOCATION, v) for v in location_values(therapist.location)]
    return [_facet(therapist, kind, value) for kind, value in found]


def expertise_values(expertise: list[str]) -> list[str]:
    """Return what each field of work is found by."""
    return list(dict.fromkeys(fold(text) for text in expertise if fold(text)))


def location_values(location: str | None) -> list[str]:
    """Return what a place is found by: "Köln, Germany" by itself, by "Köln" and by "Germany"."""
    parts = [location, *location.split(",")] if location else []
    return list(dict.fromkeys(fold(text) for text in parts if fold(text)))[:10]


def _facet(therapist: Therapist, kind: str, value: str) -> Facet:
    copied = {name: getattr(therapist, name) for name in _COPIED}
    return Facet(therapist_id=therapist.therapist_id, kind=kind, value=value, **copied)
