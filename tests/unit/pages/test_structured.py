from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from archives import Archive, open_archive
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Rights
from sitegen.pages.assets import site_of
from sitegen.pages.corrected import corrected
from sitegen.pages.plan_liveblog import liveblog_page
from sitegen.pages.structured import live_blog_posting
from sitegen.pages.views import CorrectionView, LiveBlogView, Page, Site

BASE = "https://archive.example.org/live/"
QAIM = f"{BASE}2017/11/03/qaim/"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


def said_of(view: LiveBlogView, page: Page, site: Site) -> str:
    """The posting, where each body is the text of its name."""
    return live_blog_posting(view, page, site, "Body {}.".format)


def parts(archive: Archive, address: str) -> tuple[LiveBlogView, Page, Site]:
    page = liveblog_page(archive.desk(), address)
    assert page is not None
    assert isinstance(page.view, LiveBlogView)
    return page.view, page, site_of(archive.desk())


def test_a_live_blog_says_what_it_is(archive: Archive) -> None:
    assert json.loads(said_of(*parts(archive, "2017-11-03/qaim"))) == {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": QAIM,
        "url": QAIM,
        "headline": "Qaim is free",
        "description": "The army is in Qaim.",
        "inLanguage": "en",
        "datePublished": "2017-11-03T10:00:00+02:00",
        "dateModified": "2017-11-04T00:30:00+02:00",
        "coverageStartTime": "2017-11-03T10:00:00+02:00",
        "coverageEndTime": "2017-11-04T00:30:00+02:00",
        "locationCreated": {"@type": "Place", "name": "Beirut"},
        "author": {"@type": "Organization", "name": "MB"},
        "publisher": {"@type": "Organization", "name": "The Small Archive"},
        "about": [{"@type": "Thing", "name": "Battle for Qaim"}, {"@type": "Thing", "name": "Iraq"}],
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "@id": f"{QAIM}#t1000",
                "url": f"{QAIM}#t1000",
                "headline": "The army is in Qaim.",
                "datePublished": "2017-11-03T10:00:00+02:00",
                "about": [{"@type": "Thing", "name": "Battle for Qaim"}],
            },
            {
                "@type": "BlogPosting",
                "@id": f"{QAIM}#t1104-0030",
                "url": f"{QAIM}#t1104-0030",
                "headline": "All of it",
                "datePublished": "2017-11-04T00:30:00+02:00",
                "about": [{"@type": "Thing", "name": "Battle for Qaim"}, {"@type": "Thing", "name": "Iraq"}],
            },
        ],
    }


def test_an_update_has_its_author_and_its_change(archive: Archive) -> None:
    view, page, site = parts(archive, "2017-11-03/run")
    first = view.updates[0]._replace(updated=view.updates[1].at)
    said = json.loads(said_of(replace(view, updates=(first,)), page, site))["liveBlogUpdate"][0]
    assert (said["author"], said["dateModified"]) == (
        {"@type": "Person", "name": "Ada"},
        "2017-11-03T18:40:00-04:00",
    )


def test_without_a_base_addresses_are_those_of_the_site(archive: Archive) -> None:
    view, page, site = parts(archive, "2017-11-03/qaim")
    said = json.loads(said_of(view, page, replace(site, base_url="")))
    assert (said["url"], said["liveBlogUpdate"][0]["url"]) == ("/2017/11/03/qaim/", "/2017/11/03/qaim/#t1000")


def test_what_is_unknown_is_not_said(archive: Archive) -> None:
    view, page, site = parts(archive, "2017-11-03/qaim")
    bare = replace(view, first=None, last=None, place="", publisher="", topics=(), updates=())
    said = json.loads(said_of(bare, page, site))
    assert said.keys() == {
        *("@context", "@type", "@id", "url", "headline", "description", "inLanguage", "publisher", "liveBlogUpdate")
    }


@pytest.mark.promise("X1")
@given(title=st.text(max_size=20) | st.sampled_from(["</script><b>", "<!--", "&lt;", "\u2028", "]]>", "\\u003c"]))
def test_any_text_is_safe_in_a_script_and_read_back(archive: Archive, title: str) -> None:
    view, page, site = parts(archive, "2017-11-03/qaim")
    update = view.updates[0]._replace(title=title, author=title)
    text = said_of(replace(view, title=title, place=title, updates=(update,)), replace(page, description=title), site)
    said = json.loads(text)
    assert not set("<>&\u2028\u2029\n") & set(text)
    assert (said["headline"], said["description"]) == (title, title)
    assert said["liveBlogUpdate"][0]["headline"] == (title or update.lead)


def test_whole_updates_are_said_where_the_rights_allow_it(archive: Archive) -> None:
    view, page, site = parts(archive, "2017-11-03/qaim")
    said = json.loads(said_of(replace(view, rights=Rights(full_text=True)), page, site))["liveBlogUpdate"]
    assert [update["articleBody"] for update in said] == [f"Body {update.body}." for update in view.updates]
    assert "articleBody" not in said_of(view, page, site)
    assert "articleBody" not in said_of(replace(view, rights=Rights(full_text=False)), page, site)


@pytest.mark.promise("T4")
def test_corrections_are_said_of_what_they_correct(archive: Archive) -> None:
    view, page, site = parts(archive, "2017-11-03/qaim")
    url = view.updates[0].url
    whole = CorrectionView(date(2018, 1, 2), "clarification", "Clarification", "All <of> it.", "", None, "Qaim", "")
    one = CorrectionView(date(2018, 1, 3), "correction", "Correction", "A name.", url, view.updates[0].at, "Qaim", "")
    updates = corrected(view.updates, (one, whole))
    said = json.loads(said_of(replace(view, corrections=(one, whole), updates=updates), page, site))
    assert said["correction"] == [
        {
            "@type": "CorrectionComment",
            "name": "Clarification",
            "text": "All <of> it.",
            "datePublished": "2018-01-02",
        }
    ]
    assert said["dateModified"] == "2018-01-03"
    first, second = said["liveBlogUpdate"]
    assert [comment["text"] for comment in first["correction"]] == ["A name."]
    assert "correction" not in second
