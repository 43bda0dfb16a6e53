"""Put the app together: a list of what is plugged in, from the outside in."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from therapy_api import (
    auth,
    cors,
    encoding,
    idempotency,
    intake,
    limits,
    logs,
    openapi,
    problems,
    request_ids,
    security,
)
from therapy_api.areas import WHOLE, Area
from therapy_core import Practice, Settings


def create_app(settings: Settings, practice: Practice | None = None, area: Area = WHOLE) -> Flask:
    """Return the app over a practice, or over the one that the settings name.

    An app of one area knows the paths of that area alone. Nothing is asked of the network here;
    the first request connects.
    """
    app = logs.LoggingFlask("therapy_api", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.merge_slashes = False  # "//clients" is no path, rather than a redirect
    app.extensions["practice"] = practice or Practice.connect(settings, domains=area.domains)
    _trust_proxies(app, settings)

    encoding.init_app(app)
    request_ids.init_app(app)
    logs.init_app(app, settings)
    security.init_app(app)
    cors.init_app(app, settings)
    problems.init_app(app)
    limits.init_app(app)
    idempotency.init_app(app)
    auth.init_app(app, settings)
    intake.init_app(app)
    if area.has_pages:
        from therapy_api import pages  # noqa: PLC0415 - other areas do without

        pages.init_app(app)
    if area is WHOLE:
        from therapy_api import site  # noqa: PLC0415 - on AWS the bucket serves it

        site.init_app(app, settings)

    api = openapi.init_app(app, is_whole=area is WHOLE)
    for blueprint in area.blueprints():
        api.register_blueprint(blueprint)
    return app


def _trust_proxies(app: Flask, settings: Settings) -> None:
    if trusted := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's documentation does
            app.wsgi_app, x_for=trusted, x_proto=trusted
        )
