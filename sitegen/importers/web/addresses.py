"""Where a live blog was published, as an address that all its pages and captures share."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from sitegen.patterns import Pattern

# What names one page of a live blog, or one of its updates: each of these is in use at some publisher.
_OF_PAGES = frozenset({
    "after", "before", "cursor", "filterkeyevents", "offset", "page", "paged", "pageno", "pagenum", "page_number",
    "pg", "pinned_post_asset_id", "pinned_post_locator", "pinned_post_type", "seite", "since",
})  # fmt: skip
_OF_SENDERS = Pattern(r"utm_.*|at_.*|ns_.*|fbclid|gclid|cmpid|cmp")
_PAGE_OF_PATH = Pattern(r"/(?:page|seite)/[0-9]+/?\Z")
_REPLAYED = Pattern(r"https?://web\.archive\.org/web/[0-9]{4,14}[a-z_]*/(?=https?:)")


def address_of(url: str) -> str:
    """The address of the live blog at *url*: no fragment, no page, no marks of whoever linked to it; "" where it has none.

    The front page of a site is the address of no live blog.

    >>> address_of("http://www.example.org/live/storm/?page=2&utm_source=x#block-9")
    'example.org/live/storm'
    >>> address_of("https://web.archive.org/web/20210308190000/https://example.org/live?id=7"), address_of("https://a.org/")
    ('example.org/live?id=7', '')
    """
    try:
        parts = urlsplit(_REPLAYED.sub("", url.strip()))
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # a port that is no number, half an IPv6 address
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _is_beside(name))
    path = _PAGE_OF_PATH.sub("", parts.path).rstrip("/")
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{port}{path}{query}" if host and (path or query) else ""


def is_page(url: str) -> bool:
    """Whether *url* is that of one page of several, which need not hold what others hold.

    >>> is_page("https://example.org/live?page=2"), is_page("https://example.org/live#block-1")
    (True, False)
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    names = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return bool(names & _OF_PAGES) or _PAGE_OF_PATH.search(parts.path) is not None


def _is_beside(name: str) -> bool:
    return name.casefold() in _OF_PAGES or _OF_SENDERS.fullmatch(name.casefold()) is not None
