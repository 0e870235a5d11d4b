"""Whether the content keeps the promises of the ledger, and what it adds to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.content.ledger import PATH, Key, Promise, State, sorted_lines, write_ledger
from sitegen.errors import Location, Problem, Severity


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned anchor as the content has it now."""

    liveblog: str
    anchor: str
    fingerprint: tuple[str, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Checked:
    """What the content means for the ledger: *text* is the new ledger, *added* the number of new lines."""

    text: str
    added: int
    problems: tuple[Problem, ...] = field(default=())


def first_ledger(pinned: Iterable[tuple[str, str, str]]) -> Checked:
    """The ledger of an archive that has none, from the live blog, the anchor and the fingerprint of each pinned anchor.

    What `check_ledger` gives for no promises, in a fraction of the time: an archive may hold a million anchors.
    """
    rows = [f"{liveblog} {anchor} live {marks or '-'}\n" for liveblog, anchor, marks in pinned]
    return Checked(sorted_lines(rows), len(rows))


def check_ledger(promises: Mapping[Key, Promise], pinned: Iterable[Pinned], *, publish: bool) -> Checked:
    """Hold *pinned*, all anchors of the content, against the ledger.

    A promise whose anchor is gone, or whose words now stand under another anchor, or have all gone, is an error. With
    *publish*, anchors that are new are added; a smaller edit renews the fingerprint.
    """
    now = {(entry.liveblog, entry.anchor): entry for entry in pinned}
    by_words = {(entry.liveblog, entry.fingerprint): entry for entry in now.values() if entry.fingerprint}
    there = {entry.liveblog: Location(entry.where.path) for entry in now.values()}
    problems, renewed = list(_gone(promises, there)), dict(promises)
    for key, promise in promises.items():
        if promise.state is not State.LIVE or key[0] not in there:
            continue
        entry = now.get(key)
        twin = by_words.get((key[0], promise.fingerprint))
        if problem := _broken(key, promise, entry, twin, there[key[0]]):
            problems.append(problem)
        elif entry and entry.fingerprint != promise.fingerprint:
            renewed[key] = Promise(State.LIVE, entry.fingerprint)
    new = [key for key in now if key not in promises]
    if publish:
        renewed.update({key: Promise(State.LIVE, now[key].fingerprint) for key in new})
    return Checked(write_ledger(renewed) if renewed else "", len(new) if publish else 0, tuple(problems))


def _gone(promises: Mapping[Key, Promise], there: Collection[str]) -> Iterator[Problem]:
    """A problem for each live blog that has promises and none of its anchors *there*."""
    lost = Counter(
        liveblog for (liveblog, _), promise in promises.items() if promise.state is State.LIVE and liveblog not in there
    )
    for liveblog, count in lost.items():
        anchors = "its published anchor" if count == 1 else f"its {count} published anchors"
        message = f"the live blog {liveblog} is gone, or a draft, and {anchors} with it"
        yield Problem(Location(PATH), "anchor-gone", message, "restore its content file from version control")


def _broken(key: Key, promise: Promise, entry: Pinned | None, twin: Pinned | None, file: Location) -> Problem | None:
    liveblog, anchor = key
    moved = f"; its words now stand at #{twin.anchor}" if twin else ""
    if entry is None:
        where = twin.where if twin else file
        message = f"the published anchor #{anchor} of {liveblog} is gone{moved}"
        return Problem(where, "anchor-gone", message, f"give the update its anchor {{#{anchor}}} back")
    if entry.fingerprint == promise.fingerprint or not promise.fingerprint:
        return None
    if twin is not None:
        message = f"the published anchor #{anchor} of {liveblog} has other words{moved}"
        return Problem(entry.where, "anchor-moved", message, f"swap the anchors #{anchor} and #{twin.anchor} back")
    if not set(entry.fingerprint) & set(promise.fingerprint):
        message = f"none of the first words published at #{anchor} of {liveblog} is left"
        return Problem(
            entry.where, "anchor-reused", message, "give the new text an anchor of its own, and this one its text"
        )
    return None


def lost_ledger() -> Problem:
    """The problem of an archive whose output says that it has a ledger, where there is none."""
    return Problem(
        Location(PATH),
        "ledger-lost",
        "this site has published anchors, but its ledger is missing",
        "restore content/anchors.lock from version control",
    )


def unpublished(count: int) -> Problem:
    """The problem of a strict build that would add to the ledger."""
    return Problem(
        Location(PATH),
        "ledger-behind",
        f"{count} anchors are not in the ledger yet",
        "run sitegen build without --strict and commit content/anchors.lock",
        Severity.WARNING,
    )
