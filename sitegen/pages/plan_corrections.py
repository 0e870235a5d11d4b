"""The planner of the page of all corrections."""

from __future__ import annotations

from itertools import groupby

from sitegen.model import Head
from sitegen.pages import urls
from sitegen.pages.corrected import correction_views
from sitegen.pages.desk import Desk
from sitegen.pages.views import CorrectionsView, CorrectionView, CorrectionYear, Page


def corrections_page(desk: Desk, _name: str) -> Page:
    """All corrections, newest first; there is such a page, and it says so, where there is none yet."""
    heads = list(desk.queries.corrected_heads())
    found = [one for head in heads for one in corrections_of(desk, head)]
    found.sort(key=lambda one: one.when, reverse=True)
    years = tuple(CorrectionYear(year, tuple(of_year)) for year, of_year in groupby(found, lambda one: one.when.year))
    view = CorrectionsView(len(found), len(heads), years)
    title, description = desk.words.say("corrections"), desk.words.say("corrections_about")
    return Page(urls.CORRECTIONS, "corrections.html", view, title, description, "layouts/corrections.html")


def corrections_of(desk: Desk, head: Head) -> tuple[CorrectionView, ...]:
    """The corrections of a live blog as any other page shows them, newest first."""
    moments = {entry.anchor: entry.at for entry in desk.queries.entries(head)}
    return correction_views(desk.words, head, urls.liveblog_url(head.date, head.slug), moments)
