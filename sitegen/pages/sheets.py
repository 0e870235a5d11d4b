"""Pages without a layout: files for machines, each made from its view by the function that its name calls for."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.pages.atom import atom_feed
from sitegen.pages.citations import bibtex, csl_json, ris
from sitegen.pages.data import DATA, page_json
from sitegen.pages.feed_views import FeedView
from sitegen.pages.json_feed import json_feed
from sitegen.pages.views import BodyOf, CitationsView, Page, Site, YearDataView
from sitegen.pages.year_data import year_csv, year_jsonl

Sheet = Callable[[Page, Site, BodyOf], str]
"""Makes the text of a page; bodies are given by their names."""


def sheet(page: Page, site: Site, body_of: BodyOf) -> bytes:
    """The bytes of *page*, which has no layout, in UTF-8."""
    name = page.url.rpartition("/")[2]
    make = SHEETS.get(name) or TABLES[name.rpartition(".")[2]]
    return make(page, site, body_of).encode("utf-8", "surrogatepass")


def _cited(make: Callable[[CitationsView], str]) -> Sheet:
    def citations(page: Page, site: Site, body_of: BodyOf) -> str:
        assert isinstance(page.view, CitationsView)
        return make(page.view)

    return citations


def _feed(make: Callable[[FeedView, Site], str]) -> Sheet:
    def feed(page: Page, site: Site, body_of: BodyOf) -> str:
        assert isinstance(page.view, FeedView)
        return make(page.view, site)

    return feed


def _table(make: Callable[[YearDataView, Site, BodyOf], str]) -> Sheet:
    def table(page: Page, site: Site, body_of: BodyOf) -> str:
        assert isinstance(page.view, YearDataView)
        return make(page.view, site, body_of)

    return table


TABLES: dict[str, Sheet] = {"csv": _table(year_csv), "jsonl": _table(year_jsonl)}
SHEETS: dict[str, Sheet] = {
    DATA: page_json,
    "feed.xml": _feed(atom_feed),
    "feed.json": _feed(json_feed),
    "citation.json": _cited(lambda view: csl_json(view.items)),
    "citation.bib": _cited(lambda view: bibtex(view.items)),
    "citation.ris": _cited(lambda view: ris(view.items)),
}
