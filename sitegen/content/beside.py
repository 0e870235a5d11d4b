"""Files that lie beside a content file and that it refers to: pictures, and by which names they may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from sitegen.filenames import name_fault
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
