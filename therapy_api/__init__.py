"""Serve a therapy practice over HTTP: a thin app over `therapy_core`."""
