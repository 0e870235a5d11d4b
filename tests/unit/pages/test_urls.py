from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.pages import urls

DAY = date(2017, 11, 3)
HOST = "https://archive.example.org"
segments = st.one_of(
    st.sampled_from(["2017", "11", "03", "x", "topics", "a:b", "http:", "ü", "%2F", "a b", "..x", "x.html"]),
    # urljoin drops a parameter that is empty: "./;" leads to "./" by it, as no browser reads it.
    st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/?#\\%;"), min_size=1, max_size=4),
).filter(lambda segment: segment not in (".", ".."))
folders = st.lists(segments, max_size=4).map(lambda names: "/" + "".join(f"{name}/" for name in names))
fragments = st.sampled_from(["", "#t1930", "?page=2", "?a=/b/../c#t1930", "#a/b", "?x:y"])
files = st.tuples(folders, segments).map("".join)


def link(target: str, page: str, *, files: bool, base_url: str = "") -> str:
    """The link to *target* that the page at the URL *page* has."""
    return urls.way_to_root(page, base_url) + urls.named(target, files=files)


@given(folders | files, folders | files, fragments)
@example("/", "/", "")
@example("/a:b/", "/", "#x")
@example("/2017/", "/2017/11/03/", "?a#b")
def test_a_link_leads_from_the_page_to_its_target(path: str, page: str, rest: str) -> None:
    found = link(path + rest, page, files=False)
    assert urljoin(HOST + page, found) == HOST + path + rest
    assert not found.startswith("/")
    assert found


@given(folders | files, folders, fragments)
@example("/", "/topics/", "")
@example("/2017/", "/2017/", "#t1930")
def test_a_link_for_a_disk_names_the_file(path: str, page: str, rest: str) -> None:
    here = page + "index.html"
    named = path + "index.html" if path.endswith("/") else path
    found = link(path + rest, page, files=True)
    assert urljoin(HOST + here, found) == HOST + named + rest
    assert not found.partition("#")[0].partition("?")[0].endswith("/")


@pytest.mark.parametrize(
    ("target", "page", "folder", "file"),
    [
        (
            "/2017/11/03/x/#t1930",
            "/2017/11/03/",
            "../../../2017/11/03/x/#t1930",
            "../../../2017/11/03/x/index.html#t1930",
        ),
        ("/", "/", "./", "./index.html"),
        ("/#a", "/", "./#a", "./index.html#a"),
        ("/", "/topics/", "../", "../index.html"),
        ("/topics/", "/topics/qaim/2017/", "../../../topics/", "../../../topics/index.html"),
        ("/assets/style.css", "/2017/11/", "../../assets/style.css", "../../assets/style.css"),
        ("/feed.xml", "/", "./feed.xml", "./feed.xml"),
        ("/2017/", "/404.html", "/2017/", "/2017/index.html"),
        ("/", "/404.html", "/", "/index.html"),
    ],
)
def test_links(target: str, page: str, folder: str, file: str) -> None:
    assert link(target, page, files=False) == folder
    assert link(target, page, files=True) == file


def test_the_page_for_lost_addresses_links_from_the_root_of_its_host() -> None:
    base = f"{HOST}/live/"
    assert link("/topics/#x", "/404.html", files=False, base_url=base) == "/live/topics/#x"
    assert link("/", "/404.html", files=False, base_url=base) == "/live/"
    assert link("/topics/", "/404.html", files=False, base_url=f"{HOST}/") == "/topics/"
    assert link("/topics/", "/2017/", files=False, base_url=base) == "../topics/"


@pytest.mark.parametrize("target", ["", "map.png", "#t1930", "https://example.org/", "mailto:a@example.org"])
def test_a_target_that_is_no_address_of_the_site_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="is no address of this site"):
        urls.named(target, files=False)


def test_addresses() -> None:
    assert urls.year_url(2017) == "/2017/"
    assert urls.month_url(2017, 3) == "/2017/03/"
    assert urls.day_url(DAY) == "/2017/11/03/"
    assert urls.day_url(date(7, 1, 2)) == "/0007/01/02/"
    assert urls.liveblog_url(DAY, "x") == "/2017/11/03/x/"
    assert urls.permalink(DAY, "x", "t1930") == "/2017/11/03/x/#t1930"
    assert urls.topic_url("qaim") == "/topics/qaim/"
    assert urls.topic_year_url("qaim", 2017) == "/topics/qaim/2017/"
    assert urls.own_url("about") == "/about/"
    assert [urls.path_of(url) for url in ("/", "/2017/", "/feed.xml")] == ["index.html", "2017/index.html", "feed.xml"]


def test_an_absolute_address_needs_a_base() -> None:
    assert urls.absolute("/2017/#x", "https://example.org/live/") == "https://example.org/live/2017/#x"
    assert urls.absolute("/2017/#x", "") == "/2017/#x"


def test_reserved_names_are_in_small_letters() -> None:
    assert {name.lower() for name in urls.RESERVED} == urls.RESERVED
    assert {"topics", "assets", "feed.xml", "404.html"} <= urls.RESERVED
