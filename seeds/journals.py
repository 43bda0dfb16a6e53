"""Journals: what clients felt over the last months, with the counters of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import chain
from random import Random

from seeds import clock, people, texts
from seeds.chance import chance
from seeds.order import LESS, LIVELY, Order
from seeds.together import Together
from therapy_core import ids
from therapy_core.directory.models import Client
from therapy_core.journals import rules
from therapy_core.journals.models import JournalEntry, Mood
from therapy_core.journals.rules import Felt
from therapy_core.journals.vocabulary import vocabulary
from therapy_core.scheduling.weekly import instant

_DEMO_WEEKS, _WEEKS = 22, 4
_DEMO_CHANCE, _CHANCE = 0.75, 0.35
_WRITERS = 4
"""Every so manieth client keeps a journal."""
_PRIVATE, _WORDS, _LATE = 0.15, 0.85, 0.1
_FREE = ("a bit of everything", "ready for the weekend", "autumnal", "müde, aber froh")
_TONES = {"happiness": texts.GOOD, "caring": texts.GOOD}


def journals(order: Order) -> Iterator[Together]:
    """Yield the journals of those who keep one, day by day; the demo client's is the longest.

    They end before the week of planting, so that planting again in this week adds nothing.
    """
    near = range(0, min(order.clients, LIVELY), _WRITERS)
    for number in chain(near, range(LIVELY, order.clients, _WRITERS * LESS)):
        client = people.client(number)
        weeks, often = (_WEEKS, _CHANCE) if number else (_DEMO_WEEKS, _DEMO_CHANCE)
        first = order.weeks(-weeks).date()
        for n in range(7 * weeks - 1):
            day = first + timedelta(days=n)
            random = chance(f"journal {number} {day}")
            if random.random() < often:
                yield _of_day(number, client, day, random)


def _of_day(number: int, client: Client, day: date, random: Random) -> Together:
    """Return the one to three entries of a client's day, and its counters."""
    hours = sorted(random.sample(range(7, 23), random.choice((1, 1, 2, 3) if not number else (1,))))
    entries = [_entry(client, day, time(hour, random.randrange(60)), random) for hour in hours]
    figures: Counter[str] = Counter()
    for each in entries:
        figures += rules.tally(Felt(each.family, int(each.intensity), each.private))
    mood = Mood(
        client_id=client.client_id,
        day=day.isoformat(),
        created_at=max(e.written_at for e in entries),
        **figures,
    )
    return Together((mood,), tuple(entries))


def _entry(client: Client, day: date, at: time, random: Random) -> JournalEntry:
    zone = client.timezone or "UTC"
    felt_at = instant(day, at, zone)
    late = timedelta(hours=3) if random.random() < _LATE else timedelta(0)
    written_at = felt_at + late + timedelta(minutes=random.randrange(15))
    feeling, tone = _feeling(random)
    known = vocabulary()
    label = f"{client.client_id} {felt_at.isoformat()}"
    return JournalEntry(
        client_id=client.client_id,
        entry_id=ids.ENTRY + clock.ulid(felt_at, label),
        felt_at=felt_at,
        felt_on=day.isoformat(),
        timezone=zone,
        written_at=written_at,
        feeling=feeling,
        words=texts.entry(random, client.timezone, tone) if random.random() < _WORDS else None,
        family=known.family_of(feeling),
        intensity=random.randint(1, 10),
        private=random.random() < _PRIVATE,
        vocabulary_version=known.version,
        created_at=written_at,
    )


def _feeling(random: Random) -> tuple[str, str]:
    """Return the name of a feeling, now and then a free one, and what it is like.

    Half of the time it is a good one; of the hard ones the strongest words stay out.
    """
    if random.random() < 0.07:  # noqa: PLR2004 - now and then
        return random.choice(_FREE), texts.GOOD
    tone = random.choice((texts.GOOD, texts.HARD))
    families = [f for f in vocabulary().families if _TONES.get(f.family, texts.HARD) == tone]
    chosen = random.choice(families)
    return random.choice(chosen.words if tone == texts.GOOD else chosen.light), tone
