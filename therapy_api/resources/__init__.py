"""One file a resource; a view parses, calls the library, and returns."""
