"""Slots, appointment requests and the rule that nothing overlaps."""
