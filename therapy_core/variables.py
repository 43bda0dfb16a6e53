"""Read one variable of the environment at a time, each with its own rule.

An empty variable counts as one that isn't set. Every function raises `Misconfigured`, which
names the variable and says what to do, and shows no value that could be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from therapy_core.errors import Misconfigured
from therapy_core.secret import Secret

Environ = Mapping[str, str]


def text(environ: Environ, name: str, default: str, pattern: str, rule: str) -> str:
    """Return a text that matches `pattern`; `rule` says in words what it has to look like."""
    value = _value(environ, name) or default
    if not re.fullmatch(pattern, value):
        raise Misconfigured(f"{name} has to be {rule}.")
    return value


def number(environ: Environ, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    value = _value(environ, name) or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise Misconfigured(f"{name} has to be a whole number from {least} to {most}.")
    return int(value)


def choice(environ: Environ, name: str, default: str, choices: Collection[str]) -> str:
    """Return one of `choices`."""
    value = _value(environ, name) or default
    if value not in choices:
        raise Misconfigured(f"{name} has to be one of {', '.join(choices)}.")
    return value


def server(environ: Environ, name: str) -> str | None:
    """Return the URL of a server, `http://host:port`, without a slash at its end, or None."""
    value = _value(environ, name)
    if value and not _is_origin(value.removesuffix("/")):
        raise Misconfigured(f"{name} has to be a URL like http://localhost:8000, with no path.")
    return value.removesuffix("/") or None


def origins(environ: Environ, name: str, *, encrypted: bool) -> tuple[str, ...]:
    """Return the origins of a comma-separated list; with `encrypted`, only https is taken."""
    found = tuple(filter(None, (part.strip() for part in _value(environ, name).split(","))))
    if "*" in found:
        raise Misconfigured(f"{name} has to name its origins one by one; * would let in any site.")
    if not all(map(_is_origin, found)):
        raise Misconfigured(
            f"{name} has to be origins like https://app.example.org, with no path, "
            "separated by commas."
        )
    if encrypted and not all(origin.startswith("https://") for origin in found):
        raise Misconfigured(f"{name} has to use https outside development.")
    return found


def secrets(environ: Environ, name: str) -> tuple[Secret, ...]:
    """Return the secrets of a comma-separated list."""
    parts = (part.strip() for part in _value(environ, name).split(","))
    return tuple(Secret(part) for part in parts if part)


def _value(environ: Environ, name: str) -> str:
    return environ.get(name, "").strip()


def _is_origin(value: str) -> bool:
    """Tell whether a URL is a scheme, a host and perhaps a port, and nothing more."""
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return False
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return value.lower() == f"{parts.scheme}://{host}{port}"
