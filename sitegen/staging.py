"""Files without a layout -> staging folder: those that are not published as they are; and what is to be removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from sitegen.errors import ContentError, Location, Problem
from sitegen.output.stage import stage
from sitegen.output.targets import Staged, Target
from sitegen.pages.static import Asset
from sitegen.pages.urls import path_of
from sitegen.work import STATIC, Beside, Work, key_of_asset


def stage_assets(staging: Path, assets: Iterable[Asset], target: Target) -> tuple[list[Staged], set[str]]:
    """Those of *assets* that are not published as they are, staged; and the paths of all. Raises ContentError."""
    staged, problems = [], []
    owners: dict[str, str] = {}
    for asset in assets:
        path = path_of(asset.url)
        if path in owners:
            problems.append(_twice(path, owners[path], asset.owner))
        owners[path] = asset.owner
        known, key = target.recorded(path), key_of_asset(asset)
        if known is None or known.key != key or not target.is_intact(known):
            checksum, size = stage(staging, path, asset.data)
            staged.append(Staged(asset.url, path, checksum, size, key, asset.owner))
    if problems:
        raise ContentError(problems)
    return staged, set(owners)


def stage_beside(staging: Path, root: Path, beside: Mapping[str, Beside], target: Target) -> list[Staged]:
    """Those of the pictures *beside* content files, by path, that are not published as they are, staged."""
    staged = []
    for path, one in beside.items():
        known = target.recorded(path)
        if known is not None and known.key == one.key and target.is_intact(known):
            continue
        try:
            data = (root / one.file).read_bytes()
        except OSError:  # it went a moment ago: the check of links says so, or the next build
            continue
        checksum, size = stage(staging, path, data)
        staged.append(Staged(one.url, path, checksum, size, one.key, one.file))
    return staged


def _twice(path: str, owner: str, other: str) -> Problem:
    message = f'"{path}" is written for {owner}, and for {other}'
    return Problem(Location(owner), "path-collision", message, "give the file another name")


def paths_to_remove(gone: Collection[str], work: Work, target: Target, kept: Collection[str]) -> list[str]:
    """The published paths that are no more: *gone* ones of pages, and those of other files that are not *kept*."""
    dropped = {one.path for one in target.pages("assets") if one.owner.startswith(STATIC)}
    if work.renews_sitemap:  # whose parts come and go with years
        dropped |= {path for path in work.published if path.startswith("sitemaps/")}
    return sorted({*gone, *dropped, *work.laid} - set(kept))
