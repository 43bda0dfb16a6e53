"""The system on AWS: its template, its package, and what puts them there."""
