"""What each layout is given: plain values, in the order in which they are shown, with every URL site-absolute.

A view holds all that its page may show, with bodies by name. Its text form, with the ``stamp`` of its page for the updates,
says whether the page must be rendered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sitegen.model import Rights, Source
from sitegen.pages.calendar_views import DaysView as DaysView
from sitegen.pages.calendar_views import DayView as DayView
from sitegen.pages.calendar_views import MonthView as MonthView
from sitegen.pages.calendar_views import OnThisDayView as OnThisDayView
from sitegen.pages.calendar_views import TimelineDay as TimelineDay
from sitegen.pages.calendar_views import TimelineView as TimelineView
from sitegen.pages.calendar_views import YearCards as YearCards
from sitegen.pages.calendar_views import YearView as YearView
from sitegen.pages.citations import Cited
from sitegen.pages.feed_views import FeedView as FeedView
from sitegen.pages.topic_views import Bar as Bar
from sitegen.pages.topic_views import ThreadDay as ThreadDay
from sitegen.pages.topic_views import TopicRow as TopicRow
from sitegen.pages.topic_views import TopicsView as TopicsView
from sitegen.pages.topic_views import TopicView as TopicView
from sitegen.pages.view_parts import BodyOf as BodyOf
from sitegen.pages.view_parts import Card as Card  # whoever takes a view has its parts from here
from sitegen.pages.view_parts import CorrectionView as CorrectionView
from sitegen.pages.view_parts import Count as Count
from sitegen.pages.view_parts import Link as Link
from sitegen.pages.view_parts import Notice as Notice
from sitegen.pages.view_parts import PictureView as PictureView
from sitegen.pages.view_parts import SinceImport as SinceImport
from sitegen.pages.view_parts import Site as Site
from sitegen.pages.view_parts import Step as Step
from sitegen.pages.view_parts import ThreadSteps as ThreadSteps
from sitegen.pages.view_parts import UpdateView as UpdateView
from sitegen.pages.year_data import Column as Column
from sitegen.pages.year_data import UpdateRow as UpdateRow
from sitegen.pages.year_data import YearDataView as YearDataView


@dataclass(frozen=True, slots=True)
class LiveBlogView:
    """A live blog, oldest update first. *standfirst* names its HTML, or is ""; *zones* are its offsets, like "UTC+2".

    *zone_assumed* says that nothing but the site's own zone was known. *happened* are its key updates, or "" leads of the
    editor's summary stand in *summary*. *corrections* come newest first, *rights* are its own over the site's. *previous*
    and *next* are its neighbours in time. *notices* say what was withheld of it, and what has moved, in the order of their
    places among the updates. *orders* are its pages in either order, the oldest first before the newest first; none where
    there is no other. *cite_as* is its lasting name, *cited* what a citation says of it, *citations* are its files. On the
    page that shows the newest first, all that is in an order is turned round. *since* says what was changed
    of it since it was imported.
    """

    id: str
    title: str
    kicker: str
    date: date
    day: Link
    place: str
    publisher: str
    zone: str
    zone_place: str
    zones: tuple[str, ...]
    zone_assumed: bool
    lang: str
    draft: bool
    words: int
    first: datetime | None
    last: datetime | None
    standfirst: str = field(repr=False)
    summary: tuple[str, ...]
    happened: tuple[UpdateView, ...] = field(repr=False)
    updates: tuple[UpdateView, ...] = field(repr=False)
    pictures: tuple[PictureView, ...]
    sources: tuple[Source, ...]
    corrections: tuple[CorrectionView, ...]
    rights: Rights
    topics: tuple[Count, ...]
    previous: Link | None
    next: Link | None
    notices: tuple[Notice, ...] = ()
    since: SinceImport | None = None
    orders: tuple[Link, ...] = ()
    cite_as: str = ""
    cited: Cited | None = None
    citations: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdatePageView:
    """One *update* of a *liveblog*, of which all else is told. *previous* and *next* are the updates around it."""

    update: UpdateView = field(repr=False)
    liveblog: Link
    kicker: str
    date: date
    day: Link
    place: str
    publisher: str
    lang: str
    draft: bool
    mixed: bool
    rights: Rights
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """What is here, the newest day, the busiest topics, and how far the archive reaches. Empty where it holds nothing."""

    liveblogs: int
    updates: int
    first: date | None
    last: date | None
    newest: tuple[Card, ...]
    newest_day: Link | None
    recent: tuple[Card, ...]
    topics: tuple[Count, ...]
    years: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class CorrectionYear:
    """The corrections that were made in one year, newest first."""

    year: int
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """All corrections by year, newest first, their number, and that of the live blogs that they concern."""

    corrections: int
    liveblogs: int
    years: tuple[CorrectionYear, ...]


@dataclass(frozen=True, slots=True)
class OwnView:
    """A page of the owner's, from ``content/pages/``."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for addresses that lead nowhere. It is shown at any depth, so its links start at the site's root."""

    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """A page at a former address, which leads on to *to*. *lang* is the language of its title, "" for the site's."""

    to: Link
    lang: str


@dataclass(frozen=True, slots=True)
class NoticesView:
    """What is left of the live blog *id* of *date*, which is gone: what was withheld of it, and what has moved."""

    id: str
    date: date
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class CitationsView:
    """What reference managers read: the live blog, then each of its updates."""

    items: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A live blog by its headline. *lang* is its language, "" for the site's."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True, slots=True)
class SearchDay:
    """The live blogs of one day, in a list to be searched."""

    date: date
    day: Link
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """What can be found without an index: topics, days and headlines, the newest first.

    *years* are those with updates: a script asks the index of each, where there is one.
    """

    years: tuple[str, ...]
    topics: tuple[Count, ...]
    days: tuple[SearchDay, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """What there is for programs: the table of each year, oldest first, with its *columns*; none where there are no tables.

    *is_whole* says whether whole texts are in them, as far as no live blog says otherwise.
    """

    years: tuple[Count, ...]
    columns: tuple[Column, ...]
    has_database: bool
    has_json: bool
    has_citations: bool
    has_feeds: bool
    is_whole: bool


Calendar = DayView | MonthView | YearView | DaysView | OnThisDayView | TimelineView
List = Calendar | HomeView | DataView | TopicsView | TopicView | CorrectionsView
View = (
    LiveBlogView
    | UpdatePageView
    | List
    | OwnView
    | NotFoundView
    | RedirectView
    | NoticesView
    | CitationsView
    | SearchView
    | FeedView
    | YearDataView
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be: a value, so that its text form says whether it must be rendered, and a worker can take it.

    *layout* is "" for a page that is made without one (`sheets`). *owner* is the file that a problem of this page points
    at; *canonical* is the URL of the page that this one repeats, "" for itself; *crumbs* lead to it, without itself.
    *stamp* is a digest of the updates and bodies that its view names.
    """

    url: str
    layout: str
    view: View
    title: str
    description: str
    owner: str
    crumbs: tuple[Link, ...] = ()
    canonical: str = ""
    lang: str = ""
    noindex: bool = False
    stamp: str = ""
