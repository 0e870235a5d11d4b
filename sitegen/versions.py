"""Which version of a library is installed, told by the name of its folder: `importlib.metadata` alone costs 20 ms."""

from __future__ import annotations

import os
import re
import sys
from functools import cache


@cache
def version_of(package: str) -> str:
    """The installed version of *package*, as its ``*.dist-info`` says; the first on the path counts.

    Raises ``importlib.metadata.PackageNotFoundError`` where it is not installed.
    """
    name = re.sub(r"[-_.]+", "[-_.]+", re.escape(package).replace("\\-", "-"))
    folder = re.compile(rf"{name}-(?P<version>[^-]+)\.dist-info", re.IGNORECASE)
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                found = next(filter(None, (folder.fullmatch(entry.name) for entry in entries)), None)
        except OSError:
            continue
        if found:
            return found["version"]
    from importlib.metadata import version  # in an archive, or as an egg: rare, and it knows how

    return version(package)
