from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.config import BodyMode, ClockStyle, Config, Links, Order, Pages, UpdatePages
from sitegen.config_file import load_config, parse_config, parse_topics_file, with_base_url, zone_hint
from sitegen.errors import Problem, UsageError
from sitegen.model import Rights, Term, Topic

FULL = """\
format: 1
id: "k3v9x2.sitegen.invalid,2026-11-22"
title: The Minute Book
description: Live blogs, minute by minute, for good.
base_url: https://archive.example.org/live
published: no
language: de-AT
zone: Europe/Vienna
publisher: AP
order: oldest
clock: ap
datelines: {Qaim: Asia/Baghdad, deir   el-Zour: Asia/Damascus}
topics:
  - slug: iraq
    label: Iraq
  - slug: qaim
    label: Battle for Qaim
    match: [Qaim, {text: IS, case: true}, {text: Husaybah}]
    broader: iraq
    note: A town.
    evidence: 3 live blogs
pages: {bodies: lead, feed: false, own: no}
links: file
rights: {holder: "The Associated Press", note: n, full_text: true, robots: noindex}
menu: [about, rights]
ignore: "*.bak"
"""


def lines(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{p.where}+{p.where.width} [{p.code}] {p.message} / {p.hint}" for p in problems]


def faults(text: str) -> list[str]:
    return lines(parse_config(f"title: T\n{text}", "site.yaml")[1])


def test_every_key_is_read() -> None:
    config, problems = parse_config(FULL, "site.yaml")
    assert problems == ()
    assert config == Config(
        format=1,
        id="k3v9x2.sitegen.invalid,2026-11-22",
        title="The Minute Book",
        description="Live blogs, minute by minute, for good.",
        base_url="https://archive.example.org/live/",
        published=False,
        language="de-AT",
        zone="Europe/Vienna",
        publisher="AP",
        order=Order.OLDEST,
        clock=ClockStyle.AP,
        datelines=(("QAIM", "Asia/Baghdad"), ("DEIR EL-ZOUR", "Asia/Damascus")),
        topics=(
            Topic("iraq", "Iraq", (Term("Iraq"),)),
            Topic("qaim", "Battle for Qaim", (Term("Qaim"), Term("IS", True), Term("Husaybah")), "iraq", "A town."),
        ),
        pages=Pages(bodies=BodyMode.LEAD, feed=False, own=False),
        links=Links.FILE,
        rights=Rights("The Associated Press", "n", True, "noindex"),
        menu=("about", "rights"),
        ignore=("*.bak",),
    )


def test_the_defaults_of_the_table_are_those_of_the_class() -> None:
    assert parse_config("title: T\n", "site.yaml") == (Config(title="T"), ())


def test_settings_cross_processes() -> None:
    config = parse_config(FULL, "site.yaml")[0]
    assert pickle.loads(pickle.dumps(config)) == config


@pytest.mark.parametrize(
    ("language", "clock"),
    [
        ("en", ClockStyle.AP),
        ("en-GB", ClockStyle.AP),
        ("EN", ClockStyle.AP),
        ("eng", ClockStyle.H24),
        ("fr", ClockStyle.H24),
    ],
)
def test_the_clock_follows_the_language(language: str, clock: ClockStyle) -> None:
    assert parse_config(f"title: T\nlanguage: {language}\n", "site.yaml")[0].clock is clock


BROKEN = """\
title: The Minute Book
titel: The Minute Book
base_url: archive.example.org
zone: Asia/Bierut
order: newst
pages: {feed: maybe}
topics:
  - {slug: Qaim Battle, label: Battle for Qaim}
  - {slug: qaim, label: Qaim, broader: irak}
  - {slug: iraq, lable: Iraq, label: Iraq}
"""


@pytest.mark.promise("E2")
def test_every_fault_of_a_file_is_said_at_once() -> None:
    config, problems = parse_config(BROKEN, "site.yaml")
    assert lines(problems) == [
        'site.yaml:2:1+5 [unknown-key] "titel" is not a key here / write "title"',
        'site.yaml:3:11+19 [config-base-url] "archive.example.org" is not a web address'
        ' / write one like "https://example.org/live/"',
        'site.yaml:4:7+11 [config-zone] "Asia/Bierut" is not a time zone / write "Asia/Beirut"',
        'site.yaml:5:8+5 [field-value] "newst" is not a value of "order" / write "newest", or oldest',
        'site.yaml:6:15+5 [field-value] "maybe" is neither true nor false / write "true" or "false"',
        'site.yaml:8:12+11 [topic-slug] "Qaim Battle" cannot be part of an address'
        ' / write small letters, digits and "-" between them, like "deir-el-zour"',
        'site.yaml:9:40+4 [topic-broader] there is no topic "irak" / write "iraq"',
        'site.yaml:10:18+5 [unknown-key] "lable" is not a key here / write "label"',
    ]
    assert config.zone == "UTC"
    assert [topic.slug for topic in config.topics] == ["qaim", "iraq"]


URL_HINT = 'write one like "https://example.org/live/"'
FAULTS = [
    (
        "format: 0",
        'site.yaml:2:9+1 [config-format] there is no format 0 / write "format: 1"',
    ),
    (
        "id: example.org",
        'site.yaml:2:5+11 [config-id] "example.org" is not an authority and a date'
        ' / write a name that you own and a day, like "example.org,2026-11-22"',
    ),
    (
        "id: example.org,2026-13",
        'site.yaml:2:5+19 [config-id] "example.org,2026-13" is not an authority and a date'
        ' / write a name that you own and a day, like "example.org,2026-11-22"',
    ),
    ("base_url: ftp://a.b/", f'site.yaml:2:11+10 [config-base-url] "ftp://a.b/" is not a web address / {URL_HINT}'),
    ("base_url: http://", f'site.yaml:2:11+7 [config-base-url] "http://" is not a web address / {URL_HINT}'),
    ("base_url: http://a:b/", f'site.yaml:2:11+11 [config-base-url] "http://a:b/" is not a web address / {URL_HINT}'),
    ("base_url: http://[a/", f'site.yaml:2:11+10 [config-base-url] "http://[a/" is not a web address / {URL_HINT}'),
    (
        "base_url: http://a.b/?c",
        'site.yaml:2:11+13 [config-base-url] "http://a.b/?c" has a query or a fragment'
        ' / remove what follows "?" or "#"',
    ),
    (
        "base_url: http://u:p@a.b/",
        'site.yaml:2:11+15 [config-base-url] the address holds a user name or password / remove what stands before "@"',
    ),
    (
        "base_url: http://bücher.example/",
        'site.yaml:2:11+22 [config-base-url] "http://bücher.example/" has characters that no address has'
        " / write them percent-encoded, a host in punycode",
    ),
    (
        "language: english",
        'site.yaml:2:11+7 [config-language] "english" is not a language tag'
        ' / write a language tag, like "en", "pt-BR" or "ar"',
    ),
    (
        "datelines: {QAIM: Bagdad}",
        'site.yaml:2:19+6 [config-zone] "Bagdad" is not a time zone / write "Asia/Baghdad"',
    ),
    (
        "datelines: {QAIM: UTC, Qaim: UTC}",
        'site.yaml:2:24+4 [duplicate-key] the dateline "Qaim" is here twice, capitals aside / keep one of the two',
    ),
    (
        "menu: [about.md]",
        'site.yaml:2:8+8 [config-menu] "about.md" is not the name of a page'
        ' / write the name of a file in content/pages/ without ".md", like "about"',
    ),
    ("links: files", 'site.yaml:2:8+5 [field-value] "files" is not a value of "links" / write "file", or folder'),
    (
        "topics:\n  - {slug: a, label: A}\n  - {slug: a, label: B}",
        'site.yaml:4:12+1 [topic-duplicate] the topic "a" is here twice, first on line 3'
        " / give one of the two another slug",
    ),
    (
        "topics: [{slug: a, label: A, broader: b}, {slug: b, label: B, broader: a}]",
        'site.yaml:2:39+1 [topic-circle] the topic "a" is broader than itself: a → b → a / remove one of these keys',
    ),
    (
        "topics: [{slug: a, label: A, broader: a}]",
        'site.yaml:2:39+1 [topic-circle] the topic "a" is broader than itself: a → a / remove one of these keys',
    ),
    (
        "topics: ["
        + ", ".join(f"{{slug: t{n}, label: T, broader: t{n + 1}}}" for n in range(22))
        + ", {slug: t22, label: T}]",
        'site.yaml:2:40+2 [topic-depth] the topic "t0" has more than 20 topics above it'
        " / make it a part of one that is further up",
    ),
    (
        "topics: [{slug: a, label: A, match: [{case: yes}]}]",
        'site.yaml:2:38+1 [missing-key] "text" is missing / write "text: …" here',
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_said_at_its_place(text: str, expected: str) -> None:
    assert faults(text) == [expected]


def test_a_newer_format_is_the_only_thing_said() -> None:
    assert lines(parse_config("format: 2\nnew_key: x\n", "site.yaml")[1]) == [
        "site.yaml:1:9+1 [config-format] format 2 was made by a newer sitegen; this one reads format 1"
        " / install the newest sitegen"
    ]


@pytest.mark.parametrize(
    "base_url",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example//",
        "HTTP://127.0.0.1:8000/x/y",
        "http://[::1]/%C3%BC/",
    ],
)
def test_a_base_url_ends_with_one_slash(base_url: str) -> None:
    config, problems = parse_config(f'title: T\nbase_url: "{base_url}"\n', "site.yaml")
    assert problems == ()
    assert config.base_url == base_url.rstrip("/") + "/"


@pytest.mark.parametrize(
    "id_", ["example.org,2026", "example.org,2026-11", "me@example.org,2026-11-22", "a,0001-01-01"]
)
def test_every_form_of_an_authority_is_an_id(id_: str) -> None:
    assert faults(f'id: "{id_}"') == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Beirut", 'write "Asia/Beirut"'),
        ("new york", 'write "America/New_York"'),
        ("europe/london", 'write "Europe/London"'),
        ("EDT", 'write "America/New_York"'),
        ("../../etc/passwd", 'write an IANA time zone, like "Asia/Beirut"'),
    ],
)
def test_the_zone_that_was_meant_is_named(name: str, hint: str) -> None:
    assert zone_hint(name) == hint


def test_topics_have_a_file_of_their_own() -> None:
    qaim = "  - slug: qaim\n    label: Qaim\n    evidence: in 3 live blogs\n"
    text = f"topics:\n{qaim}  - slug: NO\n    label: Norway\nmore: x\n"
    topics, problems = parse_topics_file(text, "content/topics.yaml")
    assert topics == (Topic("qaim", "Qaim", (Term("Qaim"),)),)
    assert lines(problems) == [
        'content/topics.yaml:5:11+2 [topic-slug] "NO" cannot be part of an address'
        ' / write small letters, digits and "-" between them, like "deir-el-zour"',
        'content/topics.yaml:7:1+4 [unknown-key] "more" is not a key here / remove it; the keys here are topics',
    ]


def test_a_topic_below_a_circle_is_not_in_it() -> None:
    text = "topics: [{slug: c, label: C, broader: a}, {slug: a, label: A, broader: b}, {slug: b, label: B, broader: a}]"
    assert [problem.message for problem in parse_topics_file(text, "t")[1]] == [
        'the topic "a" is broader than itself: a → b → a'
    ]


def test_a_good_file_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(FULL, encoding="utf-8")
    assert load_config(tmp_path / "site.yaml") == parse_config(FULL, "site.yaml")[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            None,
            'site.yaml+1 [config-missing] there is no site.yaml / run "sitegen new DIR" to make a site,'
            ' or name its folder with "-C DIR"',
        ),
        (
            b"title: T\nzone: \xff\n",
            "site.yaml:2:7+1 [config-encoding] byte 0xFF is not UTF-8 / save the file as UTF-8",
        ),
        (b"", 'site.yaml:1:1+1 [missing-key] "title" is missing / write "title: …" here'),
    ],
)
def test_a_file_that_cannot_be_used_is_a_usage_error(tmp_path: Path, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / "site.yaml").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        load_config(tmp_path / "site.yaml")
    assert lines(caught.value.problems) == [expected]


def test_a_base_url_of_the_command_line_is_checked() -> None:
    config = Config(title="T")
    assert with_base_url(config, "https://a.example/b") == replace(config, base_url="https://a.example/b/")
    with pytest.raises(UsageError) as caught:
        with_base_url(config, "a.example")
    assert lines(caught.value.problems) == [
        f'--base-url+1 [config-base-url] "a.example" is not a web address / {URL_HINT}'
    ]


@pytest.mark.parametrize("mode", BodyMode)
def test_what_bodies_was_called_is_still_read(mode: BodyMode) -> None:
    config, problems = parse_config(f"format: 1\ntitle: T\npages: {{updates: {mode.value}}}\n", "site.yaml")
    assert [problem for problem in problems if problem.is_error] == []
    assert (config.pages.updates, config.pages.bodies) == (UpdatePages.KEY, mode)
