"""What every use case is measured by: one module a domain, each with its `CASES`."""
