"""The addresses that lead elsewhere now: aliases, former addresses, and those at which seeds were published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.addresses import RESERVED
from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.index.changes import subject_at
from sitegen.index.ledger_lines import url_at
from sitegen.index.queries import Queries
from sitegen.model import Head
from sitegen.pages import urls
from sitegen.redirects.moves import Move, encoded, encoded_target, other_form, read_url


@dataclass(frozen=True, slots=True)
class _Site:
    """What the addresses of the site are: *base* is the path of its root, *host* its name, "" where nobody knows."""

    queries: Queries
    base_url: str
    base: str
    host: str
    own: frozenset[str]

    def to(self, head: Head) -> str:
        """The address of today, percent-encoded."""
        return encoded_target(urls.absolute(urls.liveblog_url(head.date, head.slug), self.base_url))

    def has(self, path: str) -> bool:
        """Whether *path* is, on the site's own host, that of a page of the site, or of what it needs for itself."""
        if not f"{path}/".startswith(self.base):
            return False
        names = path[len(self.base) :].removesuffix("index.html").strip("/").split("/")
        if names == [""] or names[0].lower() in RESERVED or (len(names) == 1 and names[0] in self.own):
            return True
        if len(names) <= 3 and all(name.isdecimal() for name in names) and len(names[0]) == 4:
            return True
        kind, name = subject_at(f"/{'/'.join(names)}/")
        return kind == "live-blog" and self.queries.head(name) is not None


def find_moves(root: Path, queries: Queries, config: Config, host: str = "") -> tuple[tuple[Move, ...], list[Problem]]:
    """Every move, the site's own first, each address once; and what cannot be one, or is claimed twice.

    *host* restricts the addresses of sources to those of one host.
    """
    parts = urlsplit(config.base_url)
    own = frozenset(name for _, name, _, _ in queries.own_pages())
    site = _Site(queries, config.base_url, unquote(parts.path) or "/", (parts.hostname or "").lower(), own)
    problems: list[Problem] = []
    found: dict[tuple[str, str], Move] = {}
    for move in (*_own_moves(site), *_source_moves(root, site, host.lower(), problems)):
        first = found.setdefault((move.path, move.query), move)
        if first.to != move.to:
            problems.append(_twice(root, move, first))
    return tuple(_with_other_forms(found.values(), site)), problems


def _own_moves(site: _Site) -> Iterator[Move]:
    for url in site.queries.aliases():
        if head := site.queries.head_once_at(url):
            yield Move(site.base + url[1:], "", site.to(head), url, head.path)
    for address in site.queries.ledger.addresses():
        url = url_at(address)
        heads = filter(None, map(site.queries.head_of, site.queries.ledger.published_at(url)))
        if (head := next(heads, None)) and site.queries.head(address) is None:
            yield Move(site.base + url[1:], "", site.to(head), url, head.path)


def _source_moves(root: Path, site: _Site, host: str, problems: list[Problem]) -> Iterator[Move]:
    for head in site.queries.heads():
        for url in dict.fromkeys(source.url for source in site.queries.rest(head).sources if source.url):
            read = read_url(url)
            if read is None:
                problems.append(_unclear(root, head.path, url))
                continue
            name, path, query = read
            if host and name != host:
                continue
            is_ours = not site.host or host in ("", site.host)
            is_front = path == "/" and not host  # of some host, whose readers would all be sent away
            if not query and (is_front or (is_ours and site.has(path))):
                if encoded(path).rstrip("/") != urlsplit(site.to(head)).path.rstrip("/"):
                    problems.append(_of_site(root, head.path, url))
                continue
            yield Move(path, query, site.to(head), url, head.path)


def _with_other_forms(moves: Iterable[Move], site: _Site) -> Iterator[Move]:
    held = {move.path: move for move in moves}
    for move in moves:
        also = other_form(move.path)
        is_free = also and not move.query and also not in held and not site.has(also)
        yield replace(move, also=also) if is_free else move


def place_of(root: Path, owner: str, said: str) -> Location:
    """Where the file *owner* says *said*, the file alone where it says it otherwise."""
    whole = re.compile(rf"{re.escape(said)}(?=[\s\"',}}\]]|$)")
    for number, line in enumerate((root / owner).read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if found := whole.search(line):
            return Location(owner, number, found.start() + 1, len(said))
    return Location(owner)


def _twice(root: Path, move: Move, first: Move) -> Problem:
    message = f'"{move.said}" leads to {first.to} already, by {first.owner}'
    hint = "take it out of one of them: the first in the order of live blogs is taken"
    return Problem(place_of(root, move.owner, move.said), "redirect-twice", message, hint, Severity.WARNING)


def _of_site(root: Path, owner: str, url: str) -> Problem:
    message = f'"{url}" has the path of a page of this site, or of a front page, and is left as it is'
    hint = "name its host with --host, and give the list to that host alone"
    return Problem(place_of(root, owner, url), "redirect-page", message, hint, Severity.WARNING)


def _unclear(root: Path, owner: str, url: str) -> Problem:
    message = f'"{url}" is no address that a host is asked for'
    hint = "write it as it was published, like https://example.org/story/?p=123"
    return Problem(place_of(root, owner, url), "redirect-unclear", message, hint, Severity.WARNING)
