"""Whether the content keeps the promises of the ledger, and what it adds to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.content.ledger import LIVE, PATH, Key, Promise, State, is_address, sorted_lines, write_ledger
from sitegen.content.ledger_faults import address_taken, anchor_back, moved_nowhere
from sitegen.errors import Location, Problem, Severity


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned anchor as the content has it now."""

    liveblog: str
    anchor: str
    fingerprint: tuple[str, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Placed:
    """A live blog that is published at *url*, out of the file *path*. One that is not *named* has no id of its own yet.

    Its id follows the slug then, and says nothing when that changes: so no address of it is promised.
    """

    liveblog: str
    url: str
    path: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What the content means for the ledger: *text* is the new ledger, *added* the number of new lines.

    *anchors* is the number of those of them that are of anchors.
    """

    text: str
    added: int
    anchors: int = 0
    problems: tuple[Problem, ...] = field(default=())


def first_ledger(pinned: Iterable[tuple[str, str, str]], places: Iterable[Placed]) -> Checked:
    """The ledger of an archive that has none, from the live blog, the anchor and the fingerprint of each pinned anchor.

    What `check_ledger` gives for no promises, in a fraction of the time: an archive may hold a million anchors.
    """
    rows = [f"{liveblog} {anchor} live {marks or '-'}\n" for liveblog, anchor, marks in pinned]
    addresses = [f"{place.liveblog} {place.url} live -\n" for place in places if place.is_named]
    return Checked(sorted_lines([*rows, *addresses]), len(rows) + len(addresses), len(rows))


def check_ledger(
    promises: Mapping[Key, Promise], pinned: Iterable[Pinned], places: Sequence[Placed], *, publish: bool
) -> Checked:
    """Hold *pinned*, all anchors of the content, and *places*, where all its live blogs are, against the ledger.

    A live promise whose anchor is gone, or whose words now stand under another anchor, or have all gone, is an error, as is
    an anchor that was withheld or moved and is there again. With *publish*, anchors and addresses that are new are added; a
    smaller edit renews the fingerprint.
    """
    now = {(entry.liveblog, entry.anchor): entry for entry in pinned}
    by_words = {(entry.liveblog, entry.fingerprint): entry for entry in now.values() if entry.fingerprint}
    there = {entry.liveblog: Location(entry.where.path) for entry in now.values()}
    there |= {place.liveblog: Location(place.path) for place in places}
    problems, renewed = list(_gone(promises, there)), dict(promises)
    for key, promise in promises.items():
        if is_address(key[1]) or key[0] not in there:
            continue
        entry = now.get(key)
        if promise.state is not State.LIVE:
            problems += [anchor_back(key, promise, entry.where)] if entry else []
            continue
        twin = by_words.get((key[0], promise.fingerprint))
        if problem := _broken(key, promise, entry, twin, there[key[0]]):
            problems.append(problem)
        elif entry and entry.fingerprint != promise.fingerprint:
            renewed[key] = Promise(State.LIVE, entry.fingerprint)
    new: dict[Key, Promise] = {
        key: Promise(State.LIVE, entry.fingerprint) for key, entry in now.items() if key not in promises
    }
    anchors = len(new)
    urls = ((place.liveblog, place.url) for place in places if place.is_named)
    new.update({key: LIVE for key in urls if key not in promises})
    if not publish:
        return Checked(write_ledger(renewed) if renewed else "", 0, 0, tuple(problems))
    renewed |= new
    return Checked(write_ledger(renewed) if renewed else "", len(new), anchors, tuple(problems))


def check_moves(promises: Mapping[Key, Promise], pinned: Iterable[Key], text: str) -> Iterator[Problem]:
    """A problem for each update that has moved to where nothing is, in the ledger whose *text* says *promises*.

    Something is there: an anchor of the content, among *pinned*, or the notice of one that was withheld, or moved on, if
    not in a circle.
    """
    moved = {key: promise.said for key, promise in promises.items() if promise.state is State.MOVED and promise.said}
    there = set(pinned) if moved else set[Key]()
    for start, said in moved.items():
        key, passed = start, {start}
        while said:
            liveblog, _, anchor = said.partition("#")
            key = (liveblog, anchor)
            if key in passed or not (key in there or promises.get(key, LIVE).state is not State.LIVE):
                yield moved_nowhere(start, moved[start], text, is_circle=key in passed)
                break
            passed.add(key)
            said = moved.get(key, "")


def check_addresses(promises: Mapping[Key, Promise], places: Sequence[Placed], text: str) -> Iterator[Problem]:
    """A problem for each former address, in the ledger whose *text* says *promises*, that is another live blog's too.

    An address keeps leading to its live blog, as long as that is there, or has left notices.
    """
    there = {place.liveblog: place for place in places}
    kept = there.keys() | {key[0] for key, promise in promises.items() if promise.state is not State.LIVE}
    today, before = {place.url: place for place in places}, dict[str, str]()
    for liveblog, name in promises:
        if not is_address(name) or liveblog not in kept:
            continue
        owner = there.get(liveblog)
        if owner and owner.url == name:
            continue
        if name in today:
            yield address_taken(name, owner.path if owner else liveblog, today[name].path)
        elif before.setdefault(name, liveblog) != liveblog:
            yield address_taken(name, before[name], "", (liveblog, name), text)


def _gone(promises: Mapping[Key, Promise], there: Mapping[str, Location]) -> Iterator[Problem]:
    """A problem for each live blog that has promises and is not *there*."""
    lost = Counter(
        liveblog
        for (liveblog, name), promise in promises.items()
        if promise.state is State.LIVE and liveblog not in there and not is_address(name)
    )
    for liveblog, count in lost.items():
        anchors = "its published anchor" if count == 1 else f"its {count} published anchors"
        message = f"the live blog {liveblog} is gone, or a draft, and {anchors} with it"
        hint = f"restore its content file from version control, or run sitegen withhold {liveblog}"
        yield Problem(Location(PATH), "anchor-gone", message, hint)


def _broken(key: Key, promise: Promise, entry: Pinned | None, twin: Pinned | None, file: Location) -> Problem | None:
    liveblog, anchor = key
    moved = f"; its words now stand at #{twin.anchor}" if twin else ""
    if entry is None:
        where = twin.where if twin else file
        message = f"the published anchor #{anchor} of {liveblog} is gone{moved}"
        hint = f"give the update its anchor {{#{anchor}}} back"
        hint += "" if twin else f", or run sitegen withhold {liveblog}#{anchor}: a notice takes its place"
        return Problem(where, "anchor-gone", message, hint)
    if entry.fingerprint == promise.fingerprint or not promise.fingerprint:
        return None
    if twin is not None:
        message = f"the published anchor #{anchor} of {liveblog} has other words{moved}"
        return Problem(entry.where, "anchor-moved", message, f"swap the anchors #{anchor} and #{twin.anchor} back")
    if not set(entry.fingerprint) & set(promise.fingerprint):
        message = f"none of the first words published at #{anchor} of {liveblog} is left"
        hint = "give the new text an anchor of its own, and this one its text; "
        hint += f"where it is the same update in other words, run sitegen anchors restore {liveblog}#{anchor}"
        return Problem(entry.where, "anchor-reused", message, hint)
    return None


def lost_ledger() -> Problem:
    """The problem of an archive whose output says that it has a ledger, where there is none."""
    return Problem(
        Location(PATH),
        "ledger-lost",
        "this site has published anchors, but its ledger is missing",
        "restore content/anchors.lock from version control; where there is none, run sitegen anchors rebuild",
    )


def unpublished(count: int) -> tuple[Problem, ...]:
    """The problem of a strict build that would add *count* lines to the ledger; none where there are none."""
    if not count:
        return ()
    what = "anchor or address is" if count == 1 else "anchors and addresses are"
    problem = Problem(
        Location(PATH),
        "ledger-behind",
        f"{count} {what} not in the ledger yet",
        "run sitegen build without --strict and commit content/anchors.lock",
        Severity.WARNING,
    )
    return (problem,)
