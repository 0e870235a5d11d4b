"""The key of a page: four digests that decide whether it must be rendered again, and tell why."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sitegen import __version__
from sitegen.digests import digest
from sitegen.pages import calendars
from sitegen.versions import versions_of

if TYPE_CHECKING:
    from sitegen.pages.layouts import Layouts
    from sitegen.pages.views import Page, Site

_LIBRARIES = ("jinja2", "markupsafe", "markdown-it-py", "tzdata")
_PART = 12
_REASONS = (
    "what it shows changed",
    "its layout changed",
    "the site's settings or menu changed",
    "sitegen itself changed",
)


@cache
def engine() -> str:
    """The digest of what turns values into bytes; another release of any of it may turn them into others."""
    extra = ("babel",) if calendars.is_installed() else ()
    return digest(" ".join([__version__, *versions_of(*_LIBRARIES, *extra)]))


def key_of(page: Page, layouts: Layouts, site_digest: str) -> str:
    """The key of *page*: its value, its layout with all that it includes, what layouts see of the site, the engine."""
    parts = (digest(repr(page)), layouts.closures.get(page.layout, ""), site_digest, engine())
    return ".".join(part[:_PART] for part in parts)


def digest_of_site(site: Site) -> str:
    """The digest of what every layout sees."""
    return digest(repr(site))


def reason(old: str, new: str) -> str:
    """Why a page of key *new* must be rendered where *old* was published ("": it was not, or it was altered)."""
    if old == new:
        return ""
    if old.count(".") != new.count("."):
        return "it is new" if not old else "it is not as it was published"
    parts = zip(old.split("."), new.split("."), _REASONS, strict=True)
    return "; ".join(said for one, other, said in parts if one != other)
