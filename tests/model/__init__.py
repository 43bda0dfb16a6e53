"""A practice in plain memory, and a machine that compares the library with it."""
