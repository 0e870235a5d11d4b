"""Every URL of the site: the one place that makes them, as site-absolute paths like ``/2017/11/03/x/#t1930``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

RESERVED = frozenset(
    "topics data assets timeline on-this-day search corrections latest pagefind feed.xml feed.json 404.html sitemap.xml "
    "robots.txt _headers manifest-sha256.txt index.html".split(" ")
)
"""First path segments (in lower case) that the site itself uses, or will: no page of the owner's may have them."""


def year_url(year: int) -> str:
    """``/2017/``."""
    return f"/{year:04}/"


def month_url(year: int, month: int) -> str:
    """``/2017/11/``."""
    return f"/{year:04}/{month:02}/"


def day_url(day: date) -> str:
    """``/2017/11/03/``."""
    return f"/{day.year:04}/{day.month:02}/{day.day:02}/"


def liveblog_url(day: date, slug: str) -> str:
    """``/2017/11/03/slug/``: the page of the permalinks."""
    return f"{day_url(day)}{slug}/"


def permalink(day: date, slug: str, anchor: str) -> str:
    """``/2017/11/03/slug/#t1930``: the citeable address of an update."""
    return f"{liveblog_url(day, slug)}#{anchor}"


def topic_url(slug: str) -> str:
    """``/topics/slug/``."""
    return f"/topics/{slug}/"


def topic_year_url(slug: str, year: int) -> str:
    """``/topics/slug/2017/``."""
    return f"/topics/{slug}/{year:04}/"


def own_url(name: str) -> str:
    """``/about/``: a page of the owner's."""
    return f"/{name}/"


def path_of(url: str) -> str:
    """The file below ``output/`` that answers *url*, which has no fragment.

    >>> path_of("/2017/11/03/"), path_of("/feed.xml"), path_of("/")
    ('2017/11/03/index.html', 'feed.xml', 'index.html')
    """
    return (url + "index.html" if url.endswith("/") else url).removeprefix("/")


def relative(target: str, page: str, *, files: bool) -> str:
    """The link from the page at URL *page* to *target* (site-absolute, fragment allowed); ``404.html`` is the exception.

    With *files*, folders are named with their ``index.html``: browsers show a listing for ``a/`` on a disk. Raises
    ValueError for a *target* that is not site-absolute.

    >>> relative("/2017/11/03/x/#t1930", "/2017/11/03/", files=False)
    'x/#t1930'
    >>> relative("/2017/11/03/x/#t1930", "/2017/11/03/x/", files=False)
    '#t1930'
    >>> relative("/", "/topics/", files=True)
    '../index.html'
    """
    path, mark, fragment = target.partition("#")
    path, query_mark, query = path.partition("?")
    if path == page and fragment and not query:
        return "#" + fragment
    if not path.startswith("/"):
        raise ValueError(f'"{target}" is no address of this site: it does not begin with "/"')
    folder, _, name = path.rpartition("/")
    link = _way(folder, page.rpartition("/")[0]) + (name or ("index.html" if files else ""))
    if not link or ":" in link.partition("/")[0]:  # "a:b/" alone would begin with a scheme (RFC 3986 §4.2)
        link = "./" + link
    return link + query_mark + query + mark + fragment


@lru_cache(maxsize=1 << 14)
def _way(folder: str, here: str) -> str:
    """The steps from the folder *here* to *folder*, "" for itself; most links of a page share a few."""
    there, steps = folder.split("/"), here.split("/")
    shared = next((at for at, (one, other) in enumerate(zip(there, steps, strict=False)) if one != other), None)
    common = min(len(there), len(steps)) if shared is None else shared
    return "../" * (len(steps) - common) + "".join(step + "/" for step in there[common:])


def absolute(url: str, base_url: str) -> str:
    """The folder form of *url* below *base_url*, which ends in ``/``; without a base the site-absolute path.

    >>> absolute("/2017/#x", "https://example.org/live/")
    'https://example.org/live/2017/#x'
    """
    return base_url + url.removeprefix("/") if base_url else url
