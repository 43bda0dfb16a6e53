"""One file a group of the `therapy` command; each offers `command`."""
