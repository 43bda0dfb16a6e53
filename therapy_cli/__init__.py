"""Hold the `therapy` command and the embedded engine that it starts."""
