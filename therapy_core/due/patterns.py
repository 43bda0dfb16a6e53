"""How what falls due is found."""

from __future__ import annotations

from therapy_core.due.models import Task
from therapy_core.relationships.models import JournalAccessRequest, MappingRequest
from therapy_core.scheduling.models import AppointmentRequest
from therapy_core.table import AccessPattern

Due = Task | MappingRequest | JournalAccessRequest | AppointmentRequest

DUE = AccessPattern[Due](
    "work that falls due",
    on=Task.due,
    returns=(Task, MappingRequest, JournalAccessRequest, AppointmentRequest),
    why="What expired is written down, and what was begun is brought to its end.",
)
