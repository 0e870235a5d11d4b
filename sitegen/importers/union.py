"""The versions of a live blog as one: the fullest says what it is, the latest what each update says, none loses one."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import islice

from sitegen.importers.versions import first_words, is_telling
from sitegen.model import LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.words import words
from sitegen.zones import load_zone

_ALL_THE_SAME = 5  # words: an update of fewer may well be said twice
_ALIKE = 0.5  # of the words of the shorter of two texts of one instant, and one is the other corrected
_SHORT = 3  # letters
_TRIED = 16  # updates of one minute: beyond, all of them carry the time of their page
_ZONES = (ZoneSource.STATED, ZoneSource.DATELINE, ZoneSource.ASSUMED)


@dataclass(frozen=True, slots=True)
class Change:
    """What a version changed in those before it: the places of updates that it *added*, *replaced*, or did not have."""

    added: tuple[int, ...]
    replaced: tuple[int, ...]
    missed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One live blog made of several versions.

    The updates of *liveblog* are in the order in which the versions brought them, and *births* has the time that each had
    then: so anchors can be minted as if the versions had come one by one. *givers* has for each the number of the
    version that said it last; *changes* what each version changed.
    """

    liveblog: LiveBlog
    births: tuple[datetime, ...]
    givers: tuple[int, ...]
    changes: tuple[Change, ...]


def united(versions: Sequence[LiveBlog]) -> Union:
    """The union of *versions*, the earliest first; their anchors stay out of it. It names the id of none.

    The date is that of the first, title and standfirst are those of the fullest. An update that a later version says
    otherwise is as that one says it, one that it lacks stays.
    """
    zone = _zone(versions)
    updates: list[Update] = []
    births: list[datetime] = []
    givers: list[int] = []
    changes = []
    for number, version in enumerate(versions):
        fresh = [_in_zone(update, version.zone, zone.zone) for update in version.updates]
        partners = pair(updates, fresh)
        before, replaced = len(updates), []
        for place, update in enumerate(fresh):
            if place in partners:
                at = partners[place]
                again = _said_again(updates[at], update)
                if replace(again, lines="") != replace(updates[at], lines=""):
                    replaced.append(at)
                updates[at], givers[at] = again, number
            else:
                updates.append(replace(update, anchor=""))
                births.append(update.at)
                givers.append(number)
        missed = sorted(set(range(before)) - set(partners.values()))
        changes.append(Change(tuple(range(before, len(updates))), tuple(replaced), tuple(missed)))
    return Union(_head(versions, zone, tuple(updates)), tuple(births), tuple(givers), tuple(changes))


def _zone(versions: Sequence[LiveBlog]) -> LiveBlog:
    """The version that knows the zone best; of several the fullest."""
    return min(_fullest_first(versions), key=lambda one: _ZONES.index(one.zone_source))


def _fullest_first(versions: Sequence[LiveBlog]) -> list[LiveBlog]:
    """*versions* by the number of their updates; of several the later is the one to ask."""
    order = sorted(range(len(versions)), key=lambda number: (-len(versions[number].updates), -number))
    return [versions[number] for number in order]


def _head(versions: Sequence[LiveBlog], zone: LiveBlog, updates: tuple[Update, ...]) -> LiveBlog:
    ranked = _fullest_first(versions)
    fullest = ranked[0]
    return replace(
        fullest,
        id="",
        slug="",
        date=versions[0].date,
        zone=zone.zone,
        zone_source=zone.zone_source,
        dateline=_first(one.dateline for one in ranked),
        publisher=_first(one.publisher for one in ranked),
        lang=_first(one.lang for one in ranked),
        standfirst=_first(one.standfirst for one in ranked),
        summary=next((one.summary for one in ranked if one.summary), ()),
        updates=updates,
        pictures=_pictures(ranked),
        sources=sources_of(source for one in versions for source in one.sources),
        rights=next((one.rights for one in ranked if one.rights != Rights()), fullest.rights),
    )


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _pictures(versions: Sequence[LiveBlog]) -> tuple[Picture, ...]:
    """The pictures of all, each once."""
    known: dict[Hashable, Picture] = {}
    for picture in (picture for one in versions for picture in one.pictures):
        known.setdefault((picture.file, *words(f"{picture.caption} {picture.credit}")), picture)
    return tuple(known.values())


def sources_of(sources: Iterable[Source]) -> tuple[Source, ...]:
    """*sources* in their order, each once; of two that are one seed, or one part of it, the later."""
    known: dict[Hashable, Source] = {}
    for source in sources:
        known[source.seed, source.member] = source
    return tuple(known.values())


def _in_zone(update: Update, zone: str, other: str) -> Update:
    """*update*, of a live blog in *zone*, with the offset that clocks of the *other* zone had."""
    rules = load_zone(other)
    if zone == other or rules is None:
        return update

    def moved(moment: datetime) -> datetime:
        return moment.astimezone(timezone(moment.astimezone(rules).utcoffset() or timedelta()))

    return replace(update, at=moved(update.at), updated=moved(update.updated) if update.updated else None)


def _said_again(old: Update, new: Update) -> Update:
    """*old* as *new* says it; what *new* is silent about stays."""
    return replace(
        new,
        body=new.body or old.body,
        anchor="",
        title=new.title or old.title,
        author=new.author or old.author,
        topics=new.topics or old.topics,
        key=new.key or old.key,
        updated=new.updated or old.updated,
        sid=new.sid or old.sid,
    )


def pair(old: Sequence[Update], new: Sequence[Update]) -> dict[int, int]:
    """For each of *new* that says one of *old* again, by their places: the same id, else time and words, else nearly.

    None is paired by a guess that could lose words: where two updates of one minute say different things, both stay.
    """
    pairs: dict[int, int] = {}
    left = dict(enumerate(old))
    open_ = dict(enumerate(new))

    def match(key: Callable[[Update], Hashable], fits: Callable[[Update, Update], bool]) -> None:
        places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place, update in left.items():
            if (name := key(update)) is not None:
                places[name].append(place)
        for place, update in list(open_.items()):
            bucket = places.get(key(update), deque())
            for candidate in islice(bucket, _TRIED):
                if fits(left[candidate], update):
                    pairs[place] = candidate
                    bucket.remove(candidate)
                    del left[candidate], open_[place]
                    break

    match(lambda one: one.sid or None, lambda a, b: is_telling(a.sid) or a.at == b.at or is_alike(a, b))
    match(_time_and_words, lambda a, b: True)
    match(_whole, lambda a, b: True)
    match(lambda one: one.at, lambda a, b: (not a.sid or not b.sid) and is_alike(a, b))
    return pairs


def _time_and_words(update: Update) -> Hashable:
    known = first_words(update)
    return (update.at, known) if known else None


def _whole(update: Update) -> Hashable:
    """All words of *update*: said again at another time, it is the same one, corrected."""
    said = words(f"{update.title} {update.body}")
    return tuple(said) if len(said) >= _ALL_THE_SAME else None


def is_alike(one: Update, other: Update) -> bool:
    """Whether one says most of what the other says, or one of them says nothing."""
    return likeness(one, other) > _ALIKE


def likeness(one: Update, other: Update) -> float:
    """The part of the telling words of the shorter that the other has too; 1 where one of them says nothing."""
    first, second = _telling(one), _telling(other)
    shorter = min(first.total(), second.total())
    return (first & second).total() / shorter if shorter else 1.0


def _telling(update: Update) -> Counter[str]:
    """The words that tell what *update* is about: the long ones, since any two texts share "the" and "in"."""
    said = words(f"{update.title} {update.body}".casefold())
    return Counter([word for word in said if len(word) > _SHORT] or said)
