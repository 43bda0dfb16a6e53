"""What is to be done with each thing that falls due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from therapy_core.directory import profiles
from therapy_core.due.models import Task
from therapy_core.records import erasing
from therapy_core.relationships import ending, expiring
from therapy_core.relationships.models import JournalAccessRequest, MappingRequest
from therapy_core.scheduling import releasing
from therapy_core.scheduling.models import AppointmentRequest
from therapy_core.table import Entity, Table

WAITING: Mapping[type[Entity], Callable[[Table, Any], object]] = {
    MappingRequest: expiring.expire,
    JournalAccessRequest: expiring.expire,
    # scheduling
    AppointmentRequest: releasing.expire,
}
"""What expires: each is handed the table and the request as it was read.

One that returns False says that there was nothing left to do.
"""

TASKS: Mapping[str, Callable[[Table, Task], object]] = {
    ending.UNMAP: ending.resume,
    profiles.RENAME: profiles.resume,
    # sessions
    # messaging
    # journals
    # keys
    # records
    erasing.ERASE: erasing.resume,
}
"""What was begun, by the kind of its task: each can be done twice, and is crossed off after."""
