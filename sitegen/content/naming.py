"""Slugs: the part of a live blog's address that says what it is about, fixed at first import."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import count

from sitegen.filenames import is_device
from sitegen.model import LiveBlog

SLUG_CHARACTERS = 60
"""A slug is cut at a word by so many: addresses stay quotable in a line of print."""
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ")


def slug_of(text: str) -> str:
    """*text* in ASCII, cut at a word by 60 characters; "" where nothing is left.

    >>> slug_of("Iraq frees Qaim, Islamic State’s last town")
    'iraq-frees-qaim-islamic-states-last-town'
    """
    from slugify import slugify  # here: builds want the path alone

    return slugify(text.translate(_APOSTROPHES), max_length=SLUG_CHARACTERS, word_boundary=True, save_order=True)


def content_path(day: date, slug: str) -> str:
    """Where the live blog at this address lies, from the root of the site.

    >>> content_path(date(2017, 11, 3), "qaim")
    'content/2017/11/03/qaim.md'
    """
    return f"content/{day.isoformat().replace('-', '/')}/{slug}.md"


def free_slug(blog: LiveBlog, is_taken: Callable[[str], bool], ids: Collection[str]) -> str:
    """The slug of *blog*: its headline; else with its place; else with a number.

    *is_taken* tells whether a content file is there, by its path; *ids* are those of all live blogs there ever were.
    """
    day = blog.date

    def is_free(slug: str) -> bool:
        return not is_device(slug) and f"{day.isoformat()}-{slug}" not in ids and not is_taken(content_path(day, slug))

    return next(slug for slug in _candidates(blog) if is_free(slug))


def _candidates(blog: LiveBlog) -> Iterator[str]:
    title, place = slug_of(blog.title), slug_of(blog.dateline.split(",")[0])
    base = title or place or "live-blog"
    yield base
    if title and place:
        base = f"{base}-{place}"
        yield base
    yield from (f"{base}-{number}" for number in count(2))
