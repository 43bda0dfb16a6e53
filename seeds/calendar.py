"""The calendar: what therapists offer and who comes, in the weeks around the present.

Each UTC day of a therapist is either for offers or for one client, so that no sheet of a day
depends on how large the practice is. What a week holds depends on its date alone, and on whether
it is past, so planting again in the same week writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from seeds import clock, people, requests, sessions
from seeds.chance import chance
from seeds.order import Order
from seeds.relationships import regulars
from seeds.sessions import Outcome, Visit
from seeds.sheets import client_day, therapist_day
from seeds.therapists import LISTED_THERAPISTS
from seeds.together import Planted, Together
from therapy_core.directory.models import Therapist
from therapy_core.scheduling import rules, slot_ids
from therapy_core.scheduling.models import Slot
from therapy_core.scheduling.weekly import instant
from therapy_core.table import Entity

WEEKS_BACK, WEEKS_AHEAD = 10, 3
_OTHERS_BACK = 4
MINUTES = 50
_OFFERED_SINCE = -1
_TIMES = (time(9), time(10, 15), time(11, 30), time(14), time(15, 15), time(16, 30))
_A_DAY = 3
_MON, _TUE, _WED, _THU, _FRI = range(5)
_SATURDAY = 5
WAITING_WEEK = 2
"""How many weeks ahead the slots lie that somebody has asked for and waits for."""


@dataclass(frozen=True, slots=True)
class Day:
    """Name one UTC day of a therapist; `weeks` is how far its week lies ahead, or back."""

    therapist: Therapist
    demo: bool
    weeks: int
    day: date

    @property
    def label(self) -> str:
        """Return what makes this day another than all others."""
        return f"{self.therapist.therapist_id} {self.day}"

    @property
    def is_past(self) -> bool:
        """Tell whether its week is over."""
        return self.weeks < 0


def calendar(order: Order) -> Iterator[Planted]:
    """Yield the slots of every listed therapist, with all that came of them.

    The demo therapist, the first of them, looks back farther than the others.
    """
    for weeks in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
        listed = LISTED_THERAPISTS if weeks >= -_OTHERS_BACK else LISTED_THERAPISTS[:1]
        for number, therapist in enumerate(listed):
            for weekday in range(_SATURDAY):
                day = order.weeks(weeks).date() + timedelta(days=weekday)
                yield from _of_day(order, Day(therapist, number == 0, weeks, day))


def _of_day(order: Order, day: Day) -> Iterator[Planted]:
    number = _visitor(day)
    if number is None:
        if day.weeks >= (_OFFERED_SINCE if day.demo else 0):
            yield _offers(order, day)
    elif number < order.clients:
        waits = day.weeks == WAITING_WEEK and day.day.weekday() == _THU
        yield _asked_for(order, day, number) if waits else _visited(order, day, number)


def _visitor(day: Day) -> int | None:
    """Return the number of the client who comes on a day; None on a day for offers."""
    weekday = day.day.weekday()
    if day.demo and weekday == _TUE:
        return 0
    coming = regulars(day.therapist.therapist_id)
    if weekday in ((_THU, _FRI) if day.demo else (_TUE, _THU)) and coming:
        week = clock.week_number(_midnight(day.day))
        return coming[(2 * week + weekday // _THU) % len(coming)]
    return None


# --- what a day holds --------------------------------------------------------------------------


def _offers(order: Order, day: Day) -> Together:
    """Return a day's open slots; the demo client has asked for some, or holds one."""
    slots = [_slot(day, starts_at) for starts_at in _times(day)]
    more: list[Entity] = []
    anchors: list[Entity] = []
    if day.demo and day.weeks == WAITING_WEEK and day.day.weekday() == _MON:
        held, *anchors = requests.pending(order, slots[0], people.client(0))
        more = [held]
    if day.demo and day.is_past and day.day.weekday() == _WED:
        more = requests.answered(order, slots, people.client(0))
    sheet = therapist_day(order, day.day.isoformat(), slots)
    return Together((*sheet, *anchors, *slots), tuple(more))


def _asked_for(order: Order, day: Day, number: int) -> Together:
    """Return a day on which a client holds a slot, and waits for the answer."""
    slot = _one_slot(day)
    request, holds = requests.pending(order, slot, people.client(number))
    sheet = therapist_day(order, day.day.isoformat(), [slot])
    return Together((*sheet, holds, slot), (request,))


def _visited(order: Order, day: Day, number: int) -> Together:
    """Return a day on which a client comes, or would have come."""
    slot, client = _one_slot(day), people.client(number)
    outcome = _outcome(day, number)
    visit = Visit(order, slot, client, outcome, chance(f"visit {day.label}"), number == 0)
    found = sessions.of_visit(visit)
    sheets = therapist_day(order, day.day.isoformat(), [slot])
    if outcome in sessions.SITTING:
        sheets += client_day(order, client.client_id, day.day.isoformat(), found[0])
    return Together((*sheets, slot), tuple(found))


def _outcome(day: Day, number: int) -> Outcome:
    """Return what becomes of a visit: everything in ten weeks, and most often it takes place."""
    if not day.is_past:
        return Outcome.SCHEDULED
    shift = number + len(day.therapist.name) if number else 0
    return sessions.PATTERN[(clock.week_number(_midnight(day.day)) + shift) % len(sessions.PATTERN)]


# --- times -------------------------------------------------------------------------------------


def _times(day: Day) -> Sequence[datetime]:
    """Return some of the office hours that lie within a UTC day, in order."""
    hours = _office_hours(day)
    return sorted(chance(f"offers {day.label}").sample(hours, min(_A_DAY, len(hours))))


def _one_slot(day: Day) -> Slot:
    return _slot(day, chance(f"hour {day.label}").choice(_office_hours(day)))


def _office_hours(day: Day) -> list[datetime]:
    """Return when slots can begin by the therapist's clocks, without leaving the UTC day."""
    zone = str(day.therapist.timezone)
    around = [day.day + timedelta(days=n) for n in (-1, 0, 1)]
    begin = [instant(d, at, zone) for d in around if d.weekday() < _SATURDAY for at in _TIMES]
    return [at for at in begin if rules.days(_interval(at)) == [day.day.isoformat()]]


def _slot(day: Day, starts_at: datetime) -> Slot:
    _, ends_at = _interval(starts_at)
    return Slot(
        therapist_id=day.therapist.therapist_id,
        slot_id=slot_ids.derived_slot_id(day.therapist.therapist_id, starts_at, MINUTES),
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=day.therapist.timezone,
        created_at=clock.monday(starts_at) - timedelta(weeks=WEEKS_AHEAD + 1),
    )


def _interval(starts_at: datetime) -> rules.Interval:
    return starts_at, starts_at + timedelta(minutes=MINUTES)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
