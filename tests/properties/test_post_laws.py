"""Laws of the importers of posts, incidents and the research corpus: whatever a seed holds is read or refused."""

from __future__ import annotations

import json
import time
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import read_seed

from sitegen.config import Config
from sitegen.errors import Problem
from sitegen.importers.exports.liveblogsum import LIVEBLOGSUM
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.text.incident import INCIDENT
from sitegen.importers.text.jekyll import JEKYLL
from sitegen.importers.text.log import LOG
from sitegen.json_value import Json

CONFIG = Config(title="A site", zone="Europe/London")
FRONT = "---\ntitle: 'Ferry &amp; fog'\ndate: 2017-11-03 21:00:00\nauthor: Ann\ntags: [a, b]\nseverity: down\n---\n"
POST = (
    f"{FRONT}[ad_1]\n<br><div><p>BEIRUT (AP) — On Friday (all times local):</p><hr><p><b>7:30 p.m.</b></p><p>One <i>x</i>"
    "</p><p>___</p><p>9 a.m. — Two<br>lines</p><ul><li>a<li>b</ul><p>© 2017</p></div>\n[ad_2]<a href='/'>Source</a>"
)
NOTICE = (
    f"{FRONT}import X from 'x';\n\nOpening\n\n## H\n\n<Update date=\"2017-11-03T19:30:00Z\" title='t'>\n  One\n</Update>\n\n"
    '<Update date="2017-11-03">Two</Update>\n\nText {{< track "2017-11-03T20:00Z" >}}\n\n```\ncode\n```\n'
)
ROWS: list[Json] = [
    {
        "block_id": "post_590b5e73e4b0e565bf44345d",
        "title": "t",
        "text": ["a .", "b ."],
        "author": ["x"],
        "time": "18:01",
    },
    {"block_id": None, "title": "", "text": [""], "author": "", "time": "17:01"},
    {"block_id": "block-1", "title": "", "text": ["c ."], "is_key_event": True, "time": [2016, 7, 27, 16, 56]},
]
CORPUS: Json = {
    "blog_id": "a",
    "title": "b",
    "url": "http://bbc.co.uk/2016/07/27/x",
    "summary": ["s"],
    "documents": ROWS,
}
SAMPLES = [(JEKYLL, POST), (INCIDENT, NOTICE), (LIVEBLOGSUM, json.dumps(CORPUS))]
Values: TypeAlias = "st.SearchStrategy[Json]"
VALUES: Values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(["25:00", "18:01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
SNIPPETS = st.sampled_from([
    "---\n", "+++\n", "<p>", "</p>", "<br>", "<div>", "7 p.m.", "25:70 p.m.", "___", "<Update date=\"", "</Update>", "\0",
    "{{< track \"", ">}}", "\ufeff", "\r", "&nbsp;", "<!--", "<script>", "title: ",
    "date: 9999-12-31\n", "date: 0001-01-01\n",
    "[ad_1]", "**", "```\n", "\ud7ff", "\u2028", "> " * 60, "- " * 60, "<b>" * 210, "12 a.m.", "noon", ": [", "&a *a", "\t",
])  # fmt: skip


def read(importer: Importer, data: bytes) -> None:
    """Reads a seed, which gives a live blog or an error that says why not."""
    seed = Seed("seeds/2017-11-04-a.md", data)
    importer.declines(seed)
    items = list(importer.read(seed, CONFIG))
    assert all(isinstance(item, Found | Problem) for item in items)
    assert any(isinstance(item, Found) or (isinstance(item, Problem) and item.is_error) for item in items)


@pytest.mark.parametrize("importer", [JEKYLL, INCIDENT, LIVEBLOGSUM], ids=lambda one: one.name)
@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(importer: Importer, data: bytes) -> None:
    read(importer, data)
    read(importer, FRONT.encode() + data)


@pytest.mark.parametrize(("importer", "sample"), SAMPLES, ids=[one.name for one, _ in SAMPLES])
@settings(max_examples=100)
@given(st.data())
def test_a_seed_that_was_damaged_is_read_or_refused(importer: Importer, sample: str, data: st.DataObject) -> None:
    text = sample
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)) | st.just(len(text)))
        text = text[:start] + data.draw(SNIPPETS | st.text(max_size=5)) + text[end:]
    read(importer, text.encode("utf-8", "surrogatepass"))
    read(importer, text.encode("utf-16"))


def changed(value: Json, data: st.DataObject) -> Json:
    """*value* with another value somewhere in it."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 5)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], changed(value[at], data), *value[at + 1 :]]
    return data.draw(VALUES)


@settings(max_examples=150)
@given(st.data())
def test_wrong_types_at_every_key_of_the_corpus(data: st.DataObject) -> None:
    read(LIVEBLOGSUM, json.dumps(changed(changed(CORPUS, data), data)).encode())


# A tag that never ends and one that never began, but not of one kind: the first would reach over a clock to the second.
PIECES = st.sampled_from([
    "The ferry", "At 6 p.m. it rained", "1986. A year", "2*3*4", "<i>fog</i>", "<a href='https://x.org/a?b=1&amp;c'>quay</a>",
    "&lt;b&gt;", "_under_", "[x](y)", "&nbsp;", "caf&eacute;", "# x", "<br>", "<b>bold", "</i>",
    "<img alt='a quay' src='x.jpg'>",
    "- item", "© 2017 Post", "Source", "[ad_1]", "10 a.m. briefing", "“quoted”", "<ul><li>one<li>two</ul>", "Noon news",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)
FORMS = st.sampled_from([
    "<p>{clock}</p><p>{text}</p>", "<p><strong>{clock}</strong> {text}</p>", "<p>{clock}<br>{text}</p>",
    "{clock}\n\n{text}\n\n",
    "<h2>{clock}</h2>{text}<hr>", "<p>{clock} — {text}</p>", "<p>{clock} update</p><div>{text}</div><p>___</p>",
])  # fmt: skip


@settings(max_examples=80)
@given(st.lists(TEXTS, min_size=1, max_size=4), FORMS, TEXTS)
def test_no_word_of_a_page_is_lost_or_invented(texts: list[str], form: str, opening: str) -> None:
    body = "".join(form.format(clock=f"{19 - at - 12}:30 p.m.", text=f"Then {text}") for at, text in enumerate(texts))
    blogs, problems = read_seed(JEKYLL, "seeds/a.md", f"{FRONT}<p>{opening}</p>{body}")
    assert [problem.message for problem in problems if problem.is_error] == []
    assert [len(blog.updates) for blog in blogs] == [len(texts)]


MARKS = st.sampled_from([
    "The **ferry**", "- one", "> quoted", "[quay](https://x.org)", "# Fog", "&copy;", "<b>x</b>", "2*3", "`c`", "1. two",
    "a  \nb", "https://x.org/a_b", "| a | b |", "[r]", "{{< other >}}", "<Note>n</Note>",
])  # fmt: skip


@settings(max_examples=80)
@given(st.lists(st.lists(MARKS, min_size=1, max_size=3).map("\n\n".join), min_size=1, max_size=3), st.booleans())
def test_no_word_of_an_incident_is_lost_or_invented(texts: list[str], in_tags: bool) -> None:
    times = [f"2017-11-03T1{at}:00Z" for at in range(len(texts))]
    form = '<Update date="{}">\n{}\n</Update>\n\n' if in_tags else '{{{{< track "{}" >}}}} x {}\n\n'
    body = "".join(form.format(at, text) for at, text in zip(times, texts, strict=True))
    blogs, problems = read_seed(INCIDENT, "seeds/a.md", f"{FRONT}Opening.\n\n{body}")
    assert [problem.message for problem in problems if problem.is_error] == []
    assert [len(blog.updates) for blog in blogs] == [len(texts)]


@settings(max_examples=150)
@given(
    st.lists(SNIPPETS | PIECES | MARKS | st.sampled_from(["\n", "- 19:30: x", "### 7 PM", "**[7:30]** x"]), max_size=8)
)
def test_what_has_front_matter_is_of_one_format(pieces: list[str]) -> None:
    seed = Seed("seeds/a.md", f"---\ntitle: Ferry\n---\n{''.join(pieces)}".encode())
    assert [bool(one.declines(seed)) for one in (JEKYLL, LOG, INCIDENT)].count(False) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<p>7 p.m.</p>" + "x" * 300_000,
        "<p>7 p.m.</p>" + "<b>" * 150 + "x </b>" * 2000,
        "7 p.m.\n\n" + "[" * 90_000,
        "7 p.m.\n\n" + "*a_ " * 3000,
        "".join(f"<p>7 p.m.</p><p>{number}</p>" for number in range(600)),
        "<p>" + "7 p.m.<br>text<br>" * 600,
        '<Update date="2017-11-03T19:30:00Z">x' * 600,
        '<Update date="' * 20_000,
        'x {{< track "2017-11-03T19:30:00Z" >}} ' * 600,
        "{{< track " * 10_000,
        "{/*" * 5000,
    ],
    ids=range(11),
)  # fmt: skip
def test_hostile_bodies_take_no_time_out_of_proportion(body: str) -> None:
    started = time.process_time()
    for importer in (JEKYLL, INCIDENT):
        read(importer, (FRONT + body).encode())
    assert time.process_time() - started < 5
