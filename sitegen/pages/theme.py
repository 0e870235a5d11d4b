"""Where the default theme lies."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def default_layouts() -> Path:
    """The folder of the default theme: in the package where it was installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "layouts"
    return inside if inside.is_dir() else package.parent / "layouts"
