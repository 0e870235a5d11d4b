"""Live blogs and their parts for property tests, as awkward as a content file can hold them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sitegen.content.bodies import tidy
from sitegen.content.headings import RESERVED, Attributes
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.zones import Repeated, Skipped, load_zone, localize

TOPICS = ["qaim", "iraq", "deir-el-zour", "is", "t1930", "su"]
ZONES = [
    *("UTC", "Asia/Beirut", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Europe/Dublin", "Africa/Monrovia", "Pacific/Apia", "Etc/GMT+3", "EST5EDT"),
]
AWKWARD = list("\\{}\"'#—–-: ,[]&*!|>%@`~?=<;/.…aZ9é字ا\u0301\xa0\u202f\u200b\ufeff🚀")

# What no file can hold, and no YAML; a blank at an end, or a second one, says nothing.
written = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
phrases = st.one_of(st.text(st.sampled_from(AWKWARD), max_size=12), st.text(written, max_size=8))
lines_of_text = phrases.map(lambda text: re.sub("[ \u2028\u2029]+", " ", text).strip())
texts = st.one_of(
    phrases, st.sampled_from(["NO", "19:30", "null", "~", "a: b", "- x", "2017-11-03", "x #y", "two\nlines"])
)
stated = texts.filter(lambda text: bool(text.strip()))
optional = texts.filter(lambda text: not text or bool(text.strip()))
slugs = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
anchors = st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True).filter(lambda anchor: anchor not in RESERVED)

BODY_LINES = [
    *("", "Plain words.", "# A heading", "## Another", "## 10 a.m. briefing postponed", "    indented"),
    *(
        "## 19:30",
        "## 2017-11-03 19:30 — x {#t1930}",
        "## 25:70",
        "## noon",
        " ## 19:30",
        "   ## 19:30",
        "    ## 7 p.m.",
    ),
    *("```", "```text", "````", "~~~", "~~~ ```", "   ```", "    ```", "``` `", "`````", "~~~~ x"),
    *("- ```", "  ```", "- item", "1. ~~~", "   ~~~", "> ```", "> x", "> ## 19:30", "> - ```", "  ## 19:30", "10) ```"),
    *("---", "***", "<b>", "\tx", "\x0b", "\u2028## 19:30", "{#t1930}", "```\x85", " ", "## 19:30 {#a", "## 9L15 p.m."),
]
bodies = st.lists(st.one_of(st.sampled_from(BODY_LINES), phrases), max_size=7).map("\n".join).map(tidy)


@st.composite
def moments(draw: st.DrawFn, zone: ZoneInfo) -> datetime:
    """An instant in whole seconds, by the rules of *zone* or with an offset of its own."""
    near_a_change = st.sampled_from([date(2017, 11, 5), date(2017, 10, 29), date(2018, 3, 25), date(1883, 11, 18)])
    day = draw(st.one_of(near_a_change, st.dates()))
    clock = draw(st.one_of(st.times().map(lambda t: t.replace(microsecond=0)), st.sampled_from([time(0), time(1, 30)])))
    if draw(st.integers(0, 5)) == 0:
        return datetime.combine(day, clock, timezone(timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60)))))
    match localize(day, clock, zone):
        case Repeated(earlier, later) | Skipped(earlier, later):
            return draw(st.sampled_from([earlier, later]))
        case at:
            return at


@st.composite
def updates(draw: st.DrawFn, zone: ZoneInfo) -> Update:
    found = draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=3))
    return Update(
        at=draw(moments(zone)),
        body=draw(bodies),
        title=draw(lines_of_text),
        author=draw(lines_of_text),
        topics=tuple(found),
        suggested=draw(st.booleans()),
        key=draw(st.booleans()),
        updated=draw(st.none() | moments(zone)),
        sid=draw(lines_of_text),
        lines=draw(st.sampled_from(["", "8-19", "t1930", "1"])),
    )


aliases = st.sampled_from(
    ["/2017/11/03/y/", "/old/page", "/a page.html", "/caf%C3%A9/", "/caf\u00e9/\u0645/", "/it's/"]
)
switches = st.none() | st.booleans()


def corrections(names: list[str]) -> st.SearchStrategy[Correction]:
    """Corrections of a live blog whose updates have the anchors *names*."""
    return st.builds(Correction, st.dates(), stated, st.sampled_from(["", *names]), st.sampled_from(CorrectionKind))


@st.composite
def liveblogs(draw: st.DrawFn) -> LiveBlog:
    name = draw(st.sampled_from(ZONES))
    zone = load_zone(name)
    assert zone is not None
    found = sorted(draw(st.lists(updates(zone), max_size=4)), key=lambda update: update.at)
    names = draw(st.lists(anchors, unique=True, min_size=len(found), max_size=len(found)))
    sources = st.builds(Source, stated, optional, optional, optional, optional)
    return LiveBlog(
        id=draw(slugs),
        slug=draw(slugs),
        title=draw(stated),
        date=draw(st.dates()),
        zone=name,
        zone_source=draw(st.sampled_from(ZoneSource)),
        kicker=draw(optional),
        dateline=draw(optional),
        publisher=draw(optional),
        lang=draw(st.sampled_from(["", "en", "no", "pt-BR"])),
        draft=draw(st.booleans()),
        standfirst=draw(bodies),
        summary=tuple(draw(st.lists(stated, max_size=2))),
        updates=tuple(replace(update, anchor=anchor) for update, anchor in zip(found, names, strict=True)),
        pictures=tuple(draw(st.lists(st.builds(Picture, optional, optional, optional, optional), max_size=2))),
        sources=tuple(draw(st.lists(sources, max_size=2))),
        corrections=tuple(draw(st.lists(corrections(names), max_size=2))),
        aliases=tuple(draw(st.lists(aliases, max_size=2))),
        cite_as=draw(st.sampled_from(["", "doi:10.5281/zenodo.123", "ark:/12345/x", "https://example.org/?a=1#b"])),
        rights=draw(st.builds(Rights, optional, optional, switches, optional, switches)),
    )


stamps = st.datetimes().map(lambda at: at.replace(microsecond=0))
offsets = st.integers(-86399, 86399).map(lambda seconds: timedelta(seconds=seconds))
attributes = st.builds(
    Attributes,
    anchor=st.just("") | anchors,
    topics=st.lists(slugs, max_size=3).map(tuple),
    suggested=st.booleans(),
    key=st.booleans(),
    author=lines_of_text,
    updated=st.sampled_from(["", "2017-11-03T19:41:00+02:00"]),
    sid=lines_of_text,
    lines=lines_of_text,
)
