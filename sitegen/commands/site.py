"""Where a site is: the nearest folder with a ``site.yaml``, as git finds its own."""

from __future__ import annotations

import os
from pathlib import Path

CONFIG = "site.yaml"


def find_root(given: Path | None) -> Path:
    """The root of the site: *given*, else the working folder or the nearest above it that has a ``site.yaml``."""
    if given is not None:
        return given.resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if os.path.lexists(folder / CONFIG)), here)
