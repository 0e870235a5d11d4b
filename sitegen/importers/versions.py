"""Which live blogs are versions of one: it was sent again, longer or corrected, captured later, or is another page of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sitegen.digests import digest
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar, place_of
from sitegen.importers.web.addresses import address_of, is_page
from sitegen.model import LiveBlog, Source, Update
from sitegen.words import words

FIRST_WORDS = 8
"""By so many words an update is known again: the ledger of anchors knows it by as many."""
_SHARED = 4
"""One in so many updates of the shorter must be the other's too: agencies put one item into two live blogs of a day."""
_SAYING = 4  # words: "Kick-off!" and "Good morning" stand at the same minute in live blogs that have nothing in common
_TELLING = 6  # characters of an id that no two live blogs share by chance: "12" is a row of any table
_FOLDER_META = "_meta.yaml"


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a live blog is known as a version of another; small, since a batch has them of every one.

    *order* is its place among versions: capture time, number of updates, path, place in the seed. *addresses* are where
    it was published, without what names a page or a part; *is_page* says that there was such. *marks* are digests of
    its updates. *same_as* and *separate* are the archivist's word. *told_apart* is the seed that has several live blogs
    and says so, of a container the part: captures of one page may lie in it; "" where it has one.
    """

    order: tuple[float, int, str, int]
    publisher: str
    day: date
    addresses: frozenset[str]
    marks: frozenset[str]
    same_as: str = ""
    separate: bool = False
    is_page: bool = False
    told_apart: str = ""


@dataclass(slots=True)
class Group:
    """The versions of one live blog: *id* where it is there already, else ""; *members* in the order of merging.

    *told_apart* are seeds that have one of them, and none of whose other live blogs it can be.
    """

    id: str = ""
    members: list[int] = field(default_factory=list)
    told_apart: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sorted:
    """*groups* of versions; by version, the *rivals* of those that may belong to two; and those that wait for a name.

    A group that is new has no id until it is named, so a ``same_as`` that names it can only be *waiting* here.
    """

    groups: tuple[Group, ...]
    rivals: Mapping[int, tuple[Group, ...]]
    waiting: tuple[int, ...]


def traits_of(blog: LiveBlog, sidecar: Sidecar = NOTHING, path: str = "", place: int = 0, of: int = 1) -> Traits:
    """The traits of *blog*, which is number *place* of the *of* live blogs in the seed *path* that has this *sidecar*."""
    urls = [source.url for source in blog.sources if source.url]
    shared = of > 1 or place_of(sidecar, "url").path.endswith(_FOLDER_META)
    addresses = {address_of(url) for url in urls if not (shared and url == sidecar.url)} - {""}
    return Traits(
        order=(max(map(_captured, blog.sources), default=0.0), len(blog.updates), path, place),
        publisher=blog.publisher.casefold(),
        day=blog.date,
        addresses=frozenset(addresses),
        marks=frozenset(mark for update in blog.updates for mark in _marks(update)),
        same_as=sidecar.same_as,
        separate=sidecar.separate,
        is_page=any(map(is_page, urls)),
        told_apart=f"{path} {_member(blog)}" if of > 1 else "",
    )


def _member(blog: LiveBlog) -> str:
    """The part of a container that *blog* was read from, "" where it is a seed itself."""
    return next((source.member for source in blog.sources if source.member), "")


def _captured(source: Source) -> float:
    """When *source* was captured, in seconds since 1970; 0 where nobody says so. What has no offset is taken as UTC."""
    try:
        moment = datetime.fromisoformat(source.captured)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):  # no text, one that a person wrote, or a time at the edge of the calendar
        return 0.0


def first_words(update: Update) -> tuple[str, ...]:
    """The words by which *update* is known again: the first of its body, else of its title."""
    head = update.body[:_HEAD]
    return tuple(word.casefold() for word in (words(head) or words(update.title))[:FIRST_WORDS])


_HEAD = 400  # characters that hold eight words of any prose


def is_telling(sid: str) -> bool:
    """Whether the seed's own id *sid* names one update in the world, and not just the third of some list."""
    return len(sid) >= _TELLING and any(character.isdigit() for character in sid)


def _marks(update: Update) -> Iterator[str]:
    known = first_words(update)
    if len(known) >= _SAYING:
        yield digest(f"{int(update.at.timestamp())} {' '.join(known)}")[:20]
    if is_telling(update.sid):
        yield digest(f"sid {update.sid}")[:20]


def sort_versions(new: Sequence[Traits], there: Mapping[str, Traits]) -> Sorted:
    """Sort *new* into groups, in the order of versions; *there* are live blogs in ``content/`` by id.

    One that states the address of a live blog belongs to it; where one of the two states none, one that has its publisher
    and date and shares updates with it. What is separate belongs to nothing, and nothing to it, but where a ``same_as`` says
    so.
    """
    known = _Known()
    groups = {name: known.enter(Group(name), traits) for name, traits in sorted(there.items())}
    rivals: dict[int, tuple[Group, ...]] = {}
    found: list[Group] = []
    waiting: list[int] = []
    order = sorted(range(len(new)), key=lambda index: (not new[index].same_as, new[index].order))
    for index in order:
        one = new[index]
        if one.same_as:
            candidates = [groups[one.same_as]] if one.same_as in groups else []
            if not candidates:
                waiting.append(index)
                continue
        else:
            candidates = [] if one.separate else known.relatives(one)
        if len(candidates) > 1:
            rivals[index] = tuple(candidates)
            continue
        group = candidates[0] if candidates else Group()
        group.members.append(index)
        if group.members == [index]:
            found.append(group)
        known.enter(group, one)
    for group in found:
        group.members.sort(key=lambda index: new[index].order)
    return Sorted(tuple(found), rivals, tuple(waiting))


@dataclass(frozen=True, slots=True)
class _Known:
    """The groups so far, by the addresses of their versions and by what these share with others.

    By the group's identity, *sizes* are the numbers of marks of their longest versions, and *stated* their addresses.
    """

    by_address: defaultdict[str, list[Group]] = field(default_factory=lambda: defaultdict(list))
    by_mark: defaultdict[tuple[str, date, str], list[Group]] = field(default_factory=lambda: defaultdict(list))
    sizes: Counter[int] = field(default_factory=Counter)
    stated: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def enter(self, group: Group, one: Traits) -> Group:
        """Let others find *group* by the traits of *one*, unless it is to stand alone; returns it."""
        group.told_apart |= {one.told_apart} - {""}
        if not one.separate or one.same_as:
            self.sizes[id(group)] = max(self.sizes[id(group)], len(one.marks))
            self.stated[id(group)] |= one.addresses
            for address in one.addresses:
                _add(self.by_address[address], group)
            for mark in one.marks:
                _add(self.by_mark[one.publisher, one.day, mark], group)
        return group

    def relatives(self, one: Traits) -> list[Group]:
        """The groups that *one* may belong to: by its address; else by updates, where not both state an address."""
        by_address = (group for address in sorted(one.addresses) for group in self.by_address.get(address, ()))
        keys = ((one.publisher, one.day, mark) for mark in sorted(one.marks))
        sharing = [
            group
            for key in keys
            for group in self.by_mark.get(key, ())
            if not (one.addresses and self.stated[id(group)])
        ]
        shared = Counter(map(id, sharing))
        enough = (each for each in sharing if _is_enough(shared[id(each)], len(one.marks), self.sizes[id(each)]))
        return _unique(by_address, one) or _unique(enough, one)


def _add(groups: list[Group], group: Group) -> None:
    if not any(one is group for one in groups):
        groups.append(group)


def _unique(groups: Iterable[Group], one: Traits) -> list[Group]:
    """Each of *groups* that *one* may belong to, once."""
    found = {id(group): group for group in groups if one.told_apart not in group.told_apart}
    return list(found.values())


def is_related(one: Traits, other: Traits) -> bool:
    """Whether *one* and *other* are versions of one live blog, whatever sidecars and seeds say."""
    if one.addresses and other.addresses:
        return not one.addresses.isdisjoint(other.addresses)
    same_day = (one.publisher, one.day) == (other.publisher, other.day)
    return same_day and _is_enough(len(one.marks & other.marks), len(one.marks), len(other.marks))


def _is_enough(shared: int, *of: int) -> bool:
    """Whether *shared* marks tell two versions with *of* so many from two live blogs that have an item in common."""
    return shared > 0 and shared * _SHARED >= min(of)
