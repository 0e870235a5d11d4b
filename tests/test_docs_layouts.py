"""What ``docs/layouts.md`` says of views is what views hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.pages import views
from sitegen.pages.filters import Run, filters_of
from sitegen.pages.interface import english

DOCUMENT = (Path(__file__).parents[1] / "docs" / "layouts.md").read_text(encoding="utf-8")
LAYOUTS = {
    "home.html": views.HomeView,
    "year.html": views.YearView,
    "month.html": views.MonthView,
    "day.html": views.DayView,
    "live-blog.html": views.LiveBlogView,
    "update.html": views.UpdatePageView,
    "topics.html": views.TopicsView,
    "topic.html": views.TopicView,
    "corrections.html": views.CorrectionsView,
    "own.html": views.OwnView,
    "404.html": views.NotFoundView,
    "redirect.html": views.RedirectView,
    "notice.html": views.NoticesView,
}
CORRECTED = ("CorrectionView", "CorrectionYear", "PictureView")
ROWS = {
    name: re.findall(r"`([a-z_]+)`", cells)
    for name, cells in re.findall(r"^\| (?:\*\*|`)([\w.-]+)(?:\*\*|`) \|.*\| (.*) \|$", DOCUMENT, re.MULTILINE)
}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_fields_of_each_view_are_listed(layout: str) -> None:
    assert ROWS[layout] == [field.name for field in fields(LAYOUTS[layout])]


@pytest.mark.parametrize("name", ["Link", "UpdateView", "Notice", "Card", "Count", "TopicRow", "ThreadDay", *CORRECTED])
def test_the_fields_of_parts_are_listed(name: str) -> None:
    part: object = getattr(views, name)
    assert isinstance(part, type)
    names = [field.name for field in fields(part)] if is_dataclass(part) else list(getattr(part, "_fields", ()))
    assert ROWS[name] == names


def test_every_filter_is_named_and_no_other() -> None:
    site = views.Site("T", "", "en", "", "", ClockStyle.AP, Links.FOLDER, Rights(), (), (), "/", "", "/a.css", "/a.svg")
    paragraph = re.search(r"^Filters: (?:.+\n)+", DOCUMENT, re.MULTILINE)
    assert paragraph is not None
    assert set(re.findall(r"`\w+\|(\w+)", paragraph[0])) == set(filters_of(site, english()))


def test_every_part_of_a_run_is_named() -> None:
    assert ROWS["Run"] == [field.name for field in fields(Run)]


@pytest.mark.parametrize(("name", "kind"), [("page", views.Page), ("site", views.Site)])
def test_what_every_layout_sees_is_listed(name: str, kind: type[views.Page] | type[views.Site]) -> None:
    row = re.search(rf"^\| `{name}` \| .* \| (.*) \|$", DOCUMENT, re.MULTILINE)
    assert row is not None
    listed = set(re.findall(r"`([a-z_]+)`", row[1]))
    assert {field.name for field in fields(kind)} - listed <= {"view", "layout", "owner", "stamp"}
