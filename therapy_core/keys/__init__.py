"""Data keys: what people write is sealed under keys of the client that it is about."""
