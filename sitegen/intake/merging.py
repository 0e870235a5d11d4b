"""A live blog as it stands in ``content/``, and as its seeds say it now: what a person wrote stays, the rest follows."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sitegen.content.anchors import mint_all, stem, stem_of
from sitegen.content.imports_lock import HEAD, Written, digests
from sitegen.content.ledger import fingerprint
from sitegen.importers.union import is_alike, likeness
from sitegen.importers.versions import is_telling
from sitegen.model import LiveBlog, Source, Update
from sitegen.pages.urls import liveblog_url
from sitegen.zones import load_zone, localize

_TRIED = 16  # updates of one instant: beyond, all of them carry the time of their page
_NO_DIGEST = "0" * 32  # of what nobody knows how import wrote it


@dataclass(frozen=True, slots=True)
class Merged:
    """What *old* and *fresh* are together, and the anchors by what became of them.

    *kept* (``-``: the head) were edited and stay so, *removed* a person took out; *added*, *replaced* and *left* are
    new, otherwise than before, and no longer there. *places* are those of the updates in *fresh*.
    """

    liveblog: LiveBlog
    kept: tuple[str, ...]
    places: Mapping[str, int]
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def merge(
    old: LiveBlog,
    fresh: LiveBlog,
    locked: Mapping[str, str],
    *,
    gone: Collection[str] = (),
    sources: tuple[Source, ...] | None = None,
    births: Sequence[datetime] = (),
    strict: bool = False,
    withheld: Collection[str] = (),
) -> Merged:
    """*old* with all of *fresh* that no person's edit stands against.

    *locked* holds the digests of what import wrote. Anchors stay, and what *fresh* lacks, but for the anchors *gone*. What
    says already what *fresh* says is no edit, but of a run that died (not if *strict*: *fresh* was made of *old*). *sources*
    are all; None: those of *fresh*, and others of *old*. *births* are the times that anchors of *fresh* are minted for. What
    it has at the anchors *withheld* stays out.
    """
    pairs, order = _pairs(old, fresh, frozenset(map(stem_of, withheld))), _places(fresh.updates)
    born = {id(update): at for update, at in zip(fresh.updates, births, strict=False)}
    fresh, removed = _without_removed(old, fresh, {*locked, *withheld}, pairs, born)
    told, now = _sources(old.sources, fresh.sources) if sources is None else sources, digests(old)
    fresh = replace(fresh, sources=told)
    wished = {} if strict else digests(_applied(old, fresh, pairs, (), born))
    edited = _edited(now, locked, {anchor: wished.get(anchor, "") for anchor in (HEAD, *pairs)})
    leaving = set(gone) & now.keys() - edited - pairs.keys()
    staying = replace(old, updates=tuple(update for update in old.updates if update.anchor not in leaving))
    applied = _applied(staying, fresh, pairs, edited, born)
    newcomers = zip(applied.updates[len(staying.updates) :], _unpaired(fresh, pairs), strict=True)
    from_seed = [*pairs.items(), *((update.anchor, origin) for update, origin in newcomers)]
    then = digests(applied)
    return Merged(
        liveblog=in_time(applied),
        kept=tuple(sorted(edited)),
        places={anchor: order[id(update)] for anchor, update in from_seed},
        removed=removed,
        added=tuple(anchor for anchor in then if anchor not in now),
        replaced=tuple(anchor for anchor, mark in then.items() if anchor in now and now[anchor] != mark),
        left=tuple(sorted(leaving)),
    )


def _places(updates: Sequence[Update]) -> dict[int, int]:
    """The place of each of *updates*, by its identity."""
    return {id(update): place for place, update in enumerate(updates)}


def _edited(now: Mapping[str, str], locked: Mapping[str, str], wished: Mapping[str, str]) -> set[str]:
    """The anchors whose text is neither what import wrote nor what it would write; what a person added is none of them."""
    return {
        anchor
        for anchor, mark in now.items()
        if (anchor in locked or anchor in wished) and mark not in (locked.get(anchor), wished.get(anchor))
    }


def _applied(
    old: LiveBlog, fresh: LiveBlog, pairs: Mapping[str, Update], edited: Collection[str], born: Mapping[int, datetime]
) -> LiveBlog:
    """*fresh* under the names and anchors of *old*, but for what was *edited*; its clocks move to a new zone too.

    What is new stands at the end: anchors are minted in the order of *fresh*, which need not be that of time.
    """
    updates = [
        update
        if update.anchor not in pairs
        else _moved(update, old.zone, pairs[update.anchor])
        if update.anchor in edited
        else replace(pairs[update.anchor], anchor=update.anchor)
        for update in old.updates
    ]
    new = _unpaired(fresh, pairs)
    updates += [replace(update, anchor="") for update in new]
    blog = old if HEAD in edited else _head(old, fresh)
    births = [*(update.at for update in old.updates), *(born.get(id(update), update.at) for update in new)]
    return minted(replace(blog, sources=fresh.sources, updates=tuple(updates)), births)


def minted(blog: LiveBlog, births: Sequence[datetime]) -> LiveBlog:
    """*blog* with an anchor for each update that has none, minted for the time that it had first."""
    first = (replace(update, at=at) for update, at in zip(blog.updates, births, strict=True))
    named = mint_all(replace(blog, updates=tuple(first)))
    updates = zip(blog.updates, named.updates, strict=True)
    return replace(blog, updates=tuple(replace(update, anchor=name.anchor) for update, name in updates))


def _unpaired(fresh: LiveBlog, pairs: Mapping[str, Update]) -> list[Update]:
    taken = {id(update) for update in pairs.values()}
    return [update for update in fresh.updates if id(update) not in taken]


def in_time(blog: LiveBlog) -> LiveBlog:
    """*blog* with its updates in the order of time; those of one instant stay in theirs."""
    return replace(blog, updates=tuple(sorted(blog.updates, key=lambda update: update.at)))


def _without_removed(
    old: LiveBlog, fresh: LiveBlog, once: Collection[str], pairs: Mapping[str, Update], born: Mapping[int, datetime]
) -> tuple[LiveBlog, tuple[str, ...]]:
    """*fresh* without the updates that a person took out of *old*, and their anchors: they were there *once*."""
    there = {update.anchor for update in old.updates}
    missing = sorted(anchor for anchor in once if anchor != HEAD and anchor not in there)
    if not missing:
        return fresh, ()
    by_stem: defaultdict[str, deque[str]] = defaultdict(deque)
    for anchor in missing:
        by_stem[stem_of(anchor)].append(anchor)
    taken = {id(update) for update in pairs.values()}
    updates, removed = [], []
    for update in fresh.updates:
        waiting = by_stem.get(stem(born.get(id(update), update.at), old.date))
        if waiting and id(update) not in taken:
            removed.append(waiting.popleft())
        else:
            updates.append(update)
    return replace(fresh, updates=tuple(updates)), tuple(removed)


def _moved(update: Update, zone: str, fresh: Update) -> Update:
    """*update*, which a person edited, at the instant of *fresh* where its clock, read in the old *zone*, is the same."""
    same_clock = update.at.replace(tzinfo=None) == fresh.at.replace(tzinfo=None)
    return replace(update, at=fresh.at) if same_clock and is_of_zone(update.at, zone) else update


def is_of_zone(at: datetime, zone: str) -> bool:
    """Whether *at* is what its clock says in *zone*, so that its heading needs no offset."""
    rules = load_zone(zone)
    return rules is not None and localize(at.date(), at.time(), rules) == at


_Key = Callable[[Update], Hashable]


def _pairs(old: LiveBlog, fresh: LiveBlog, doubtful: Collection[str]) -> dict[str, Update]:
    """For each anchor of *old* the update of *fresh* that is the same: id, else first words, else time, else seed lines.

    In a minute among the *doubtful*, where something was withheld, only words tell what is the same.
    """
    pairs: dict[str, Update] = {}
    left = dict(enumerate(fresh.updates))
    for key, is_alike_too, tells_words in _keys(old, fresh):
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, update in left.items():
            waiting[key(update)].append(place)
        for update in old.updates:
            name = key(update)
            if name is None or update.anchor in pairs or not waiting.get(name):
                continue
            if not tells_words and stem_of(update.anchor) in doubtful:
                continue
            near = islice(waiting[name], _TRIED if is_alike_too else 1)
            best = max(near, key=lambda place: likeness(update, left[place]))
            if not is_alike_too or is_alike(update, left[best]):
                waiting[name].remove(best)
                pairs[update.anchor] = left.pop(best)
    return pairs


def _keys(old: LiveBlog, fresh: LiveBlog) -> Iterator[tuple[_Key, bool, bool]]:
    """By what updates of *old* and *fresh* are the same, the surest first.

    Each with whether their words must be alike too, and whether it tells of the words. The time is the instant; in another
    zone it is what the clock shows. Lines tell nothing where there are two seeds.
    """
    moved = old.zone != fresh.zone

    def time(update: Update) -> datetime:
        return update.at.replace(tzinfo=None) if moved else update.at

    yield lambda update: update.sid if is_telling(update.sid) else None, False, True
    yield lambda update: (time(update), marks) if (marks := fingerprint(update.body)) else None, False, True
    yield lambda update: fingerprint(update.body) or None, False, True
    yield time, True, True
    yield time, False, False
    if len(old.sources) < 2 and len(fresh.sources) < 2:
        yield lambda update: update.lines or None, False, False


def _head(old: LiveBlog, fresh: LiveBlog) -> LiveBlog:
    """What *fresh* says of the whole, under the id and slug of *old*; a new date leaves the old address as an alias."""
    address, new = (liveblog_url(day, old.slug) for day in (old.date, fresh.date))
    aliases = tuple(alias for alias in dict.fromkeys((*old.aliases, address)) if alias != new)
    return replace(fresh, id=old.id, slug=old.slug, aliases=aliases, draft=old.draft, summary=old.summary)


def _sources(old: Sequence[Source], fresh: Sequence[Source]) -> tuple[Source, ...]:
    renewed = {name for source in fresh for name in (source.seed, source.sha256)}
    return (*(source for source in old if not renewed & {source.seed, source.sha256}), *fresh)


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A seed as the lock names it: the file, the SHA-256 of its bytes, and who read it."""

    seed: str
    sha256: str
    importer: str


def rows_of(
    done: Merged, before: Sequence[Written], origins: Sequence[Origin], givers: Mapping[str, Origin]
) -> Iterator[Written]:
    """The rows of the lock for a live blog that was merged; *before* are those it had.

    Each of *origins* has one for the head, so that it is never imported again; an update is that of the seed which
    *givers* names, else of whichever it was. What was kept keeps its old digest, and so stays known as edited; what a
    person took out keeps its row, and so stays out.
    """
    blog = done.liveblog
    known = {row.anchor: row for row in before}
    by_seed = {origin.seed: origin for origin in origins}
    for anchor, mark in digests(blog).items():
        old = known.get(anchor)
        if old is None and anchor not in done.places and anchor != HEAD:
            continue  # a person added it
        digest = (old.digest if old else _NO_DIGEST) if anchor in done.kept else mark
        same = by_seed.get(old.seed) if old else None
        owners = origins if anchor == HEAD else (givers.get(anchor) or same or origins[-1],)
        for owner in owners:
            yield Written(owner.seed, owner.sha256, owner.importer, blog.id, anchor, digest)
    for anchor in known.keys() - {HEAD, *done.left, *(update.anchor for update in blog.updates)}:
        owner = by_seed.get(known[anchor].seed, origins[-1])
        yield Written(owner.seed, owner.sha256, owner.importer, blog.id, anchor, known[anchor].digest)
