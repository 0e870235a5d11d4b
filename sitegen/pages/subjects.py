"""Subjects of pages: what there is to have a page of, which of it a change calls for, and the URL of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from sitegen.index.changes import BODIES, CORRECTIONS, PROMISES, SITE, SITEMAP, Subject, subject_at
from sitegen.index.queries import Queries
from sitegen.pages import urls


def wanted(subjects: Iterable[Subject], *, full: bool) -> list[Subject]:
    """*subjects* as pages have them, each once: those that only whole updates touch where pages show some in *full*."""
    found: dict[Subject, None] = {}
    for kind, name in subjects:
        if kind != PROMISES and (full or not kind.endswith(BODIES)):
            found[kind.removesuffix(BODIES), name] = None
            if kind.removesuffix(BODIES) == "day":  # its table may hold whole updates too
                found["data-year", name[:4]] = None
            found.update(dict.fromkeys(_led_by(kind, name)))
    return list(found)


def _led_by(kind: str, name: str) -> Iterator[Subject]:
    """The subjects that show leads, and nothing else, of what the subject of *kind* called *name* shows."""
    if kind == "day":
        yield ("timeline", name[:7])
    elif kind == "month":
        yield ("timeline", name)
    elif (kind, name) == SITEMAP:
        yield ("search", "")


def everything(queries: Queries, topics: Collection[str]) -> Iterator[Subject]:
    """Every subject that the archive of these *topics* has now, year by year: what shows the same live blogs stands near."""
    days = [day for day, _, _ in queries.days()]
    dated: dict[str, list[Subject]] = {day: [] for day in days}
    once = [subject_at(url) for url in sorted({*queries.aliases(), *queries.ledger.aliases()})]
    here = {address for address, _, _ in queries.addresses()} | {name for kind, name in once if kind == "live-blog"}
    for address in here.union(queries.ledger.addresses()):
        dated.setdefault(address[:10], []).append(("live-blog", address))
    held, threads = frozenset(days), _threads(queries, topics)
    for year, of_year in groupby(sorted(dated), key=lambda day: day[:4]):
        for day in of_year:
            yield from sorted(dated[day])
            if day in held:
                yield ("day", day)
        yield from threads.pop(year, ())
    yield from (subject for left in threads.values() for subject in left)
    yield from (("month", month) for month in dict.fromkeys(day[:7] for day in days))
    yield from (("timeline", month) for month in dict.fromkeys(day[:7] for day in days))
    yield from (("year", year) for year in dict.fromkeys(day[:4] for day in days))
    yield from (subject for subject in once if subject[0] == "alias")
    yield from (("on-this-day", name) for name in sorted({day[5:] for day in days}))
    yield from (("data-year", year) for year in dict.fromkeys(day[:4] for day in days))
    yield CORRECTIONS
    yield ("search", "")
    yield SITE


def _threads(queries: Queries, topics: Collection[str]) -> dict[str, list[Subject]]:
    """The topics of each year; each topic itself after its newest year, which it shows too, "" for those without any."""
    found: dict[str, list[Subject]] = {}
    for slug in topics:
        year = ""
        for year, _, _ in queries.years(slug):
            found.setdefault(year, []).append(("topic-year", f"{slug}/{year}"))
        found.setdefault(year, []).append(("topic", slug))
    return found


def url_of(kind: str, name: str) -> str:
    """The URL that the page of a subject has or had."""
    match kind:
        case "topic":
            return urls.topic_url(name)
        case "topic-year":
            slug, _, year = name.partition("/")
            return urls.topic_year_url(slug, int(year))
        case "year":
            return urls.year_url(int(name))
        case "alias":
            return name
        case "search":
            return "/search/"
        case "timeline":
            return urls.timeline_url(int(name[:4]), int(name[5:]))
        case "on-this-day":
            return urls.on_this_day_url(name)
        case "corrections":
            return urls.CORRECTIONS
        case "data-year":
            return urls.year_data_url(int(name), ".csv")
        case _:
            return "/" + name.replace("-", "/", 2) + "/"


_LIVE_BLOG = re.compile(r"([0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+)/")


def folder_of(path: str) -> str:
    """The folder that holds the pages of one subject, among them *path*: all below it where it is a live blog's.

    >>> folder_of("2017/11/03/index.html"), folder_of("2017/11/03/qaim/t1930/index.html"), folder_of("index.html")
    ('2017/11/03', '2017/11/03/qaim', '')
    """
    found = _LIVE_BLOG.match(path)
    return found[1] if found else path.rpartition("/")[0]
