"""The live blogs in ``content/`` that a new seed may be a version of, found without reading all the others."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.config import Config
from sitegen.content.reader import loads
from sitegen.errors import Problem
from sitegen.files import OWN_PAGES, decode
from sitegen.importers.versions import Traits, traits_of
from sitegen.importers.web.addresses import address_of
from sitegen.indexing import CONTENT, scan
from sitegen.model import LiveBlog, Topic

_END = b"\n---"
_ID = re.compile(rb"^id:[ \t]*(.+?)[ \t]*\r?$", re.MULTILINE)
_DATE = re.compile(rb"^date:[ \t]*[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE)
_COMMENT = re.compile(r"\s+#.*")
_PUBLISHER = re.compile(rb"^publisher:[ \t]*(.+?)[ \t]*\r?$", re.MULTILINE)
_URL = re.compile(rb"\burl:[ \t]*(\"(?:[^\"\\\r\n]|\\.)*\"|[^\"',}\s]+)")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A live blog that is there: its content file as it is now. Not to be merged with if it has *errors*."""

    path: str
    liveblog: LiveBlog
    traits: Traits
    errors: tuple[Problem, ...]


def find_earlier(root: Path, config: Config, topics: Iterable[Topic], wanted: Collection[Traits]) -> dict[str, Earlier]:
    """By id, the live blogs that have the day and publisher of one of *wanted*, or an address, or the id that it names.

    Their updates are left out: there may be many.
    """
    if not wanted:
        return {}
    days = {(one.day.isoformat(), one.publisher) for one in wanted}
    addresses = {address for one in wanted for address in one.addresses}
    ids = {one.same_as for one in wanted if one.same_as}
    found: dict[str, Earlier] = {}
    for path, text in _front_matters(root):
        day = (_first(_DATE, text), _first(_PUBLISHER, text).casefold())
        if day in days or _first(_ID, text) in ids or addresses & _addresses(text, addresses):
            earlier = read_earlier(root, config, topics, path)
            if earlier is not None:
                found[earlier.liveblog.id] = replace(earlier, liveblog=replace(earlier.liveblog, updates=()))
    return found


def ids_there(root: Path) -> set[str]:
    """The ids that the content files in *root* say."""
    return {_first(_ID, text) for _, text in _front_matters(root)} - {""}


def _front_matters(root: Path) -> Iterator[tuple[str, bytes]]:
    for path, *_ in sorted(scan(root / CONTENT, CONTENT)):
        if path.startswith(OWN_PAGES):
            continue
        try:
            data = (root / path).read_bytes()
        except OSError:  # the build says so
            continue
        end = data.find(_END, 3)
        yield path, data[:end] if end > 0 else data


def _first(pattern: re.Pattern[bytes], text: bytes) -> str:
    found = pattern.search(text)
    return _plain(found[1].decode("utf-8", "replace")) if found else ""


def _addresses(text: bytes, wanted: Collection[str]) -> set[str]:
    """The addresses of the sources that the front matter *text* names; none where none is *wanted*."""
    if not wanted:
        return set()
    urls = (match[1].decode("utf-8", "replace") for match in _URL.finditer(text))
    return {address_of(_plain(url)) for url in urls} - {""}


def _plain(text: str) -> str:
    """The text that a scalar of YAML, on one line, says."""
    try:
        said: object = json.loads(text) if text.startswith('"') else _COMMENT.sub("", text).strip("'")
    except ValueError:  # an escape of YAML that JSON has not
        return text.strip('"')
    return said if isinstance(said, str) else ""


def read_earlier(root: Path, config: Config, topics: Iterable[Topic], path: str) -> Earlier | None:
    """The live blog in the content file *path*; None where there is none that can be told."""
    try:
        text = decode((root / path).read_bytes(), path)
    except OSError:
        return None
    if isinstance(text, Problem):
        return None
    content = loads(text, path, config, {topic.slug for topic in topics})
    blog = content.liveblog
    errors = tuple(problem for problem in content.problems if problem.is_error)
    return Earlier(path, blog, traits_of(blog), errors) if blog.id else None
