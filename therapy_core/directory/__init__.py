"""Profiles of clients and therapists, and how a therapist is found."""
