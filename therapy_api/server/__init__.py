"""Serve with gunicorn: its master and its HTTP parser, and a worker of our own between them."""

from therapy_api.server.worker import Worker

__all__ = ["Worker"]
