"""The use cases of searching: a client's and a therapist's, over what each may see right now."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar

from therapy_core import access
from therapy_core.access import Subject
from therapy_core.actor import Page, PageRequest
from therapy_core.errors import InvalidInput
from therapy_core.search import sources
from therapy_core.search.matching import Keyword
from therapy_core.search.sources import Sight, Sources
from therapy_core.search.views import OF_CLIENT, OF_THERAPIST, Hit, Where
from therapy_core.search.walking import Spot, Walk
from therapy_core.service import Service
from therapy_core.table import Table


class Search(Service):
    """Find things by what is written in them."""

    domain: ClassVar[str] = "search"

    def of_client(
        self,
        client_id: str,
        keyword: str,
        page: PageRequest | None = None,
        within: Collection[Where] | None = None,
    ) -> Page[Hit]:
        """Return a page of what a client finds: own journal, shared notes, messages, therapists.

        `keyword` is 1 to 100 characters, at most 10 words, all of which have to be there, each
        whole or as the beginning of a word; `within` leaves out the other kinds. Newest first
        inside a kind, therapists by name. The work of a page is bounded: it may be short, even
        empty, and still have a next. Raises `InvalidInput`, `NotFound` and `InvalidCursor`.
        """
        access.sight(self._actor, "search.of_client", Subject(client_id))
        return self._page(sources.of_client, keyword, page, _chosen(OF_CLIENT, within))

    def of_therapist(
        self,
        therapist_id: str,
        keyword: str,
        page: PageRequest | None = None,
        within: Collection[Where] | None = None,
    ) -> Page[Hit]:
        """Return a page of what a therapist finds: own clients, notes, messages, granted journals.

        Before the entries of a journal are read, at every continuation anew, the grant is checked
        and the search written into the client's record. All else as `of_client`.
        """
        access.sight(self._actor, "search.of_therapist", Subject(therapist_id))
        return self._page(sources.of_therapist, keyword, page, _chosen(OF_THERAPIST, within))

    def _page(
        self,
        made: Callable[[Table, Sight], Sources],
        keyword: str,
        page: PageRequest | None,
        kinds: list[Where],
    ) -> Page[Hit]:
        asked = Keyword.parse(keyword)
        about = ("search", self._actor.scope, *kinds, "", *asked.words)
        request, spot = page or PageRequest(), Spot(self._table.clock())
        if request.cursor is not None:
            spot = Spot.of(self._table.unseal(request.cursor, *about))
        sight = Sight(self._actor, asked, spot.began)
        found = made(self._table, sight)
        walk = Walk([s for kind in kinds for s in found[kind]], request.limit, spot, sight.owners)
        walk.go()
        after = None if walk.ended else self._table.seal(walk.spot.text(), *about)
        return Page(walk.hits, after)


def _chosen(all_kinds: tuple[Where, ...], within: Collection[Where] | None) -> list[Where]:
    """Return the kinds to search, in order. Raises `InvalidInput` for none, or another's."""
    if within is not None and not (within and set(within) <= set(all_kinds)):
        raise InvalidInput({"in": f"takes some of {', '.join(all_kinds)}"})
    return [kind for kind in all_kinds if within is None or kind in within]
