"""The work that falls due."""
