"""The emotions journal, its vocabulary and its trends."""
