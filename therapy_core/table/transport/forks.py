"""Keep a forked process from using what belongs to its parent."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class Forgetful(Protocol):
    """Hold connections that no other process may use."""

    def forget(self) -> None:
        """Let go of them without a word to the other side, who may still be talking."""
        ...


_watched: weakref.WeakSet[Forgetful] = weakref.WeakSet()


def watch(holder: Forgetful) -> None:
    """Let `holder` forget its connections in every process that is forked off this one."""
    _watched.add(holder)


def _forget_all() -> None:
    for holder in _watched:
        holder.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
