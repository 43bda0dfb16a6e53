"""Write one JSON line a request, and nothing in it that a client or a therapist wrote.

A line names the route's template, never the path or the query; bodies, tokens and addresses stay
out. An error leaves its type, its way and a fingerprint, never its text (see `faults`). Other
people's loggers stay at WARNING whatever the level, since botocore and pynamodb print whole
payloads at DEBUG.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import ExitStack
from functools import wraps
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request

from therapy_api.context import practice
from therapy_api.faults import OURS, described
from therapy_core.settings import Settings

CHATTY = ("boto3", "botocore", "pynamodb", "urllib3", "werkzeug")
HANDLER = "therapy-json"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""Those that are written down: a caller can send any word in their place."""
MORE = "therapy-line"
LAMBDAS = ("awslambdaric", "bootstrap")
"""Where the handler comes from that AWS Lambda gives the root logger."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("therapy_api")

Event = MutableMapping[str, Any]
Handler = Callable[[Any, Any], Any]


class Line(str):
    """Be a line of the log that only has to be written."""

    __slots__ = ()


class Formatter(structlog.stdlib.ProcessorFormatter):
    """Write our own events as structlog made them, and everybody else's in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        return record.msg if isinstance(record.msg, Line) else super().format(record)


class LoggingFlask(Flask):
    """Be a Flask whose report of an unhandled error holds frames instead of values."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: a test makes sure that none in this app is a coroutine."""
        return func

    def log_exception(self, *args: Any) -> None:
        """Describe the error. It comes last; newer versions put a context before it."""
        _, error, _ = args[-1]
        log.error("unhandled", **described(error))


class Unhandled(Exception):
    """Stand for an error that the log knows by this fingerprint, where its text must not go."""


def init_app(app: Flask, settings: Settings) -> None:
    """Set the format and the levels, and log each request when its answer is ready."""
    configure(settings.log_level)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_close)


def add_to_line(app: Flask, make: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """Let `make` add members to the line of each request; it is given those that there are."""
    app.extensions.setdefault(MORE, []).append(make)


def without_text(handler: Handler) -> Handler:
    """Let an error of a function on AWS Lambda leave as `Unhandled`, described in the log.

    Lambda itself writes the text of whatever a handler raises.
    """

    @wraps(handler)
    def wrapper(event: Any, context: Any) -> Any:
        try:
            return handler(event, context)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text may quote data
            told = described(error)
            log.error("unhandled", **told)  # noqa: TRY400 - it is described already
        raise Unhandled(told["fingerprint"])

    return wrapper


def configure(level: str) -> None:
    """Send every logger through one JSON handler on standard output, ours at `level`.

    It takes the place of AWS Lambda's, which would write each line a second time.
    """
    structlog.configure(
        processors=[*_shared(), structlog.processors.JSONRenderer(_line)],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not _is_replaced(each)] + [_handler()]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _is_replaced(handler: logging.Handler) -> bool:
    return handler.name == HANDLER or type(handler).__module__.partition(".")[0] in LAMBDAS


def _shared() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_text,
    ]


def _without_text(_: Any, __: str, event: Event) -> Event:
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    return {**event, **described(error)} if error else event


def _forget_text(_: Any, __: str, event: Event) -> Event:
    record = event["_record"]
    record.exc_info = record.exc_text = record.stack_info = None
    return event


def _line(event: Event, **options: Any) -> Line:
    return Line(json.dumps(event, **options))


def _handler() -> logging.Handler:
    handler = logging.StreamHandler(sys.stdout)
    handler.name = HANDLER
    handler.setFormatter(
        Formatter(
            foreign_pre_chain=_shared(),
            processors=[
                _forget_text,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    return handler


def _begin() -> None:
    g.began = time.perf_counter()
    g.open = opened = ExitStack()
    g.meter = opened.enter_context(practice().metered())


def _end(response: Response) -> Response:
    line = _measured(response)
    for make in current_app.extensions.get(MORE, ()):
        line |= make(line)
    log.info("request", **line)
    return response


def _measured(response: Response) -> dict[str, Any]:
    now, rule = time.perf_counter(), request.url_rule
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": rule.rule if rule else "unmatched",
        "status": response.status_code,
        "duration_ms": round((now - g.get("began", now)) * 1000, 1),
        **_metered(),
    }


def _metered() -> dict[str, float]:
    meter = g.get("meter")
    if meter is None:
        return {}
    return {
        "round_trips": meter.round_trips,
        "read_units": meter.read_units,
        "write_units": meter.write_units,
        **({"throttled": meter.throttled} if meter.throttled else {}),
    }


def _close(_: BaseException | None) -> None:
    if opened := g.pop("open", None):
        opened.close()
