"""Serve the app with any WSGI server.

With gunicorn: `gunicorn --worker-class therapy_api.server.Worker therapy_api.wsgi:app`.
"""

# ruff: noqa: E402 - what is imported below is what is not to be looked through
from __future__ import annotations

import gc

gc.disable()  # nothing that is loaded is garbage, and looking for some takes a tenth of the start

from therapy_api.app import create_app
from therapy_core.environment import load_settings

app = create_app(load_settings())
gc.freeze()
gc.enable()
