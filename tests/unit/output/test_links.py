from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen.output.links import check_links
from sitegen.output.packing import packed
from sitegen.output.scan import grouped, scan, scan_plain
from sitegen.output.targets import Recorded, Staged, Target, open_target

URL = "/2017/11/03/x/"


@pytest.mark.parametrize(
    ("link", "resolved"),
    [
        ("#t1930", URL + "#t1930"),
        ("", URL),
        ("#", URL),
        ("?q=1#t1", URL + "#t1"),
        ("latest/", URL + "latest/"),
        ("latest/index.html#t1", URL + "latest/#t1"),
        ("../../04/", "/2017/11/04/"),
        ("..", "/2017/11/03/"),
        (".", URL),
        ("./a.json", URL + "a.json"),
        ("/feed.xml", "/feed.xml"),
        ("/index.html", "/"),
        ("../../../../", "/"),
        ("../../../../../a/", "/../a/"),
        ("../../../../../../a/", "/../../a/"),
        ("/caf%C3%A9/#%C3%A9", "/café/#é"),
        ("/a%23b%3Fc%25/", "/a%23b%3Fc%25/"),
        ("  /a/\n", "/a/"),
        ("/a/#t1:~:text=word", "/a/#t1"),
        ("/a&amp;b/", "/a&b/"),
    ],
)
def test_links_are_resolved_to_site_absolute_form(link: str, resolved: str) -> None:
    assert scan(f'<a href="{link}">', URL) == ((), (resolved,))


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "mailto:a@example.org", "data:,x", "tel:1"])
def test_external_links_are_left_out(link: str) -> None:
    assert scan(f'<a href="{link}">', URL) == ((), ())


def test_only_tags_count() -> None:
    html = """<!-- <a href="/comment/"> --><script src="/a.js">'<a href="/script/">'</script>
    <title><a href="/title/"></title><p title='say > href="/said/" id=no'>href="/text/" <IMG SRC=/a.png ID='one'>
    <p data-id="no" id="two" id="three">"""
    assert scan(html, "/") == (("one", "two"), ("/a.js", "/a.png"))


def test_repeated_ids_are_kept_and_repeated_links_are_not() -> None:
    assert scan('<p id="a"><p id="a"><a href="/b/"><a href="/b/">', "/") == (("a", "a"), ("/b/",))


def test_an_unclosed_quote_costs_no_time() -> None:
    assert scan("<a " + "x='y' " * 5000 + '"' + "<a " * 5000, "/") == ((), ())


WORDS = st.text("ab é<>&\"'=/", max_size=8)
NAMES = st.sampled_from(["id", "href", "src", "title", "data-id", "hidden", "ID", "Href"])
LINKS = st.text("ab/.#?%é&", max_size=10).filter(lambda text: not text.startswith("//"))
ATTRIBUTES = st.lists(st.tuples(NAMES, WORDS | LINKS, st.sampled_from("\"'")), max_size=4)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;").replace("'", "&#39;")


def element(attributes: list[tuple[str, str, str]], tag: str, text: str) -> str:
    written = "".join(f" {name}={mark}{escaped(value)}{mark}" for name, value, mark in attributes)
    return f"<{tag}{written}>{escaped(text)}</{tag}>"


ELEMENTS = st.builds(element, ATTRIBUTES, st.sampled_from(["a", "b", "h2", "script", "time"]), WORDS)
COMMENTS = st.builds("<!-- {} -->".format, ELEMENTS.filter(lambda html: "--" not in html))


def oracle(html: str) -> tuple[list[str], list[str]]:
    ids, links = [], []
    for node in LexborHTMLParser(html).css("*"):
        attributes = node.attributes
        if name := attributes.get("id"):
            ids.append(name)
        links += [attributes[name] or "" for name in ("href", "src") if name in attributes]
    return ids, links


@given(st.lists(ELEMENTS | COMMENTS, max_size=6).map("".join))
def test_scan_finds_what_a_parser_finds(html: str) -> None:
    ids, links = oracle(f"<body>{html}")
    found_ids, found_links = scan(f"<body>{html}", URL)
    assert list(found_ids) == ids
    inside = [link for link in links if not urlsplit(link).scheme and not link.startswith("//")]
    assert set(found_links) == {link for text in inside for link in scan(f'<a href="{escaped(text)}">', URL)[1]}


@given(st.lists(st.sampled_from(["a", "b", ".", "..", "c.html"]), max_size=5).map("/".join), st.sampled_from(["", "/"]))
def test_links_resolve_as_the_standard_says(path: str, end: str) -> None:
    joined = urlsplit(urljoin("http://host/1/2/3/4/5/", path + end)).path
    (resolved,) = scan(f'<a href="{path + end}">', "/1/2/3/4/5/")[1]
    if path + end != "/":
        assert resolved == unquote(joined)


HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                ' id="x"',
                ' href="/y/"',
                " src='/z.png'",
                'id="',
                '"',
                "'",
                "<",
                ">",
                "&",
                "&quot;",
                "&#34;",
                "</title>",
            ),
            *(
                "<a href=/y/>",
                "<!--",
                "-->",
                "</script>",
                "<script>",
                "]]>",
                "\n",
                "\t",
                "\x0b",
                "\u2028",
                "\0",
                "\1",
                "=",
                "/",
            ),
            *("{{ site }}", "{% raw %}", "%22", "\\", "`", "word", " ", "é", "שלום"),
        ]
    ),
    max_size=6,
).map("".join)
PLACES = st.sampled_from(
    ["/", "/2017/", "/a/b.c/", "/a.html", "/é/", "#t1", "", "./a/", "../a/index.html#x", "..", "/a//b/"]
)
ADDRESSES = (
    st.tuples(PLACES, HOSTILE).map("".join)
    | PLACES
    | st.sampled_from(
        [
            *(
                "/index.html",
                "/a/index.html?x#y",
                "/index.htmlx",
                "/a/index.html/",
                "/a?b=/c/",
                "/%2F",
                "/a/#",
                "/a/./b/",
            ),
            *(
                "https://example.org/",
                "//example.org/",
                "mailto:a@b",
                "HTTPS://example.org/",
                " /a/ ",
                "/a\tb/",
                "https:/a",
            ),
            *(
                "/a/../../b/",
                "/a/#t1:~:text=x",
                "/a/#%20",
                "data:,x",
                "javascript:0",
                "/404.html",
                "/feed.xml#a",
                "/a_b/c-d/",
            ),
        ]
    )
)
WRITTEN = st.sampled_from(
    [
        ('<h2 id="', '">', "</h2>"),
        ('<a class="x" href="', '">', "</a>"),
        ('<img alt="', '" src="/a.png">', ""),
        ('<img src="', '" alt="">', ""),
        ('<p title="', '">', "</p>"),
        ('<script type="application/ld+json">{"a":"', '"}</script>', ""),
        ("<title>", "</title>", ""),
        ("<p>", "</p>", ""),
    ]
)


def as_layouts_write(parts: list[tuple[tuple[str, str, str], str, str]]) -> str:
    """HTML in the form of the default layouts: values escaped, in double quotes; text of content between tags."""
    written = []
    for (before, after, end), value, text in parts:
        inside = value if "script" not in before else value.replace("<", "").replace('"', "").replace("=", "")
        written.append(f"{before}{escaped(inside)}{after}{escaped(text)}{end}")
    return "".join(written)


@given(st.lists(st.tuples(WRITTEN, ADDRESSES | HOSTILE, HOSTILE), max_size=6), st.sampled_from([URL, "/", "/404.html"]))
def test_the_quick_scan_of_html_as_layouts_write_it_finds_what_the_slow_one_does(
    parts: list[tuple[tuple[str, str, str], str, str]], url: str
) -> None:
    html = as_layouts_write(parts)
    (ids, links), (quick_ids, quick_links) = scan(html, url), scan_plain(html, url)
    assert quick_ids == ids
    assert set(quick_links) == set(links)


@given(ADDRESSES, st.sampled_from([URL, "/", "/404.html"]))
def test_a_link_leads_to_the_same_place_by_either_scan(address: str, url: str) -> None:
    html = f'<a href="{escaped(address)}">'
    assert scan_plain(html, url) == scan(html, url)


@given(HOSTILE, HOSTILE)
def test_no_escaped_text_makes_an_id_or_a_link(value: str, text: str) -> None:
    html = f'<p title="{escaped(value)}">{escaped(text)}</p>'
    assert scan_plain(html, URL) == scan(html, URL) == ((), ())


def test_repeated_ids_are_kept_by_the_quick_scan_too() -> None:
    html = '<p id="a"><p id="a"><p id=""><a href="/b/"><a href="/b/"><p id="&amp;">'
    assert scan_plain(html, "/") == (("a", "a", "&"), ("/b/",))


def page(url: str, *links: str, ids: tuple[str, ...] = ()) -> Staged:
    return Staged(
        url, url[1:] + "index.html", "0" * 64, 1, "key", f"content{url}a.md", packed(ids), packed(grouped(links))
    )


def publish(target: Target, *pages: Staged) -> None:
    rows = [(Recorded(one.path, one.url, one.key, one.digest, 1, 1, one.owner), one) for one in pages]
    target.record(rows, (), ("i", 1))


def messages(tmp_path: Path, old: list[Staged], new: list[Staged], gone: tuple[str, ...] = ()) -> list[str]:
    with open_target(tmp_path, tmp_path / "output", "t") as target:
        publish(target, *old)
        return [
            f"{problem.where} {problem.code}: {problem.message}; {problem.hint}"
            for problem in check_links(new, target, gone)
        ]


def test_links_may_lead_to_staged_and_to_recorded_pages(tmp_path: Path) -> None:
    new = [page("/b/", "/a/#t1", "/b/#t2", "/c/#t3", "/", "/b/#top", "/MANIFEST-sha256.txt", ids=("t2",)), page("/")]
    assert messages(tmp_path, [page("/a/", ids=("t1",))], [*new, page("/c/", ids=("t3",))]) == []


@pytest.mark.promise("B6")
def test_a_broken_link_names_the_nearest_page(tmp_path: Path) -> None:
    old = [page("/2017/11/03/qaim/"), page("/2017/11/04/x/")]
    assert messages(tmp_path, old, [page("/", "/2017/11/03/qiam/")]) == [
        'content/a.md broken-link: the link to "/2017/11/03/qiam/" on the page "/" leads nowhere; '
        'write "/2017/11/03/qaim/"'
    ]
    assert messages(tmp_path, [], [page("/", "/topic"), page("/topic/"), page("/topics/")])[0].endswith(
        'write "/topic/"'
    )


@pytest.mark.promise("B6")
def test_a_broken_fragment_names_the_nearest_id(tmp_path: Path) -> None:
    found = messages(tmp_path, [page("/a/", ids=("t1930", "t0001"))], [page("/", "/a/#t1931")])
    assert [text.split("; ")[1] for text in found] == ['write "/a/#t1930"']


def test_links_are_kept_by_page_and_each_is_judged(tmp_path: Path) -> None:
    links = ("/a/#x", "/a/", "/b/#t1", "/b/", "/a/#y", "/c%23d/#x", "/c%23d/", "/b/#t2", "/a/#x")
    assert len(grouped(links)) == 3
    found = messages(tmp_path, [], [page("/", *links), page("/b/", ids=("t1",))])
    assert {text.split('"')[1] for text in found} == {*links} - {"/b/#t1", "/b/"}
    assert len(found) == len({*links}) - 2


@pytest.mark.parametrize("link", ["/a/%09t1", "/a/#%09t1", "/a/#t1%09t1", "/a/%0A", "/a/#%0At1"])
def test_a_control_character_in_a_link_makes_no_other_link(tmp_path: Path, link: str) -> None:
    ids, links = scan(f'<a href="{link}">', "/")
    assert ids == ()
    (said,) = messages(tmp_path, [page("/a/", ids=("t1",))], [page("/", *links)])
    assert said.startswith("content/a.md broken-link")


@pytest.mark.promise("B6")
def test_a_link_that_climbs_out_of_the_site_is_broken(tmp_path: Path) -> None:
    assert len(messages(tmp_path, [page("/a/")], [page("/", "/../a/")])) == 1


@pytest.mark.promise("B6")
def test_a_recorded_page_that_links_to_what_goes_away_is_named(tmp_path: Path) -> None:
    old = [page("/a/", "/b/", "/c/#t1"), page("/b/"), page("/c/", ids=("t1",)), page("/d/", "/b/")]
    found = messages(tmp_path, old, [page("/c/", ids=("t2",)), page("/d/")], ("b/index.html",))
    assert [text.partition(" leads")[0] for text in found] == [
        'content/a/a.md broken-link: the link to "/b/" on the page "/a/"',
        'content/a/a.md broken-link: the link to "/c/#t1" on the page "/a/"',
    ]


def test_a_page_that_goes_away_with_all_that_link_to_it_breaks_nothing(tmp_path: Path) -> None:
    old = [page("/a/", "/b/"), page("/b/")]
    assert messages(tmp_path, old, [], ("a/index.html", "b/index.html")) == []


def test_an_id_on_a_page_twice_is_an_error(tmp_path: Path) -> None:
    assert messages(tmp_path, [], [page("/a/", ids=("t1", "t1", "t2"))]) == [
        'content/a/a.md duplicate-id: the id "t1" stands 2 times on the page "/a/"; give each element an id of its own'
    ]


def test_links_of_a_page_that_was_published_anew_are_the_new_ones(tmp_path: Path) -> None:
    with open_target(tmp_path, tmp_path / "output", "t") as target:
        publish(target, page("/a/", "/b/"), page("/b/"), page("/c/"))
        publish(target, page("/a/", "/c/"))
        assert check_links([], target, ["b/index.html"]) == ()
        assert len(check_links([], target, ["c/index.html"])) == 1
        target.record([], ["a/index.html"], ("i", 2))
        assert check_links([], target, ["c/index.html"]) == ()


def test_ids_of_a_page_that_only_the_manifest_names_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "MANIFEST-sha256.txt").write_text("0" * 64 + "  a/index.html\n")
    with open_target(tmp_path, tmp_path / "output", "t") as target:
        assert check_links([page("/", "/a/#t1")], target, []) == ()
