"""What was taken down, as the ledger says: no import brings it back, though the words themselves are known to nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.content.anchors import stem, stem_of
from sitegen.content.ledger import PATH, State, is_address, read_ledger
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.files import read_record
from sitegen.importers.reading import ReadSeed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.intake.earlier import ids_there
from sitegen.model import LiveBlog

_SHARED = 2
"""One in so many minutes of the shorter of two live blogs of a day: then the new one is taken for one that was withheld."""


@dataclass(frozen=True, slots=True)
class Takedowns:
    """By live blog the *anchors* that are withheld, or known to have moved; *whole* are those that are gone altogether."""

    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def of(self, liveblog: str) -> frozenset[str]:
        """The anchors of *liveblog* at which nothing may stand any more."""
        return self.anchors.get(liveblog, frozenset())


NO_TAKEDOWNS = Takedowns()


def read_takedowns(root: Path) -> Takedowns:
    """What the ledger in *root* says was taken down. Raises ContentError where it is damaged: it may have said more."""
    text = read_record(root, PATH).decode("utf-8", "replace").replace("\r\n", "\n")
    if " withheld " not in text and " moved " not in text:
        return NO_TAKEDOWNS
    promises, damaged = read_ledger(text)
    if damaged:
        raise ContentError(damaged)
    gone: defaultdict[str, set[str]] = defaultdict(set)
    live: set[str] = set()
    for (liveblog, name), promise in promises.items():
        if promise.state is State.LIVE:
            live |= set() if is_address(name) else {liveblog}
        elif promise.said and not is_address(name):
            gone[liveblog].add(name)
    whole = gone.keys() - live
    whole -= ids_there(root) if whole else set()
    return Takedowns({name: frozenset(anchors) for name, anchors in gone.items()}, frozenset(whole))


def left_out(path: str, liveblog: str, removed: Collection[str], takedowns: Takedowns) -> Iterator[Problem]:
    """A warning where *removed*, which the seed at *path* has and *liveblog* has not, were taken down."""
    if anchors := sorted(takedowns.of(liveblog).intersection(removed)):
        told = ", ".join(f"#{anchor}" for anchor in anchors)
        message = f"it has what was taken out of {liveblog} ({told}), which stays out"
        hint = "keep the seed as it is, or remove it too: it holds the words"
        yield Problem(Location(path), "withheld-update", message, hint, Severity.WARNING)


def without_withheld(seed: ReadSeed, takedowns: Takedowns, sidecar: Sidecar) -> ReadSeed:
    """*seed* without its live blogs that were withheld, each with a warning; a *sidecar* may say that it is another one."""
    if not takedowns.whole or (sidecar.separate and not sidecar.same_as):
        return seed
    found = [(blog, _withheld_as(blog, takedowns, sidecar)) for blog in seed.liveblogs]
    if not any(name for _, name in found):
        return seed
    kept = [place for place, (_, name) in enumerate(found) if not name]
    problems = (_refused(seed.path, name) for _, name in found if name)
    return replace(
        seed,
        liveblogs=tuple(seed.liveblogs[place] for place in kept),
        evidence=tuple(seed.evidence[place] for place in kept),
        problems=(*seed.problems, *problems),
    )


def _withheld_as(blog: LiveBlog, takedowns: Takedowns, sidecar: Sidecar) -> str:
    """The withheld live blog that *blog* is another version of, as far as days and minutes tell; "" for none."""
    if sidecar.same_as in takedowns.whole:
        return sidecar.same_as
    minutes = {stem(update.at, blog.date) for update in blog.updates}
    for name in sorted(takedowns.whole):
        if name.startswith(f"{blog.date.isoformat()}-"):
            gone = {stem_of(anchor) for anchor in takedowns.of(name)}
            if len(minutes & gone) * _SHARED >= min(len(minutes), len(gone)) > 0:
                return name
    return ""


def _refused(path: str, name: str) -> Problem:
    message = f"it is taken for a version of {name}, which was withheld, and is not imported"
    hint = 'write "skip: withheld" into its sidecar, or "separate: true" if it is another live blog'
    return Problem(Location(path), "withheld-liveblog", message, hint, Severity.WARNING)
