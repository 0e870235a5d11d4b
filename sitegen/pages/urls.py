"""Every URL of the site: the one place that makes them, as site-absolute paths like ``/2017/11/03/x/#t1930``."""

from __future__ import annotations

import re
from datetime import date

from sitegen.addresses import RESERVED as RESERVED  # what stands for addresses here is asked for here
from sitegen.addresses import day_url as day_url
from sitegen.addresses import liveblog_url as liveblog_url
from sitegen.addresses import path_of as path_of
from sitegen.addresses import topic_url as topic_url
from sitegen.patterns import Pattern

# RFC 3986 §2, and letters of all scripts, which browsers encode; neither a blank nor what could end an attribute.
_WEB = Pattern(r"https?://[^\s\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2028-\u202e\u2066-\u2069]+", re.IGNORECASE)


def web_address(text: str) -> str:
    """*text* as a link may have it: "" for all but an address of the web, so that no script and no file is opened.

    >>> web_address("https://example.org/?p=1"), web_address("javascript:alert(1)")
    ('https://example.org/?p=1', '')
    """
    return text if _WEB.fullmatch(text) else ""


CORRECTIONS = "/corrections/"
"""The page of all corrections."""


DATA = "/data/"
"""The page that explains the data."""


def year_data_url(year: int, ending: str) -> str:
    """``/data/2017.csv``: all updates of a year."""
    return f"{DATA}{year:04}{ending}"


def year_url(year: int) -> str:
    """``/2017/``."""
    return f"/{year:04}/"


def month_url(year: int, month: int) -> str:
    """``/2017/11/``."""
    return f"/{year:04}/{month:02}/"


def latest_url(home: str) -> str:
    """``/2017/11/03/slug/latest/``: the live blog whose page is at the URL *home*, with the newest update first."""
    return f"{home}latest/"


def update_url(home: str, anchor: str) -> str:
    """``/2017/11/03/slug/t1930/``: the page of an update beside that of its live blog, whose URL is *home*."""
    return f"{home}{anchor}/"


def permalink(day: date, slug: str, anchor: str) -> str:
    """``/2017/11/03/slug/#t1930``: the citeable address of an update."""
    return f"{liveblog_url(day, slug)}#{anchor}"


def topic_year_url(slug: str, year: int) -> str:
    """``/topics/slug/2017/``."""
    return f"/topics/{slug}/{year:04}/"


def timeline_url(year: int, month: int) -> str:
    """``/timeline/2017-11/``: all updates of a month by instant."""
    return f"/timeline/{year:04}-{month:02}/"


def on_this_day_url(day: str) -> str:
    """``/on-this-day/11-03/`` for ``11-03``: what happened on that day in any year."""
    return f"/on-this-day/{day}/"


def own_url(name: str) -> str:
    """``/about/``: a page of the owner's."""
    return f"/{name}/"


def named(url: str, *, files: bool) -> str:
    """*url* (site-absolute, fragment allowed) seen from the root of the site.

    With *files*, folders are named with their ``index.html``: browsers show a listing for ``a/`` on a disk. Raises
    ValueError for a *url* that is not site-absolute.

    >>> named("/2017/11/03/x/#t1930", files=False), named("/2017/#a", files=True), named("/", files=True)
    ('2017/11/03/x/#t1930', '2017/index.html#a', 'index.html')
    """
    if not url.startswith("/"):
        raise ValueError(f'"{url}" is no address of this site: it does not begin with "/"')
    if not files:
        return url[1:]
    path, mark, fragment = url[1:].partition("#")
    path, query_mark, query = path.partition("?")
    index = "" if path and not path.endswith("/") else "index.html"
    return f"{path}{index}{query_mark}{query}{mark}{fragment}"


def way_to_root(page: str, base_url: str = "") -> str:
    """How links begin on the page at the URL *page*, before what `named` gives.

    ``404.html`` is shown at any depth, so its links begin at the root of the host.

    >>> way_to_root("/2017/11/03/"), way_to_root("/"), way_to_root("/404.html", "https://example.org/live/")
    ('../../../', './', '/live/')
    """
    if page == "/404.html":
        return "/" + base_url.split("/", 3)[3] if base_url else "/"
    return "../" * (page.count("/") - 1) or "./"


def absolute(url: str, base_url: str) -> str:
    """The folder form of *url* below *base_url*, which ends in ``/``; without a base the site-absolute path.

    >>> absolute("/2017/#x", "https://example.org/live/")
    'https://example.org/live/2017/#x'
    """
    return base_url + url.removeprefix("/") if base_url else url
