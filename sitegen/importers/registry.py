"""Which importers there are, and which one reads a seed: a new format is a module and a line here."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.containers.archive import ARCHIVE
from sitegen.importers.containers.saved_page import SAVED_PAGE
from sitegen.importers.containers.warc import WARC
from sitegen.importers.exports.feed import FEED
from sitegen.importers.exports.guardian import GUARDIAN
from sitegen.importers.exports.liveblogsum import LIVEBLOGSUM
from sitegen.importers.exports.news_item import NEWS_ITEM
from sitegen.importers.exports.sourcefabric import SOURCEFABRIC
from sitegen.importers.exports.table import TABLE
from sitegen.importers.exports.wordpress import WORDPRESS
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.text.incident import INCIDENT
from sitegen.importers.text.jekyll import JEKYLL
from sitegen.importers.text.log import LOG
from sitegen.importers.text.wire import WIRE
from sitegen.importers.web.jsonld import JSONLD
from sitegen.importers.web.page import PAGE
from sitegen.records.fields import nearest

OURS = (
    WIRE,
    LOG,
    JEKYLL,
    JSONLD,
    PAGE,
    GUARDIAN,
    SOURCEFABRIC,
    WORDPRESS,
    LIVEBLOGSUM,
    INCIDENT,
    ARCHIVE,
    WARC,
    SAVED_PAGE,
    FEED,
    NEWS_ITEM,
    TABLE,
)
GROUP = "sitegen.importers"
"""The entry-point group by which other packages add importers."""

# What the code of another package may raise while it is imported.
_FOREIGN_FAULTS = (
    ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError, LookupError, ArithmeticError, OSError,
    RuntimeError, AssertionError,
)  # fmt: skip


def importers(found: Iterable[EntryPoint] | None = None) -> tuple[tuple[Importer, ...], tuple[Problem, ...]]:
    """All importers, ours first, others by name, and a problem for each that cannot be used.

    *found* are the entry points of the group; None asks the installed packages.
    """
    usable: dict[str, Importer] = {importer.name: importer for importer in OURS}
    problems = []
    points = entry_points(group=GROUP) if found is None else found
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        loaded = _load(point)
        if isinstance(loaded, Importer) and loaded.name in usable:
            loaded = _broken(point, f'a second importer calls itself "{loaded.name}"')
        if isinstance(loaded, Problem):
            problems.append(loaded)
        else:
            usable[loaded.name] = loaded
    return tuple(usable.values()), tuple(problems)


def _load(point: EntryPoint) -> Importer | Problem:
    try:
        loaded: object = point.load()
    except _FOREIGN_FAULTS as error:
        return _broken(point, f"it cannot be loaded: {type(error).__name__}: {error}")
    return loaded if isinstance(loaded, Importer) else _broken(point, "it is not an Importer")


def _broken(point: EntryPoint, why: str) -> Problem:
    return Problem(
        Location("site.yaml"),
        "broken-importer",
        f'importer "{point.name}" ({point.value}) is left out: {why}',
        "update or uninstall the package that brings it",
        Severity.WARNING,
    )


def choose(seed: Seed, importers: Iterable[Importer], name: str = "") -> Importer | Problem:
    """The importer called *name*, whatever *seed* looks like; without a name, the one that accepts it."""
    known = tuple(importers)
    if not name:
        return sniff(seed, known)
    return next((one for one in known if one.name == name), None) or no_format(seed.path, name, known)


def no_format(place: str, name: str, importers: Iterable[Importer]) -> Problem:
    """The problem that none of *importers* is called *name*, which *place* says."""
    names = [importer.name for importer in importers]
    meant = nearest(name, names)
    hint = f'write "{meant}"; sitegen import --list-formats names all' if meant else f"write one of {', '.join(names)}"
    return Problem(Location(place), "no-such-format", f'there is no format "{name}"', hint)


def sniff(seed: Seed, importers: Iterable[Importer]) -> Importer | Problem:
    """The one importer that accepts *seed*; a problem where none does or two do."""
    known = tuple(importers)
    reasons = {importer.name: importer.declines(seed) for importer in known}
    accepting = [importer for importer in known if not reasons[importer.name]]
    if len(accepting) == 1:
        return accepting[0]
    where = Location(seed.path)
    if not accepting:
        whose = {why: [name for name, its in reasons.items() if its == why] for why in reasons.values()}
        told = "; ".join(f"{', '.join(names)}: {why}" for why, names in whose.items())
        return Problem(
            where,
            "unknown-format",
            f'no importer knows the format of "{seed.path}" ({told})',
            'move the file out of seeds/, add a pattern to "ignore" in site.yaml, or name its format with --format',
        )
    names = " and ".join(importer.name for importer in accepting)
    return Problem(
        where,
        "ambiguous-format",
        f'more than one importer accepts "{seed.path}": {names}',
        "name the right one with --format",
    )
