from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sitegen.content.writer import dumps, quoted, scalar, update_text
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source, Update, ZoneSource
from sitegen.records.fields import compose
from sitegen.records.nodes import Scalar

BEIRUT = timezone(timedelta(hours=2))
AT = datetime(2017, 11, 3, 19, 30, tzinfo=BEIRUT)


def test_a_live_blog_is_written_in_one_form() -> None:
    blog = LiveBlog(
        id="2017-11-03-x",
        slug="x",
        title="Qaim: free",
        date=date(2017, 11, 3),
        zone="Asia/Beirut",
        zone_source=ZoneSource.DATELINE,
        kicker="The Latest",
        dateline="BEIRUT",
        publisher="MB",
        lang="no",
        draft=True,
        standfirst="\nWhat is known.\n",
        summary=("Qaim is free.", "yes"),
        updates=(
            Update(
                AT, "One.\n\n## 11:00\n", "t1930", "A {title}", "Ada", ("qaim", "iraq"), True, False, None, "", "8-19"
            ),
            Update(AT + timedelta(seconds=5), "", "t1930b", key=True, updated=AT + timedelta(minutes=9)),
        ),
        pictures=(Picture("A “map”", "MB"), Picture(alt="Alt", file="map.png")),
        sources=(Source("seeds/x.txt", "5f" * 32, "wire"),),
        corrections=(
            Correction(date(2018, 1, 1), "A name.", "t1930"),
            Correction(date(2018, 1, 2), "A place.", kind=CorrectionKind.CLARIFICATION),
        ),
        aliases=("/2017/11/03/y/",),
        rights=Rights("MB", "", True, "noindex", False),
    )
    assert dumps(blog) == (
        "---\n"
        'id: "2017-11-03-x"\n'
        'title: "Qaim: free"\n'
        "kicker: The Latest\n"
        "slug: x\n"
        "date: 2017-11-03\n"
        "dateline: BEIRUT\n"
        "zone: Asia/Beirut\n"
        "zone_source: dateline\n"
        "publisher: MB\n"
        'lang: "no"\n'
        "draft: true\n"
        "summary:\n"
        "  - Qaim is free.\n"
        '  - "yes"\n'
        "pictures:\n"
        '  - {caption: "A “map”", credit: "MB", file: ""}\n'
        '  - {alt: "Alt", file: "map.png"}\n'
        "sources:\n"
        f'  - {{seed: "seeds/x.txt", sha256: "{"5f" * 32}", importer: "wire"}}\n'
        "corrections:\n"
        '  - {when: 2018-01-01, update: "t1930", text: "A name."}\n'
        '  - {when: 2018-01-02, kind: "clarification", text: "A place."}\n'
        "aliases:\n"
        '  - "/2017/11/03/y/"\n'
        'rights: {holder: "MB", full_text: true, robots: "noindex", pictures: false}\n'
        "---\n"
        "\n"
        "What is known.\n"
        "\n"
        '## 2017-11-03 19:30 — A \\{title\\} {#t1930 topics="qaim, iraq" suggested author="Ada" lines="8-19"}\n'
        "\n"
        "One.\n"
        "\n"
        " ## 11:00\n"
        "\n"
        '## 2017-11-03 19:30:05 {#t1930b key updated="2017-11-03T19:39:00+02:00"}\n'
    )


@pytest.mark.parametrize(
    ("at", "zone", "heading"),
    [
        (AT, "Asia/Beirut", "## 2017-11-03 19:30"),
        (AT, "UTC", "## 2017-11-03 19:30 +02:00"),
        (AT, "No/Zone", "## 2017-11-03 19:30 +02:00"),
        (
            datetime(2017, 11, 5, 1, 30, tzinfo=timezone(-timedelta(hours=4))),
            "America/New_York",
            "## 2017-11-05 01:30 -04:00",
        ),
        (datetime(2017, 11, 5, 2, 30, tzinfo=timezone(-timedelta(hours=5))), "America/New_York", "## 2017-11-05 02:30"),
        (
            datetime(2018, 3, 11, 2, 30, tzinfo=timezone(-timedelta(hours=5))),
            "America/New_York",
            "## 2018-03-11 02:30 -05:00",
        ),
        (datetime(1, 1, 1, tzinfo=UTC), "UTC", "## 0001-01-01 00:00"),
    ],
)
def test_an_offset_is_written_where_the_clock_does_not_say_it(at: datetime, zone: str, heading: str) -> None:
    assert update_text(Update(at, ""), zone) == heading


def test_a_title_stands_on_one_line_and_keeps_its_no_break_space() -> None:
    update = Update(AT, "", title=" One\r\n two\t three\u2028four\xa0% ", author="A\n B")
    assert update_text(update, "Asia/Beirut") == '## 2017-11-03 19:30 — One two three four\xa0% {author="A B"}'


@pytest.mark.parametrize(
    "text",
    [
        *(
            "The Latest",
            "NO",
            "no",
            "null",
            "~",
            "19:30",
            "2017-11-03",
            "010",
            "1e3",
            "0x1F",
            "- x",
            "a: b",
            "a #b",
            "'",
        ),
        *(
            "<<",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "{a}",
            "[a]",
            "a,b",
            "? a",
            "|",
            ">",
            "=",
            "a\nb",
            "\ta",
            " a ",
            '"',
        ),
        *("\\", "é", "字", "\x85", "\u2028", "\ufeff", "\U0001f680", "true", "Yes", "off", "y", "St. Paul’s (N.Y.)"),
    ],
)
def test_every_text_is_read_back_from_its_scalar(text: str) -> None:
    for written in (scalar(text), quoted(text)):
        node, problems = compose(f"a: {written}\nb: [{quoted(text)}]\n", "f")
        assert problems == ()
        value = node.entries["a"][1]
        assert isinstance(value, Scalar)
        assert value.text == text
        assert "\n" not in written


def test_what_is_empty_is_not_written() -> None:
    blog = LiveBlog("x", "x", "X", date(2017, 11, 3), "UTC")
    assert dumps(blog) == "---\nid: x\ntitle: X\nslug: x\ndate: 2017-11-03\nzone: UTC\n---\n"
    assert dumps(replace(blog, updates=(Update(AT.astimezone(UTC), " \n "),))).endswith("---\n\n## 2017-11-03 17:30\n")
