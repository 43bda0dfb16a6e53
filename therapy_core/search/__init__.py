"""Keyword search over what the caller may see at this moment."""
