"""What led to a live blog once and leads there no more: one value an address, good for every kind of host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

_UNRESERVED = "-._~"
_PATH = f"{_UNRESERVED}!'()*+,;=:@&/"  # RFC 3986 §3.3, but for "$", which configurations read as a variable
_QUERY = f"{_PATH}?$%"
_TARGET = f"{_PATH}[]%"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Move:
    """From *path* (site-absolute on its host, decoded) and *query* (as it stands in a request, "" for any) to *to*.

    *to* is percent-encoded, and a whole URL where the site knows its own. *also* is *path* with or without its last slash,
    where nothing else is there. *said* is the address as it was written, in *owner*.
    """

    path: str
    query: str
    to: str
    said: str
    owner: str
    also: str = ""

    @property
    def address(self) -> str:
        """Path and query, percent-encoded."""
        return encoded(self.path) + (f"?{self.query}" if self.query else "")


def encoded(path: str) -> str:
    """*path* as browsers send it, without anything that a configuration could read otherwise.

    >>> encoded('/a "b"$c/é/')
    '/a%20%22b%22%24c/%C3%A9/'
    """
    return quote(path, safe=_PATH)


def encoded_target(url: str) -> str:
    """*url*, which may be percent-encoded, without anything that a configuration could read otherwise."""
    return quote(url, safe=_TARGET)


def read_url(url: str) -> tuple[str, str, str] | None:
    """The host, the decoded path and the query of *url*; None where no request can be for it, or no host can tell.

    >>> read_url("https://Example.org:8080/a%20b/?p=123#t1")
    ('example.org', '/a b/', 'p=123')
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        path = unquote_to_bytes(parts.path).decode()
        query = quote(parts.query, safe=_QUERY)
    except ValueError:  # a bracket in the host, or bytes that are no text
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or _UNSEEN.search(path) or _UNSEEN.search(url):
        return None
    return host.lower(), path or "/", query


def other_form(path: str) -> str:
    """*path* with its last slash where it has none, and without it; "" for the root, and for what is a file.

    >>> other_form("/a/"), other_form("/a"), other_form("/a.html"), other_form("/")
    ('/a', '/a/', '', '')
    """
    if path.endswith("/"):
        return path.rstrip("/")
    return "" if "." in path.rpartition("/")[2] else f"{path}/"
