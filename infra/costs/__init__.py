"""What a month on AWS costs: from measured capacity, dated prices and an assumed month.

    python -m infra.costs

Writes docs/costs.md. The assumptions stand in `month.toml`, the limits of AWS in `limits.toml`, the
prices in `infra/prices.json`; what was measured comes from `bench/results`.
"""
