"""The filters of layouts: what turns the values of views into text, some with the page in mind that is being rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sitegen.config import ClockStyle, Links
from sitegen.pages import citations, formats, structured, urls
from sitegen.pages.format_names import format_name
from sitegen.pages.interface import Interface
from sitegen.pages.pieces import ROOT, Assembly, Piece, body_mark, joined
from sitegen.pages.views import LiveBlogView, Page, Site, UpdateView
from sitegen.policy import SEARCH, policy
from sitegen.words import text_of_html

BETWEEN = b"</li>\n<li>\n"
"""What stands between two updates of a stream, which is a list."""


@dataclass(frozen=True, slots=True)
class Run:
    """Updates of a stream with nothing between them but ``</li><li>``.

    *gap_s* is the time since the update above in whole seconds, 0 where it is no long one; *new_day* is their civil day
    where that differs from what stands above. A notice is a run of its own. *is_earlier* says that the newest stand first.
    """

    gap_s: int
    new_day: date | None
    html: Markup
    is_earlier: bool = False


def _page(context: Context) -> Page:
    page = context["page"]
    assert isinstance(page, Page)
    return page


def _site(context: Context) -> Site:
    site = context["site"]
    assert isinstance(site, Site)
    return site


def _assembly(context: Context) -> Assembly:
    assembly = context["assembly"]
    assert isinstance(assembly, Assembly)
    return assembly


@pass_context
def _runs(context: Context, updates: Sequence[UpdateView], level: int, mixed: bool) -> Iterator[Run]:
    assembly, page = _assembly(context), _page(context)
    pieces = assembly.pieces_of(updates, level, mixed, page)
    notices = page.view.notices if isinstance(page.view, LiveBlogView) else ()
    start, day = 0, page.view.date if isinstance(page.view, LiveBlogView) and page.canonical else None
    for notice, piece in zip(notices, assembly.notices_of(notices, page) if notices else (), strict=True):
        yield from _between(assembly, updates[start : notice.place], pieces[start : notice.place], day)
        day = updates[notice.place - 1].at.date() if notice.place > start else day
        yield Run(0, notice.day if day and notice.day != day else None, assembly.put(piece))
        start, day = notice.place, notice.day or day
    yield from _between(assembly, updates[start:], pieces[start:], day)


def _between(
    assembly: Assembly, updates: Sequence[UpdateView], pieces: Sequence[Piece], last: date | None
) -> Iterator[Run]:
    """The runs of *updates*, which are *pieces*, below something of the day *last*, or nothing."""
    start, gap_s, new_day = 0, 0, None
    if updates and last and updates[0].at.date() != last:
        new_day = updates[0].at.date()
    for at in range(1, len(updates)):
        update, above = updates[at], updates[at - 1]
        silence_s, day = update.instant - above.instant, update.at.date()
        is_new = day != above.at.date()
        if is_new or abs(silence_s) > LONG_S:
            yield Run(abs(gap_s), new_day, assembly.put(joined(pieces[start:at], BETWEEN)), gap_s < 0)
            start, gap_s, new_day = at, silence_s if abs(silence_s) > LONG_S else 0, day if is_new else None
    if updates:
        yield Run(abs(gap_s), new_day, assembly.put(joined(pieces[start:], BETWEEN)), gap_s < 0)


class Hour(NamedTuple):
    """The *updates* of one hour of a long live blog. *clock* is when it begins; *new_day* as in `Run`."""

    clock: str
    new_day: date | None
    updates: tuple[UpdateView, ...]


def _hours(updates: Sequence[UpdateView], style: ClockStyle) -> Iterator[Hour]:
    """The *updates* by the hour of their own clocks, in their order."""
    day = updates[0].at.date() if updates else None
    spans_days = any(update.at.date() != day for update in updates)
    last = None if spans_days else day
    for (day, hour), some in groupby(updates, key=lambda update: (update.at.date(), update.at.hour)):
        new_day, last = (day if day != last else None), day
        yield Hour(formats.clock(datetime.combine(day, time(hour)), style), new_day, tuple(some))


_LEAP = 2000  # a year with all days that there can be
LONG_S = 3600
"""A silence of more than so many seconds is said."""


_LEFTWARD = frozenset(["ar", "fa", "he", "ur"])


def is_leftward(lang: str) -> bool:
    """Whether *lang* is written from right to left."""
    return lang.split("-")[0] in _LEFTWARD


@pass_context
def _tongue(context: Context, lang: str) -> str:
    """The attributes of an element with content in *lang*, "" for the site's language: those that its page has not said."""
    site, page = _site(context), _page(context)
    return _attributes(lang or site.language, site.interface, page.lang or site.language)


@lru_cache(maxsize=256)
def _attributes(lang: str, interface: str, page_lang: str) -> str:
    said = f' lang="{escape(lang)}"' if lang != interface else ""
    if is_leftward(lang) != is_leftward(page_lang):
        said += f' dir="{"ltr" if is_leftward(page_lang) else "rtl"}"'
    return Markup(said)


@pass_context
def _opening(context: Context, body: str, characters: int) -> str:
    """The plain text of the *body* of that name, cut to about *characters*."""
    text = text_of_html(_assembly(context).body_of(body).decode())
    return formats.shortened(" ".join(text.split()), characters)


@pass_context
def _json_ld(context: Context, view: LiveBlogView) -> Markup:
    assembly = _assembly(context)

    def text_of(body: str) -> str:
        return text_of_html(assembly.body_of(body).decode())

    data = structured.live_blog_posting(view, _page(context), _site(context), text_of)
    return assembly.put(Piece(data.encode()))


@pass_context
def _breadcrumbs(context: Context, page: Page) -> Markup:
    # Escaped for a script element there.
    return Markup(structured.breadcrumb_list(page, _site(context)))


def _policy(site: Site, searches: bool = False) -> Markup:
    # Sources were judged, and hold nothing that ends an attribute.
    return Markup(policy((*SEARCH, *site.csp) if searches else site.csp))


_PLAIN: dict[str, Callable[..., object]] = {
    "body": body_mark,
    "web_address": urls.web_address,
    "runs": _runs,
    "iso": formats.iso,
    "utc_clock": formats.utc_clock,
    "offset": formats.offset,
    "shortened": formats.shortened,
    "policy": _policy,
    "tongue": _tongue,
    "opening": _opening,
    "citations": citations.texts,
    "json_ld": _json_ld,
    "breadcrumbs": _breadcrumbs,
}
"""The filters that are the same for every site."""


def filters_of(site: Site, words: Interface) -> dict[str, Callable[..., object]]:
    """The filters of the layouts of *site*, which speak in *words*, by name."""
    files, style = site.links is Links.FILE, site.clock

    def link(url: str) -> str:
        if url[:1] == "#":
            return url
        return ROOT + urls.named(url, files=files)

    def absolute(url: str) -> str:
        return urls.absolute(url, site.base_url) if site.base_url else ""

    def stamp(update: UpdateView) -> str:
        offset, day = formats.offset(update.at), words.long_date(update.at.date())
        place = update.zone_place if offset == update.zone_place else f"{update.zone_place} ({offset})"
        return f"{day}, {update.clock} {place}" + ("" if offset == "UTC" else f", {words.utc(update.at)}")

    return _PLAIN | {
        "link": link,
        "absolute": absolute,
        "clock": lambda moment: formats.clock(moment, style),
        "stamp": stamp,
        "long_date": words.long_date,
        "short_date": words.short_date,
        "month_name": lambda month: words.months[month - 1],
        "day_of_year": lambda month, day: words.day_of_year(date(_LEAP, month, day)),
        "month_of": lambda month, year: words.month_of(date(year, month, 1)),
        "duration": words.duration,
        "counted": words.counted,
        "utc": words.utc,
        "format_name": lambda importer: format_name(importer, words),
        "hours": lambda updates: _hours(updates, style),
    }
