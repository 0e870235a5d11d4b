"""Which versions of other packages are installed, told by the names of their folders: importlib.metadata takes 20 ms."""

from __future__ import annotations

import os
import sys

_NOTED = (".dist-info", ".egg-info")


def versions_of(*packages: str) -> tuple[str, ...]:
    """For each of *packages* a text that says which version of it is installed; a new version has another.

    It is the names of the folders in which installers note what they installed: they hold the version (PyPA, recording
    installed projects). Where there is none, it is what the package itself says. Raises
    importlib.metadata.PackageNotFoundError.
    """
    noted = [_folded(name) for folder in sys.path for name in _listed(folder) if name.endswith(_NOTED)]
    return tuple(_version_of(package, noted) for package in packages)


def _version_of(package: str, noted: list[str]) -> str:
    start = f"{_folded(package)}_"
    if found := [name for name in noted if name.startswith(start) and name[len(start)].isdigit()]:
        return " ".join(sorted(found))
    from importlib.metadata import version  # from an archive, or another place that is no folder

    return version(package)


def _listed(folder: str) -> list[str]:
    try:
        with os.scandir(folder or ".") as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []  # an archive, or nothing at all


def _folded(name: str) -> str:
    """*name* as all ways to write it have it in common."""
    return name.lower().replace("-", "_").replace(".", "_")
