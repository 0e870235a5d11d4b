"""Feeds of our own writing, a case for each part of the standards that an update may come from."""

from __future__ import annotations

import json
from datetime import UTC

import pytest
from readings import codes, read_seed

from sitegen.config import Config, Topic
from sitegen.errors import Problem, Severity
from sitegen.importers.exports.feed import FEED
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog, ZoneSource

BEIRUT = Sidecar(zone="Asia/Beirut")
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://example.org/live/">
  <title>Live: Swans on the weir</title>
  <subtitle type="html">All that &lt;em&gt;swims&lt;/em&gt;</subtitle>
  <link rel="self" href="https://example.org/feed"/>
  <link href="swans/"/>
  <author><name>Harbour Desk</name></author>
  %s
</feed>
"""
RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Swans on the weir</title><link>https://example.org/swans/</link><language>en-us</language>
%s
</channel></rss>
"""


def read(text: str | bytes, sidecar: Sidecar = BEIRUT, path: str = "seeds/swans.xml") -> LiveBlog:
    """The live blog of a feed about which there is nothing to say."""
    data = text.encode() if isinstance(text, str) else text
    assert FEED.declines(Seed(path, data)) == ""
    blogs, problems = read_seed(FEED, path, text, sidecar)
    assert problems == []
    [blog] = blogs
    return blog


def refused(text: str, code: str, sidecar: Sidecar = BEIRUT) -> Problem:
    blogs, problems = read_seed(FEED, "seeds/swans.xml", text, sidecar)
    assert (blogs, codes(problems)) == ([], [code])
    assert problems[0].severity is Severity.ERROR
    return problems[0]


def atom(*entries: str) -> str:
    return ATOM % "\n".join(f"<entry>{entry}</entry>" for entry in entries)


def rss(*items: str) -> str:
    return RSS % "\n".join(f"<item>{item}</item>" for item in items)


def at(clock: str) -> str:
    return f"<published>2017-11-03T{clock}:00+02:00</published><updated>2017-11-03T{clock}:00+02:00</updated>"


DATED = "<pubDate>Fri, 03 Nov 2017 19:30:00 +0200</pubDate>"


# Atom (RFC 4287)


def test_the_parts_of_an_atom_feed() -> None:
    blog = read(
        atom(
            "<id>tag:example.org,2017:2</id><title>They nest</title><published>2017-11-03T19:30:00+02:00</published>"
            "<updated>2017-11-03T19:42:10+02:00</updated><author><name>A. Person</name><email>a@example.org</email></author>"
            "<author><name>B. Person</name></author>"
            '<content type="html">&lt;p>Two &lt;b>swans&lt;/b> &lt;a href="map">nest&lt;/a>.&lt;/p></content>',
            f"<id>tag:example.org,2017:1</id><title/>{at('18:00')}<content>They came &amp; stayed.</content>",
        ),
        NOTHING,
    )
    assert (blog.kicker, blog.title, blog.standfirst) == ("Live", "Swans on the weir", "All that *swims*")
    assert (blog.lang, blog.zone, blog.zone_source) == ("en-GB", "Etc/GMT-2", ZoneSource.STATED)
    assert blog.sources[0].url == "https://example.org/live/swans/"
    first, second = blog.updates
    assert (first.at.isoformat(), first.body, first.author) == (
        "2017-11-03T18:00:00+02:00",
        "They came & stayed.",
        "Harbour Desk",
    )
    assert (first.sid, first.title, first.updated) == ("tag:example.org,2017:1", "", None)
    assert (second.at.isoformat(), second.title) == ("2017-11-03T19:30:00+02:00", "They nest")
    assert second.body == "Two **swans** [nest](https://example.org/live/map)."
    assert second.updated is not None
    assert second.updated.isoformat() == "2017-11-03T19:42:10+02:00"
    assert second.author == "A. Person, B. Person"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<content>One &lt;b> two</content>", "One \\<b> two"),
        ('<content type="text">3 &lt; 4</content>', "3 < 4"),
        ('<content type="html">One &lt;b>two&lt;/b></content>', "One **two**"),
        ('<content type="html"><![CDATA[One <b>two</b>]]></content>', "One **two**"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One<br/><b>two</b></p></div></content>',
            "One\\\n**two**",
        ),
        (
            '<content type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><h:div><h:i>One</h:i> &lt;b&gt;</h:div></content>',
            "*One* \\<b>",
        ),
        (
            '<content type="html" xml:base="https://example.com/">&lt;a href="map">One&lt;/a></content>',
            "[One](https://example.com/map)",
        ),
        ("<summary>Only this.</summary>", "Only this."),
        ("<summary>One two …</summary><content>One two three.</content>", "One two three."),
        ("<summary>In short: rain.</summary><content>One two three.</content>", "In short: rain.\n\nOne two three."),
        (
            '<content>One.</content><link rel="enclosure" href="/a.jpg" type="image/jpeg"/>',
            "One.\n\n[example.org/a.jpg](https://example.org/a.jpg)",
        ),
    ],
)
def test_text_constructs(content: str, body: str) -> None:
    assert read(atom(f"<id>1</id><title>T</title>{at('19:30')}{content}")).updates[0].body == body


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>Rain &amp;amp; wind</title>", "Rain &amp; wind"),
        ('<title type="html">Rain &amp;amp; &lt;i>wind&lt;/i></title>', "Rain & wind"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Rain <i>ends</i></div></title>', "Rain ends"),
        ("<title>One two three.</title>", ""),  # a program made it of the text
        ("<title>One two th…</title>", ""),
        ("<title>One two</title>", "One two"),
    ],
)
def test_titles(title: str, shown: str) -> None:
    update = read(atom(f"<id>1</id>{title}{at('19:30')}<content>One two three.</content>")).updates[0]
    assert (update.title, update.body) == (shown, "One two three.")


def test_an_entry_without_published_stands_at_updated() -> None:
    blog = read(atom("<id>1</id><title>T</title><updated>2017-11-03T19:30:00+02:00</updated>"))
    assert [(f"{update.at:%H:%M}", update.updated) for update in blog.updates] == [("19:30", None)]


def test_drafts_and_comments_are_held_back() -> None:
    text = atom(
        f"<id>1</id><title>T</title>{at('19:30')}",
        f'<id>2</id><title>C</title>{at("19:31")}<in-reply-to xmlns="http://purl.org/syndication/thread/1.0" ref="1"/>',
        f'<id>3</id><title>D</title>{at("19:32")}<app:control xmlns:app="http://www.w3.org/2007/app">'
        "<app:draft>yes</app:draft></app:control>",
    )
    [blog], problems = read_seed(FEED, "seeds/a.xml", text, BEIRUT)
    assert [update.title for update in blog.updates] == ["T"]
    assert codes(problems) == ["not-published"]
    assert problems[0].message.endswith(": comment (1), draft (1)")


def test_a_page_of_a_feed_is_a_part() -> None:
    text = (ATOM % f'<link rel="next" href="?page=2"/><entry><id>1</id><title>T</title>{at("19:30")}</entry>').strip()
    _, problems = read_seed(FEED, "seeds/a.xml", text, BEIRUT)
    assert codes(problems) == ["part-of-whole"]


def test_atom_0_3() -> None:
    text = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Swans</title><tagline>All of it</tagline>'
        "<entry><id>1</id><title>T</title><issued>2017-11-03T19:30:00+02:00</issued>"
        "<modified>2017-11-03T19:40:00+02:00</modified>"
        '<content type="text/html" mode="escaped">&lt;p>One.&lt;/p></content></entry></feed>'
    )
    blog = read(text)
    assert (blog.title, blog.standfirst, blog.updates[0].body) == ("Swans", "All of it", "One.")
    assert blog.updates[0].updated is not None


def test_categories_become_the_topics_that_the_site_declares() -> None:
    text = rss(f"<guid>1</guid><title>T</title>{DATED}<category>The Weir</category><category>news, swans</category>")
    config = Config(title="A", zone="Asia/Beirut", topics=(Topic("weir", "The weir"), Topic("swans", "Birds")))
    [found] = [
        item for item in FEED.read(Seed("seeds/a.xml", text.encode(), BEIRUT), config) if isinstance(item, Found)
    ]
    assert found.liveblog.updates[0].topics == ("weir", "swans")


# RSS


def test_the_parts_of_rss() -> None:
    blog = read(
        rss(
            f"<title>Nest &amp;amp; eggs</title><link>https://example.org/swans/#2</link>{DATED}<guid>two</guid>"
            "<dc:creator><![CDATA[A. Person]]></dc:creator><description>Two eggs [&#8230;]</description>"
            '<content:encoded><![CDATA[<p>Two <em>eggs</em> &mdash; <a href="/map">here</a>.</p>]]></content:encoded>',
            "<pubDate>03 Nov 17 18:00 +0200</pubDate><guid>one</guid><author>b@example.org (B. Person)</author>"
            "<description>Fish &amp; chips: 3 &lt; 4</description>"
            '<enclosure url="https://example.org/a.mp3" type="audio/mpeg" length="1"/>',
        ),
        NOTHING,
    )
    assert (blog.title, blog.lang, blog.sources[0].url) == ("Swans on the weir", "en-us", "https://example.org/swans/")
    first, second = blog.updates
    assert (first.sid, first.author) == ("one", "B. Person")
    assert first.body == "Fish & chips: 3 < 4\n\n[example.org/a.mp3](https://example.org/a.mp3)"
    assert (second.title, second.author) == ("Nest & eggs", "A. Person")
    assert second.body == "Two *eggs* — [here](https://example.org/map)."


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("Fri, 03 Nov 2017 19:30:00 GMT", "2017-11-03T19:30:00+00:00"),
        ("Fri, 03 Nov 2017 19:30:00 UT", "2017-11-03T19:30:00+00:00"),
        ("Fri, 03 Nov 2017 19:30 EST", "2017-11-04T00:30:00+00:00"),
        ("3 Nov 2017 19:30:00 PDT", "2017-11-04T02:30:00+00:00"),
        ("Fri, 03 Jul 1998 19:30:00 EST", "1998-07-04T00:30:00+00:00"),  # RFC 822 §5.1: EST is five hours, in July too
        ("3 Jul 98 19:30 BST", "1998-07-03T18:30:00+00:00"),
        ("Fr, 03 Nov 2017 19:30:00 -0330", "2017-11-03T23:00:00+00:00"),
        ("2017-11-03T19:30:00Z", "2017-11-03T19:30:00+00:00"),
        ("Fri, 03 Nov 2017 19:30:00", "2017-11-03T17:30:00+00:00"),  # the sidecar's zone
    ],
)
def test_dates_with_words_for_zones(date: str, instant: str) -> None:
    update = read(rss(f"<title>T</title><pubDate>{date}</pubDate>")).updates[0]
    assert update.at.astimezone(UTC).isoformat() == instant


def test_a_word_for_several_zones_is_local_time_and_told() -> None:
    text = rss("<title>T</title><pubDate>Fri, 03 Nov 2017 19:30:00 IST</pubDate>")
    [blog], problems = read_seed(FEED, "seeds/a.xml", text, BEIRUT)
    assert (codes(problems), problems[0].where.line) == (["clock-zone"], 4)
    assert blog.updates[0].at.isoformat() == "2017-11-03T19:30:00+02:00"


def test_times_without_a_zone_are_of_the_site_and_that_is_told() -> None:
    text = rss("<title>T</title><pubDate>Fri, 03 Nov 2017 19:30:00</pubDate>")
    [blog], problems = read_seed(FEED, "seeds/a.xml", text)
    assert (codes(problems), blog.zone, blog.zone_source) == (["zone-assumed"], "Europe/London", ZoneSource.ASSUMED)


def test_times_without_a_zone_at_a_dateline() -> None:
    blog = read(rss("<title>T</title><pubDate>Mon, 03 Jul 2017 19:30:00</pubDate>"), Sidecar(dateline="BEIRUT"))
    assert (blog.updates[0].at.isoformat(), blog.zone) == ("2017-07-03T19:30:00+03:00", "Asia/Beirut")


def test_a_time_that_cannot_be_read_is_not_replaced_by_another() -> None:
    entry = "<id>1</id><title>T</title><published>x</published><updated>2017-11-03T19:30:00Z</updated>"
    assert '"x" is no time' in refused(atom(entry), "undated-update").message


@pytest.mark.parametrize(
    ("offsets", "zone"),
    [
        (("+0100", "+0100"), "Etc/GMT-1"),
        (("-0500", "-0500"), "Etc/GMT+5"),
        (("+0000", "+0000"), ""),  # what programs write wherever they stand
        (("+0100", "+0200"), ""),
        (("+0530", "+0530"), ""),
    ],
)
def test_the_zone_of_offsets(offsets: tuple[str, str], zone: str) -> None:
    items = (
        f"<title>T{at}</title><pubDate>Fri, 03 Nov 2017 1{at}:00 {offset}</pubDate>"
        for at, offset in enumerate(offsets)
    )
    [blog], problems = read_seed(FEED, "seeds/a.xml", rss(*items))
    assert (blog.zone, codes(problems)) == ((zone, []) if zone else ("Europe/London", ["zone-assumed"]))


def test_offsets_that_are_the_site_s_own_say_that_zone() -> None:
    text = rss("<title>T</title><pubDate>Mon, 03 Jul 2017 19:30:00 +0100</pubDate>")
    blog = read(text, NOTHING)
    assert (blog.zone, blog.zone_source) == ("Europe/London", ZoneSource.STATED)


def test_clocks_that_were_put_on_and_back() -> None:
    sidecar = Sidecar(zone="Europe/Berlin")
    text = rss("<title>T</title><pubDate>Sun, 29 Oct 2017 02:30:00</pubDate>")
    [blog], problems = read_seed(FEED, "seeds/a.xml", text, sidecar)
    assert (codes(problems), blog.updates[0].at.isoformat()) == (["repeated-time"], "2017-10-29T02:30:00+02:00")
    refused(rss("<title>T</title><pubDate>Sun, 26 Mar 2017 02:30:00</pubDate>"), "skipped-time", sidecar)


def test_rss_1_0() -> None:
    text = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Swans</title><link>https://example.org/</link><dc:language>de</dc:language>
<items><rdf:Seq><rdf:li resource="https://example.org/#1"/></rdf:Seq></items></channel>
<item rdf:about="https://example.org/#1"><title>T</title><link>https://example.org/#1</link>
<description>Zwei &lt;b&gt;Eier&lt;/b&gt;</description><dc:date>2017-11-03T19:30+02:00</dc:date>
<dc:creator>A</dc:creator></item></rdf:RDF>"""
    blog = read(text, path="seeds/index.rdf")
    [update] = blog.updates
    assert (blog.title, blog.lang, update.sid) == ("Swans", "de", "https://example.org/#1")
    assert (update.body, update.author, f"{update.at:%H:%M}") == ("Zwei **Eier**", "A", "19:30")


def test_what_feeds_of_the_wild_get_wrong() -> None:
    """Blank lines before the declaration, bare ampersands, entities of HTML, prefixes that nobody declared."""
    text = (
        '\n\n<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE rss PUBLIC "-//X//DTD 0.91//EN" "http://x.invalid/a.dtd">\n'
        f"<rss version='0.91'><channel><title>Caf\xe9 &eacute; R&D</title><item><title>T</title>{DATED}"
        "<content:encoded>&lt;p>Tea&nbsp;&amp;nbsp;time &foo;&lt;/p></content:encoded></item></channel></rss>"
    ).encode("latin-1")
    blog = read(text)
    assert blog.title == "Café é R&D"
    assert blog.updates[0].body == "Tea\xa0\xa0time \\&foo;"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = rss(f"<title>Łódź</title>{DATED}").replace(
        '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>'
    )
    assert read(text.encode(encoding)).updates[0].title == "Łódź"


def test_media_of_an_item() -> None:
    media = (
        '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:content url="https://example.org/b.jpg"/>'
        '<media:content url="https://example.org/a.jpg" isDefault="true"/>'
        "<media:description>The nest.</media:description><media:credit>B. Person</media:credit></media:group>"
    )
    update = read(rss(f"<title>T</title>{DATED}{media}")).updates[0]
    assert update.body == "[The nest. B. Person](https://example.org/a.jpg)"


def test_what_an_item_says_in_elements_that_are_not_known() -> None:
    text = rss(f"<title>T</title>{DATED}<x:mood>glad and well</x:mood><comments>https://example.org/</comments>")
    [blog], problems = read_seed(FEED, "seeds/a.xml", text, BEIRUT)
    assert (codes(problems), blog.updates[0].title) == (["not-read"], "T")
    assert '<x:mood> in the items is not known, and these words of it were left: "glad and well"' in problems[0].message


# JSON Feed


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Swans on the weir",
        "home_page_url": "https://example.org/swans/",
        "description": "All of it",
        "language": "en",
        "authors": [{"name": "Harbour Desk"}],
        "items": [
            {
                "id": 7,
                "url": "https://example.org/swans/#7",
                "title": "They nest",
                "content_html": "<p>Two <b>swans</b> <a href='map'>nest</a>.</p>",
                "summary": "Two swans nest",
                "date_published": "2017-11-03T19:30:00+02:00",
                "date_modified": "2017-11-03T19:42:00+02:00",
                "authors": [{"name": "A. Person"}, {"name": "B. Person"}, {"url": "https://example.org/"}],
                "attachments": [{"url": "https://example.org/a.jpg", "mime_type": "image/jpeg"}],
            },
            {"id": "6", "content_text": "3 < 4 & <b>", "date_published": "2017-11-03T18:00:00+02:00"},
        ],
    }
    blog = read(json.dumps(feed), NOTHING, "seeds/swans.json")
    assert (blog.title, blog.standfirst, blog.lang) == ("Swans on the weir", "All of it", "en")
    assert blog.sources[0].url == "https://example.org/swans/"
    first, second = blog.updates
    assert (first.body, first.author, first.sid, first.lines) == ("3 < 4 & \\<b>", "Harbour Desk", "6", "items/1")
    assert second.body == (
        "Two **swans** [nest](https://example.org/swans/map).\n\n[example.org/a.jpg](https://example.org/a.jpg)"
    )
    assert (second.title, second.author, second.sid) == ("They nest", "A. Person, B. Person", "7")
    assert second.updated is not None


def test_json_feed_1_0_and_its_version_at_the_end() -> None:
    text = (
        r'{"title":"Swans","items":[{"id":"1","content_text":"One.","date_published":"2017-11-03T19:30:00+02:00",'
        r'"author":{"name":"A"}}],"version":"https:\/\/jsonfeed.org\/version\/1","next_url":"https://example.org/2"}'
    )
    assert FEED.declines(Seed("seeds/a.json", text.encode())) == ""
    [blog], problems = read_seed(FEED, "seeds/a.json", text, BEIRUT)
    assert (codes(problems), blog.updates[0].author) == (["part-of-whole"], "A")


# Refusals


def test_an_item_without_a_time_is_an_error_with_its_place() -> None:
    problem = refused(rss(f"<title>A</title>{DATED}", "<title>B</title>"), "undated-update")
    assert problem.where.line == 5
    assert '"B"' in problem.message
    problem = refused(rss("<title>B</title><pubDate>yesterday</pubDate>"), "undated-update")
    assert '"yesterday" is no time' in problem.message


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<rss><channel><title>A</title>\n<item>", "xml-syntax", 2),
        ("<rss><channel></rss>", "xml-syntax", 1),
        ("<rss>" + "<a>" * 300, "too-deep", 1),
        ("", "empty-seed", 0),
        ('<!DOCTYPE rss [\n<!ENTITY lol "lol">\n<!ENTITY lol2 "&lol;&lol;">]><rss>&lol2;</rss>', "xml-entity", 2),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "xml-entity", 1),
    ],
)
def test_xml_that_is_broken_or_hostile(text: str, code: str, line: int) -> None:
    assert refused(text, code).where.line == line


def test_parameter_entities_and_doctypes_are_not_followed() -> None:
    text = (
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://x.invalid/"> %x; <!ENTITY nbsp "&#160;">]>'
        + rss(f"<title>A&nbsp;B</title>{DATED}").partition("?>")[2]
    )
    assert read(text).updates[0].title == "A B"


def test_html_that_is_too_deep_is_told_with_its_item() -> None:
    deep = "&lt;div>" * 300
    assert "line 4" in refused(rss(f"<title>A</title>{DATED}<description>{deep}</description>"), "too-deep").message


def test_a_feed_without_a_title_or_an_item() -> None:
    _, problems = read_seed(FEED, "seeds/a.xml", "<rss><channel></channel></rss>")
    assert codes(problems) == ["no-title", "no-update"]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("a.html", "<!DOCTYPE html><html><body><rss>", "<html> is the root of no feed"),
        ("a.xml", "<?xml version='1.0'?><!-- <rss> --><nitf>", "<nitf> is the root of no feed"),
        ("a.xml", "<feed><entry/></feed>", "<feed> is the root of no feed"),
        ("a.xml", "<svg:feed xmlns:svg='x'>", "<svg:feed> is the root of no feed"),
        ("a.json", '{"version": "1.0", "items": [{"id": 1, "title": "x"}]}', "it is neither XML nor a JSON Feed"),
        (
            "a.json",
            '{"_items": [{"content_html": "https://jsonfeed.org/version/1"}]}',
            "it is neither XML nor a JSON Feed",
        ),
        ("a.txt", "7:30 p.m.\n\nText", "it is neither XML nor a JSON Feed"),
        ("a", "\xff\xfe", "it is neither XML nor a JSON Feed"),
    ],
)
def test_what_is_no_feed(path: str, text: str, reason: str) -> None:
    assert FEED.declines(Seed(path, text.encode("latin-1"))) == reason
