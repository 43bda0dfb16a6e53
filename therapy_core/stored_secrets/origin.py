"""Replace `ORIGIN_KEY`, with the former one accepted until CloudFront has followed.

The functions read the secret every few minutes, while CloudFront learns the key from a deployment.
So both keys are accepted from the one to the other, and nobody's address is lost in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from therapy_core.errors import Conflict
from therapy_core.stored_secrets.making import new_secret

KEY, FORMER = "ORIGIN_KEY", "PREVIOUS_ORIGIN_KEYS"


def switched(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with a new key, and the former one accepted on.

    Raises `Conflict` where one is accepted still: it may be the one that CloudFront sends.
    """
    if values.get(FORMER):
        raise Conflict("A former key is still accepted. Retire it, once CloudFront has followed.")
    return {**values, KEY: new_secret(), FORMER: values.get(KEY) or ""}


def retired(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` without the former key."""
    return {**values, FORMER: ""}
