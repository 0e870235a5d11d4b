"""A saved web page: its tree, and what its head says of it: address, language, publisher, times, and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import first_text, object_at, parse_json, text_at
from sitegen.importers.exports.moments import moment_of
from sitegen.importers.seeds import SNIFFED, Seed
from sitegen.importers.text.plain_text import decode
from sitegen.importers.web.html import Node, parse, seen_in
from sitegen.importers.web.page_dates import find_day
from sitegen.json_value import Json
from sitegen.patterns import Pattern
from sitegen.words import words

_CHARSET = Pattern(
    r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,40})|<\?xml[^>]{0,80}?encoding=[\"']([^\"']{2,40})"
)
# What browsers take these names for (WHATWG Encoding §4.2).
_MEANT = dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"), "windows-1252")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = {*range(1, 9), 11, *range(14, 32)}  # control characters, which browsers show as nothing; NUL is no page's
_BLANKED = bytes(32 if byte in _NO_TEXT else byte for byte in range(256))
_RAW_ENDS = Pattern(r"[\x00-\x1f]+")
_WRAPPED = Pattern(r"(?:\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?)+")
_WRAPPED_END = Pattern(r"(?:\s*(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?)+\s*;?\Z")
_WRAPPING = 80  # characters of a script, at most, that keep its text from programs that know no scripts
_SAVED = Pattern(
    r"<!--\s*(?:saved from url=\([0-9]+\)|Page saved with SingleFile\s+url:\s*|Mirrored from\s+)\s*(https?://[^\s<>\"]{4,2000})"
)
_DAY_IN_PATH = Pattern(r"/(20[0-9]{2}|19[0-9]{2})[/-]([0-9]{1,2}|[a-z]{3})[/-]([0-9]{1,2})(?![0-9])")
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PUBLISHED = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "og:published_time",
    "og:article:published_time", "cxenseparse:recs:publishtime", "last-published-date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "last-modified", "lastmod", "dcterms.modified",
    "dc.date.modified", "og:article:modified_time", "modified",
)  # fmt: skip
_LONGEST_DATE = 40  # characters
_ALIKE = 0.5  # of the words of the page's title in a heading: it is the headline


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was saved. *nodes* are the objects of its JSON-LD, *start* and *end* when it was first and last sent.

    *base* is the address that relative links stand on, "" where nothing says it. *lang* is a language tag, "" for none;
    *locale* one with its country ("de-CH"), where one is named. Times may have no offset. *day* is when it was sent, by a
    date without a clock or by its address.
    """

    root: Node
    body: Node
    meta: Mapping[str, str]
    nodes: tuple[dict[str, Json], ...]
    url: str
    base: str
    lang: str
    locale: str
    start: datetime | None
    end: datetime | None
    day: date | None

    @property
    def publisher(self) -> str:
        """Who published it, by its own words."""
        named = (first_text(object_at(node, "publisher"), "name") for node in self.nodes)
        return self.meta.get("og:site_name") or next(filter(None, named), "") or self.meta.get("application-name", "")

    @property
    def headline(self) -> str:
        """The headline: the first great heading that says what the page's title says, else that title."""
        heading = self.heading
        if heading is not None:
            return " ".join(seen_in(heading).split())
        return self.title

    @property
    def title(self) -> str:
        """What the head calls the page."""
        title = self.root.css_first("head title")
        return self.meta.get("og:title") or (" ".join(title.text().split()) if title else "")

    @property
    def heading(self) -> Node | None:
        """The element with the headline."""
        found = [one for one in self.body.css("h1") if words(seen_in(one))]
        wanted = set(words(self.title.casefold()))
        for one in found:
            own = set(words(seen_in(one).casefold()))
            if not wanted or len(own & wanted) >= _ALIKE * min(len(own), len(wanted)):
                return one
        return found[0] if len(found) == 1 and not self.meta.get("og:title") else None


def read_page(seed: Seed) -> tuple[Page | None, list[Problem]]:
    """The page that *seed* is, and what there is to say about its bytes and its JSON-LD; None where it is none."""
    text = page_text(seed)
    if isinstance(text, Problem):
        return None, [text]
    if not text.strip():
        message, hint = "the seed is empty", "remove it from seeds/, or put the text into it"
        return None, [Problem(Location(seed.path), "empty-seed", message, hint)]
    try:
        tree = parse(text, seed.pictures)
    except ValueError as error:
        message = f"the page cannot be read: {error}"
        return None, [Problem(Location(seed.path), "too-deep", message, "save the page again, or its live blog alone")]
    if tree.root is None or tree.body is None:
        return None, [Problem(Location(seed.path), "no-update", "the page has no body", "save the page again")]
    nodes, problems = read_json_ld(tree.root, text, seed.path)
    return _page(tree.root, tree.body, nodes, text[:SNIFFED], seed.sidecar.url), problems


def page_text(seed: Seed) -> str | Problem:
    """The text of *seed*: in the encoding of its byte order mark, its sidecar, or its own ``<meta charset>``."""
    data, encoding = seed.data, seed.sidecar.encoding
    if data.startswith(_UTF16):
        return decode(data, encoding, seed.path)
    if not encoding and (match := _CHARSET.search(data[:SNIFFED].decode("latin-1").lower())):
        encoding = match[1] or match[2]
        encoding = _MEANT.get(encoding, encoding)
        encoding = "" if encoding.startswith("utf") else encoding  # it can be read here, so it is not UTF-16
    return decode(data.translate(_BLANKED), encoding, seed.path)


def read_json_ld(root: Node, text: str, path: str) -> tuple[tuple[dict[str, Json], ...], list[Problem]]:
    """All objects of the JSON-LD in a page, at any depth; a warning for each live blog in it that cannot be read."""
    nodes: list[dict[str, Json]] = []
    problems = []
    for script in root.css("script"):
        if "ld+json" not in (script.attributes.get("type") or "").casefold():
            continue
        source = _unwrapped(script.text(deep=True).strip())
        if not source:
            continue
        value = parse_json(source, path)
        if isinstance(value, Problem) and value.code == "json-syntax":
            value = parse_json(
                _RAW_ENDS.sub(" ", source).rstrip("; "), path
            )  # texts over several lines: no JSON, but often
        if not isinstance(value, Problem):
            nodes += objects_in(value)
        elif "LiveBlogPosting" in source:
            line = text.count("\n", 0, max(0, text.find(source[:80]))) + 1
            message = f"the page's JSON-LD cannot be read: {value.message}"
            hint = "check what was taken from the page itself, or get the page again"
            problems.append(Problem(Location(path, line), "json-ld", message, hint, Severity.WARNING))
    return tuple(nodes), problems


def _unwrapped(source: str) -> str:
    """The text of a script without what hides it from programs that know no scripts."""
    start = match.end() if (match := _WRAPPED.match(source[:_WRAPPING])) else 0
    tail = max(start, len(source) - _WRAPPING)
    return (source[start:tail] + _WRAPPED_END.sub("", source[tail:])).strip()


def objects_in(value: Json) -> Iterator[dict[str, Json]]:
    """All objects in *value*, outer ones first."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            yield one
            todo += reversed(list(one.values()))
        elif isinstance(one, list):
            todo += reversed(one)


def _page(root: Node, body: Node, nodes: tuple[dict[str, Json], ...], head: str, known: str) -> Page:
    """The page of the tree *root*; *known* is its address where somebody else knows it."""
    meta = _meta(root)
    saved = _SAVED.search(head)
    canonical = root.css_first('link[rel="canonical"]')
    stated = (
        (canonical.attributes.get("href") if canonical else "") or meta.get("og:url") or (saved[1] if saved else "")
    )
    addresses = (known, stated or "", saved[1] if saved else "")
    url = next(filter(is_web_address, addresses), "")
    base_tag = root.css_first("base[href]")
    base = (base_tag.attributes.get("href") or "") if base_tag else ""
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang") or meta.get("og:language") or "").strip()
    locale = (meta.get("og:locale") or lang or meta.get("content-language", "")).replace("_", "-")
    articles = [node for node in nodes if first_text(node, "datePublished") and _is_article(node)]
    sent = _stated(meta, _PUBLISHED, articles, ("coverageStartTime", "datePublished"))
    changed = _stated(meta, _MODIFIED, articles, ("dateModified", "coverageEndTime"))
    return Page(
        root=root,
        body=body,
        meta=meta,
        nodes=nodes,
        url=url,
        base=base if is_web_address(base) else url,
        lang=lang or locale.partition("-")[0],
        locale=locale,
        start=_first_moment(sent),
        end=_first_moment(changed),
        day=_first_day(sent) or _day_in(url) or _first_day(changed),
    )


def is_web_address(address: str) -> bool:
    """Whether *address* is one of the web."""
    try:
        parts = urlsplit(urljoin(address, ""))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _meta(root: Node) -> dict[str, str]:
    """The contents of ``<meta>``, the first of each name, names in small letters."""
    found: dict[str, str] = {}
    for one in root.css("meta[content]"):
        names = (one.attributes.get(name) for name in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), "")
        found.setdefault((name or "").strip().casefold(), " ".join((one.attributes.get("content") or "").split()))
    return found


def _is_article(node: dict[str, Json]) -> bool:
    return "BlogPosting" not in types_of(node) and any(kind.endswith(("Article", "Posting")) for kind in types_of(node))


def types_of(node: dict[str, Json]) -> list[str]:
    """The names of the types of *node*, without their vocabulary: ``http://schema.org/LiveBlogPosting`` is one too."""
    kinds = node.get("@type")
    given = kinds if isinstance(kinds, list) else [kinds]
    return [text_at(kind).replace(":", "/").rpartition("/")[2] for kind in given]


def _stated(
    meta: Mapping[str, str], names: Iterable[str], nodes: Sequence[dict[str, Json]], keys: Iterable[str]
) -> list[str]:
    """The times that *meta* has under *names*, and *nodes* under *keys*, as they are written."""
    return [*(meta.get(name, "") for name in names), *(text_at(node, key) for key in keys for node in nodes)]


def _first_moment(texts: Iterable[str]) -> datetime | None:
    return next((moment for text in texts if (moment := moment_of(text)) is not None), None)


def _first_day(texts: Iterable[str]) -> date | None:
    """The first of *texts* that is a date with its year, and says nothing of a clock: that may be in any zone."""
    found = (find_day(text[:_LONGEST_DATE]) for text in texts if ":" not in text)  # "3/9/2021" may be either
    return next((day.near(None) for day in found if day is not None and day.year), None)


def _day_in(url: str) -> date | None:
    """The day in the path of *url*: ``/2017/11/03/``, ``/2017/nov/03/``."""
    match = _DAY_IN_PATH.search(url)
    if match is None:
        return None
    month = (
        int(match[2]) if match[2].isdecimal() else 1 + _SHORT_MONTHS.index(match[2]) if match[2] in _SHORT_MONTHS else 0
    )
    try:
        return date(int(match[1]), month, int(match[3]))
    except ValueError:
        return None
