"""Serve the app with any WSGI server.

With gunicorn: `gunicorn --worker-class therapy_api.server.Worker therapy_api.wsgi:app`.
"""

from __future__ import annotations

from therapy_api.app import create_app
from therapy_core.environment import load_settings

app = create_app(load_settings())
