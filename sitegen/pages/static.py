"""Files that are published as they are: the default theme's, overlaid by the site's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import ContentError
from sitegen.files import check_name
from sitegen.pages.theme import default_layouts


@dataclass(frozen=True, slots=True)
class Asset:
    """A file made without a layout: a feed, the sitemap, a stylesheet."""

    url: str
    data: bytes
    owner: str


def static_files(folder: Path) -> dict[str, Path]:
    """The files of ``layouts/static/``, the site's over the default theme's, by their path below it.

    Raises ContentError with every one whose name is not UTF-8: it could not be the name of a page.
    """
    found: dict[str, Path] = {}
    for base in (default_layouts() / "static", folder / "static"):
        if base.is_dir():
            for path in sorted(base.rglob("*")):
                name = path.relative_to(base).as_posix()
                if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                    found[name] = path
    if problems := [problem for name in found if (problem := check_name(f"layouts/static/{name}"))]:
        raise ContentError(problems)
    return found


def static_assets(layouts: Path) -> Iterator[Asset]:
    """The static files of the *layouts* folder over the default theme's. Raises ContentError."""
    for name, path in static_files(layouts).items():
        yield Asset(f"/assets/{name}", path.read_bytes(), f"layouts/static/{name}")
