"""A corpus of archived live blogs, the same bytes every time, as sitegen's content and as Hugo's.

    python -m benchmarks.corpus FOLDER COUNT [--flavour mixed|plain]

writes ``FOLDER/sitegen`` and ``FOLDER/hugo``, each a whole site.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from pathlib import Path

from benchmarks.prose import Flavour, Stock, body, make_stock, plural
from benchmarks.vocabulary import ADJECTIVES, NOUNS, TOPICS, VERBS
from sitegen.content.writer import dumps
from sitegen.model import LiveBlog, Update

SEED = 20240315
HUGO = Path(__file__).with_name("hugo")
_A_DAY = 4  # live blogs
_LAST = date(2025, 12, 31)
_ZONE = "America/Panama"  # five hours behind UTC in all seasons: Hugo is given the offset, sitegen the zone
_OFFSET = timezone(timedelta(hours=-5))
_MEAN, _SPREAD, _FEWEST, _MOST = 20, 7, 8, 40  # updates of a live blog
_NEWSROOMS = ("Wire desk", "Staff reporters", "Wire and staff", "Partner newsroom")
_LABELS = {label.lower(): label for label in TOPICS}


# The pages that Hugo's site has.
_THEIRS = "pages:\n  calendar: false\n  own: false\n  latest: false\n  citations: false\n  updates: none\n"


class Mode(Enum):
    """Which pages are made, and what day and topic pages show of updates."""

    LEAD = f"{_THEIRS}  bodies: lead\n"
    FULL = f"{_THEIRS}  bodies: full\n"
    DEFAULT = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a corpus holds."""

    liveblogs: int
    updates: int
    size_bytes: int


def liveblogs(count: int, flavour: Flavour) -> Iterator[LiveBlog]:
    """The live blogs of the corpus, oldest first, four a day up to the end of 2025."""
    stock = make_stock(SEED, flavour)
    days = max(1, count // _A_DAY)
    for number in range(count):
        yield _liveblog(stock, number, _LAST - timedelta(days=days - 1 - number * days // count))


def _liveblog(stock: Stock, number: int, day: date) -> LiveBlog:
    random, choice, places = stock.names.random, stock.names.random.choice, stock.names.places
    adjective, noun, other, place = choice(ADJECTIVES), choice(NOUNS), choice(NOUNS), choice(places)
    title = f"{place} {noun} {other}: {adjective} {plural(choice(NOUNS))} as they {choice(VERBS)}"
    told = _told(stock)
    carried = _topics(stock)
    dateline, standfirst = choice(places), f"{choice(stock.plain)} {choice(stock.plain)}"
    slug = f"{place.lower()}-{noun}-{other}-{number:05d}"
    return LiveBlog(
        id=f"{day.isoformat()}-{slug}",
        slug=slug,
        title=title,
        date=day,
        zone=_ZONE,
        dateline=dateline,
        publisher=random.choice(_NEWSROOMS),
        standfirst=standfirst,
        updates=tuple(
            Update(at=datetime.combine(day, clock, _OFFSET), body=text, anchor=f"t{clock:%H%M}", topics=carried)
            for clock, text in told
        ),
    )


def _told(stock: Stock) -> list[tuple[time, str]]:
    """The updates of one live blog, all within its day: clocks, and what is told."""
    random = stock.names.random
    minute = random.randint(300, 540)
    count = min(_MOST, max(_FEWEST, int(random.gauss(_MEAN, _SPREAD) + 0.5)))
    longest = max(4, (1430 - minute) // count - 1)
    told = []
    for _ in range(count):
        told.append((time(*divmod(minute, 60)), body(stock)))
        minute += random.randint(3, longest)
    return told


def _topics(stock: Stock) -> tuple[str, ...]:
    """One to four topics, the first of the vocabulary most often."""
    random = stock.names.random
    wanted = random.choices([1, 2, 3, 4], [20, 40, 25, 15])[0]
    found: dict[str, None] = {}
    while len(found) < wanted:
        found.setdefault(TOPICS[int(len(TOPICS) * random.random() ** 1.4)].lower())
    return tuple(found)


def settings(mode: Mode) -> str:
    """The text of ``site.yaml``."""
    topics = "".join(f"  - {{slug: {slug}, label: {label}}}\n" for slug, label in _LABELS.items())
    return f"""\
format: 1
id: "bench.sitegen.invalid,2026-01-01"
title: The Archive Desk
description: Archived live blogs.
base_url: https://example.org/
published: true
language: en
zone: UTC
{mode.value}topics:
{topics}"""


def hugo_text(blog: LiveBlog) -> str:
    """The content file of *blog* for Hugo."""
    topics = "".join(f"  - {_LABELS[slug]}\n" for slug in blog.updates[0].topics)
    matter = f"""\
---
title: "{blog.title}"
date: {blog.updates[0].at.isoformat()}
day: "{blog.date.isoformat()}"
dateline: "{blog.dateline.upper()}"
summary: "{blog.standfirst}"
topics:
{topics}source: "{blog.publisher}"
---

"""
    return matter + "\n\n".join(f"{_hugo_heading(update)}\n\n{update.body}" for update in blog.updates) + "\n"


def _hugo_heading(update: Update) -> str:
    clock = f"{update.at.hour % 12 or 12}:{update.at:%M} {'a.m.' if update.at.hour < 12 else 'p.m.'}"
    return f"## {clock} {{#{update.anchor.replace('t', 't-')}}}"


def write_corpus(folder: Path, count: int, flavour: Flavour) -> Size:
    """Write both sites of *count* live blogs into *folder*; how much they hold, in sitegen's form."""
    theirs = folder / "hugo"
    shutil.copytree(HUGO, theirs, dirs_exist_ok=True)
    (theirs / "content/live").mkdir(parents=True, exist_ok=True)
    for blog in liveblogs(count, flavour):
        (theirs / f"content/live/{blog.date}-{blog.slug}.md").write_text(hugo_text(blog), encoding="utf-8")
    return write_site(folder / "sitegen", count, flavour)


def write_site(folder: Path, count: int, flavour: Flavour) -> Size:
    """Write sitegen's site of *count* live blogs into *folder*; how much it holds."""
    updates = size = 0
    for blog in liveblogs(count, flavour):
        place = folder / f"content/{blog.date:%Y/%m/%d}"
        place.mkdir(parents=True, exist_ok=True)
        size += (place / f"{blog.slug}.md").write_bytes(dumps(blog).encode())
        updates += len(blog.updates)
    (folder / "site.yaml").write_text(settings(Mode.LEAD), encoding="utf-8")
    return Size(count, updates, size)


def main() -> None:
    """Write a corpus, and say how much it holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description="Write a corpus as two sites.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--flavour", type=Flavour, default=Flavour.MIXED, help="mixed or plain")
    asked = parser.parse_args()
    size = write_corpus(asked.folder, asked.count, asked.flavour)
    print(f"{size.liveblogs:,} live blogs, {size.updates:,} updates, {size.size_bytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
