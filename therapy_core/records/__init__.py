"""A person's whole record: taking it along, bringing it back, and erasing it."""
