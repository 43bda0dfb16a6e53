"""Accounts and logins: signing up, logging in, what is one's own."""
