"""Sessions, their notes and the calendar."""
