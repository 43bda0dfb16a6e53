"""A therapy practice on one DynamoDB table: its entities, its rules and who may do what."""

from therapy_core.actor import ANONYMOUS, SYSTEM, Actor, Once, Page, PageRequest, Role
from therapy_core.errors import TherapyError
from therapy_core.practice import Practice
from therapy_core.settings import Settings

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Actor",
    "Once",
    "Page",
    "PageRequest",
    "Practice",
    "Role",
    "Settings",
    "TherapyError",
]
