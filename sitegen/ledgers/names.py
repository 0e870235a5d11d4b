"""What a person calls an update or a live blog: by its id, its address, or its content file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sitegen.content.ledger import Key
from sitegen.errors import Location, Problem, UsageError
from sitegen.index.queries import Queries
from sitegen.model import Head
from sitegen.records.fields import nearest

_ADDRESS = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([^/]+)(?:/(?:latest|(t[a-z0-9-]+)))?/?(?:index\.html)?\Z")


class Named(NamedTuple):
    """A live blog by its id, and an anchor of it, "" for all of it."""

    liveblog: str
    anchor: str

    def __str__(self) -> str:
        return f"{self.liveblog}#{self.anchor}" if self.anchor else self.liveblog


def read_names(names: Iterable[str], queries: Queries, promises: Collection[Key]) -> list[Named]:
    """What *names* mean: ``ID#t1930``, a permalink or its path, ``content/x.md#t1930``; without an anchor, all of it.

    An address may be a former one, or an alias. Raises UsageError with every name that means nothing in the content or in
    the ledger, and what is near; or more than one thing.
    """
    known = {liveblog for liveblog, _ in promises} | {liveblog for liveblog, *_ in queries.ledger.places()}
    found, problems = [], []
    for name in names:
        place, _, anchor = name.strip().partition("#")
        if len(files := _files(place, queries)) > 1:
            problems.append(_ambiguous(name, files))
            continue
        liveblog, told = (files[0].id, "") if files else _liveblog(place, queries)
        one = Named(liveblog or place, anchor or told)
        if one.liveblog not in known and queries.head_of(one.liveblog) is None:
            problems.append(_unknown(name, place, known))
        elif one.anchor and one.anchor not in (anchors := set(_anchors(one.liveblog, queries, promises))):
            problems.append(_unknown(name, one.anchor, anchors))
        else:
            found.append(one)
    if problems:
        raise UsageError(problems)
    return list(dict.fromkeys(found))


def _liveblog(place: str, queries: Queries) -> tuple[str, str]:
    """The id of the live blog at the address *place*, "" where it is none, and the anchor that the address tells."""
    match = _ADDRESS.search(place)
    if match is None:
        return _alias(place, queries), ""
    year, month, day, slug, anchor = match.groups("")
    url = f"/{year}/{month}/{day}/{slug}/"
    head = queries.head(f"{year}-{month}-{day}/{slug}") or queries.head_once_at(url)
    owners = queries.ledger.published_at(url)
    return (head.id if head else owners[0] if owners else "", anchor)


def _files(place: str, queries: Queries) -> list[Head]:
    """The live blogs whose content file is called *place*: by its whole path, or the end of it."""
    if not place.endswith(".md"):
        return []
    path = place.removeprefix("./")
    found = [head for head in queries.heads() if f"/{head.path}".endswith(f"/{path}")]
    return [head for head in found if head.path in (path, f"content/{path}")] or found


def _alias(place: str, queries: Queries) -> str:
    """The id of the live blog that has the alias *place*: an address, or its path with or without the site's folder."""
    try:
        parts = unquote(urlsplit(place).path).strip("/").split("/")
    except ValueError:
        return ""
    tails = ("/".join(parts[start:]) for start in range(len(parts)))
    urls = (url for tail in tails if "/" in place for url in (f"/{tail}/", f"/{tail}"))
    return next((head.id for url in urls if (head := queries.head_once_at(url))), "")


def _anchors(liveblog: str, queries: Queries, promises: Collection[Key]) -> Iterator[str]:
    yield from (name for owner, name in promises if owner == liveblog)
    if head := queries.head_of(liveblog):
        yield from (entry.anchor for entry in queries.entries(head))


def _ambiguous(name: str, files: Iterable[Head]) -> Problem:
    paths = " or ".join(head.path for head in files)
    return Problem(Location(name), "unknown-name", f'"{name}" is more than one file', f"name one of them: {paths}")


def _unknown(name: str, part: str, known: Collection[str]) -> Problem:
    near = nearest(part, known)
    hint = f'did you mean "{near}"?' if near else "name it as LIVEBLOG#ANCHOR, by its address, or by its content file"
    return Problem(Location(name), "unknown-name", f'nothing here is called "{name}"', hint)
