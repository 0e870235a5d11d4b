"""A live blog as the rows that the index holds of it: made by whoever read its file, so that one process only writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, NamedTuple

from sitegen.addresses import fold, path_of
from sitegen.digests import digest
from sitegen.index.bodies import BODY_END

if TYPE_CHECKING:
    from sitegen.errors import Problem
    from sitegen.model import LiveBlog, Prepared

LiveBlogRow = tuple[str | int, ...]
"""The columns of ``liveblogs`` after its key, in their order."""

_encode = JSONEncoder(ensure_ascii=False, check_circular=False).encode
# A text as JSON: the rows of updates are put together from texts and figures, since there are so many of them. Anchors
# and times hold nothing that JSON would escape.
_text = encode_basestring

DAY_S = 86_400
_SINCE = 10**12  # added to instants, so that those before 1970 sort as text too


_DATED = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([^/]+)/")


class Rows(NamedTuple):
    """All rows of one live blog, without its key.

    *days* are (day, updates), *threads* (topic, month, updates, first day, last day), *thread_days* (topic, day of UTC),
    *beside* (name, state of the file) of pictures, *aliases* URLs.
    """

    liveblog: LiveBlogRow
    entries: str
    pins: str
    bodies: bytes
    days: tuple[tuple[str, int], ...]
    threads: tuple[tuple[str, str, int, str, str], ...]
    thread_days: tuple[tuple[str, int], ...]
    draft: bool
    beside: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]


def rows_of(prepared: Prepared, parents: Mapping[str, tuple[str, ...]], broad: Collection[str] = ()) -> Rows:
    """The rows of *prepared*; *parents* gives the broader topics of each topic, *broad* are those that are such of any."""
    blog = prepared.liveblog
    entries, pins, days = [], [], []
    threads: dict[tuple[str, str], list[str]] = {}
    families: dict[tuple[str, ...], tuple[str, ...]] = {}
    for update, (pinned, line, lead, _, fingerprint) in zip(blog.updates, prepared.updates, strict=True):
        moment, topics = update.at, update.topics
        at = moment.isoformat()
        days.append(day := at[:10])
        updated = update.updated.isoformat() if update.updated else ""
        carried = " ".join(sorted(set(topics))) if len(topics) > 1 else "".join(topics)
        entries.append(
            f'["{update.anchor}",{int(moment.timestamp())},"{at}",{_text(update.title)},{_text(lead)}'
            f',{_text(update.author)},{update.key:d},"{updated}",{_text(carried)}]'
        )
        if pinned:
            pins.append(f'["{update.anchor}",{line},"{",".join(fingerprint)}"]')
        if topics not in families:
            families[topics] = tuple({slug for topic in topics for slug in (topic, *parents.get(topic, ()))})
        for slug in families[topics]:
            threads.setdefault((slug, day[:7]), []).append(day)
    rows = f"[{','.join(entries)}]"
    counts = tuple((day, days.count(day)) for day in dict.fromkeys(days))
    spans = tuple((topic, month, len(held), min(held), max(held)) for (topic, month), held in threads.items())
    head, last, opening = _head(prepared), _last(blog), _opening(prepared.standfirst_html)
    counted = digest(repr((blog.draft, counts, sorted(spans))))
    outline = digest(repr((head, last, blog.rights.robots)))
    shown = digest(outline + rows)
    texts = (opening, _rest(blog, prepared.marks), _corrections(blog))
    row = (*head, prepared.words, *last, int(bool(prepared.standfirst_html)), *texts)
    bodies = BODY_END.join(
        [html.encode() for html in (prepared.standfirst_html, *(own.html for own in prepared.updates))]
    )
    whole = _whole(shown, row, bodies)
    own = (*row, counted, outline, shown, whole)
    days_of, pinned_text = _thread_days(blog, broad), f"[{','.join(pins)}]"
    said = (tuple((name, "") for name in prepared.beside), prepared.aliases)
    return Rows(own, rows, pinned_text, bodies, counts, spans, days_of, blog.draft, *said)


def _thread_days(blog: LiveBlog, broad: Collection[str]) -> tuple[tuple[str, int], ...]:
    carried = ((slug, update.at) for update in blog.updates for slug in update.topics if slug not in broad)
    return tuple(dict.fromkeys((slug, int(moment.timestamp()) // DAY_S) for slug, moment in carried))


def _whole(shown: str, row: LiveBlogRow, bodies: bytes) -> str:
    """The digest of everything that pages can show: by SHA-256, which processors help with, since bodies are long."""
    return sha256(f"{shown} {row!r} ".encode("utf-8", "surrogatepass") + bodies).hexdigest()[:32]


def _head(prepared: Prepared) -> LiveBlogRow:
    """What other pages show of the live blog itself: all up to its first update."""
    blog = prepared.liveblog
    first = blog.updates[0].at if blog.updates else None
    sort = f"{blog.date.isoformat()} {_SINCE + int(first.timestamp()) if first else 0:020} {blog.id}"
    address = (prepared.path, blog.id, blog.date.isoformat(), blog.slug, sort, int(blog.draft))
    return (
        *address,
        blog.title,
        blog.kicker,
        blog.dateline,
        blog.zone,
        blog.zone_source.value,
        blog.publisher,
        blog.lang,
    )


def _opening(html: str) -> str:
    if not html:
        return ""
    from sitegen.words import text_of_html  # a reader of the index needs none of it

    return text_of_html(html)


def _last(blog: LiveBlog) -> tuple[int, str, str, int]:
    """How many updates there are, the first and the last moment, and the last as seconds since 1970 UTC."""
    if not blog.updates:
        return (0, "", "", 0)
    first, last = blog.updates[0].at, blog.updates[-1].at
    return (len(blog.updates), first.isoformat(), last.isoformat(), int(last.timestamp()))


def _rest(blog: LiveBlog, marks: Sequence[str]) -> str:
    """What only the live blog's own page shows, as JSON; ``rest.read_rest`` reads it."""
    rights = blog.rights
    return _encode(
        {
            "summary": blog.summary,
            "pictures": [(p.caption, p.credit, p.alt, p.file) for p in blog.pictures],
            "sources": [(s.seed, s.sha256, s.importer, s.url, s.captured, s.member, s.archived) for s in blog.sources],
            "sizes": {},
            "marks": " ".join(marks),
            "rights": (rights.holder, rights.note, rights.full_text, rights.robots, rights.pictures),
            "cite_as": blog.cite_as,
        }
    )


def _corrections(blog: LiveBlog) -> str:
    """Its corrections as JSON, "" where there are none, as there are not in almost any; ``rest`` reads them."""
    if not blog.corrections:
        return ""
    return _encode([(one.when.isoformat(), one.text, one.update, one.kind.value) for one in blog.corrections])


def problem_row(problem: Problem) -> tuple[str, int, int, int, str, str, str, str]:
    """The row of ``problems`` that says *problem*."""
    at, said = problem.where, (problem.code, problem.message, problem.hint, problem.severity.value)
    return (at.path, at.line, at.column, at.width, *said)


def alias_rows(aliases: Iterable[str]) -> Iterator[tuple[int, str, str, str, str]]:
    """The rows of ``aliases`` for the URLs *aliases* of one live blog, without its key."""
    for place, url in enumerate(aliases):
        file = fold(path_of(url))
        inside = _DATED.match(file)
        day, slug = ("-".join(inside.groups()[:3]), inside[4]) if inside else ("", "")
        yield place, url, file, day, slug
