"""One module a domain, each with its `ROWS`."""
