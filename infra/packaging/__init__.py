"""The zip that Lambda runs: the same bytes whenever and wherever the same code is packaged."""

from __future__ import annotations

from infra.packaging.building import Built, Recipe, build, build_twice
from infra.packaging.errors import PackagingError
from infra.packaging.target import ARCHITECTURES, Target

__all__ = ["ARCHITECTURES", "Built", "PackagingError", "Recipe", "Target", "build", "build_twice"]
