"""Files that lie beside a content file and that it refers to: pictures, and by which names they may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from sitegen.filenames import name_fault
from sitegen.model import Prepared
from sitegen.patterns import Pattern

# No name of it leads to another folder, or is hidden. SVG is none: it may hold scripts.
_PICTURE = Pattern(r"\w[\w .,@+~()-]*\.(?:png|jpe?g|gif|webp|avif)", re.IGNORECASE)


def is_picture(name: str) -> bool:
    """Whether *name* can be that of a picture beside a content file.

    >>> is_picture("quay-1.png"), is_picture("../quay.png"), is_picture("quay.svg")
    (True, False, False)
    """
    return _PICTURE.fullmatch(name) is not None and not name_fault(name)


def pictures_in(bodies: Iterable[str], base: str) -> tuple[str, ...]:
    """The names of the pictures in the folder *base* that *bodies* (rendered, with links resolved) show or link to.

    >>> pictures_in(['<img src="/2017/11/03/x/the%20quay.png"> <a href="/2017/11/03/x/#t1930">'], "/2017/11/03/x/")
    ('the quay.png',)
    """
    mark, found = f'="{base}', dict[str, None]()
    for html in bodies:
        if mark in html:
            for rest in html.split(mark)[1:]:
                name = unquote(re.split('["?#]', rest, maxsplit=1)[0])
                found.update({name: None} if is_picture(name) else {})
    return tuple(found)


def untold_pictures(html: str) -> tuple[str, ...]:
    """The names of the pictures in a rendered body that no words stand for.

    >>> untold_pictures('<img src="/x/a%20b.png" alt=""><img src="/x/c.png" alt="The quay">')
    ('a b.png',)
    """
    return tuple(unquote(src).rpartition("/")[2] for src, alt in _SHOWN.compiled.findall(html) if not alt.strip())


def without_pictures(prepared: Prepared, base: str) -> Prepared:
    """*prepared*, a live blog of the page *base*, without the pictures that its rights keep back: each is told instead."""
    if not prepared.beside:
        return prepared
    updates = tuple(update._replace(html=_told(update.html, base)) for update in prepared.updates)
    return replace(prepared, standfirst_html=_told(prepared.standfirst_html, base), updates=updates, beside=())


_TOLD = '<b lang="en">Picture not published</b>'
# What `markdown` makes of a picture, and of a link, which holds no other.
_SHOWN = Pattern(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>')
_LINKED = Pattern(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _told(html: str, base: str) -> str:
    """*html*, where a picture that lies in *base* is its text, and a link to one is what it says."""
    if f'="{base}' not in html:
        return html

    def told(found: re.Match[str]) -> str:
        name = unquote(found[1].removeprefix(base))
        is_own = found[1].startswith(base) and is_picture(name)
        return f"[{_TOLD}{': ' if found[2] else ''}{found[2]}]" if is_own else found[0]

    return _LINKED.compiled.sub(told, _SHOWN.compiled.sub(told, html))
