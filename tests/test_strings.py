"""The words of pages: all in one file, and none in a layout."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support import build_site, read_tree

from sitegen.errors import ContentError
from sitegen.pages import layouts as layouts_module
from sitegen.pages.strings import FILE, read_strings, unfit_strings
from sitegen.pages.theme import default_layouts

PLACE = f"layouts/{FILE}"
LAYOUTS = sorted(default_layouts().glob("*.html"))
STRINGS, PROBLEMS = read_strings((default_layouts() / FILE).read_text("utf-8"), PLACE)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Names that are the same in every language, and the address in an example.
NAMES = {"UTC", "SHA-256", "seeds/", "sitegen build", "CSV", "JSON Lines", "/2017/11/03/name-of-the-live-blog/#t1930"}
READ_OUT = {"aria-label", "title", "alt", "placeholder"}
SITE = "title: The Minute Book\nformat: 1\n"


class Words(HTMLParser):
    """The texts of a page, and of those of its attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.code = 0  # of code within code: it is no words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in READ_OUT and value]
        self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.found += [] if self.code else [data]


def words_in(layout: str) -> list[str]:
    """What *layout* says in words of its own, between the tags of the template."""
    words = Words()
    words.feed(JINJA.sub(" \0 ", layout))
    texts = [text.strip() for found in words.found for text in found.split("\0")]
    named = re.compile(r"[\w.-]+\.(?:json|db)")  # files
    return [
        text for text in texts if re.search(r"[A-Za-z]{2}", text) and text not in NAMES and not named.fullmatch(text)
    ]


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.name)
def test_no_layout_has_words_of_its_own(path: Path) -> None:
    assert words_in(path.read_text("utf-8")) == []


def test_words_in_a_layout_are_seen() -> None:
    assert words_in('<p title="Read this">{{ url }} Cite</p><!doctype html>') == ["Read this", "Cite"]


def test_every_layout_asks_for_words_that_are_there_and_none_is_idle() -> None:
    texts = "".join(path.read_text("utf-8") for path in LAYOUTS)
    sources = "".join(path.read_text("utf-8") for path in Path(layouts_module.__file__).parent.glob("*.py"))
    asked = set(re.findall(r'\bsay\("(\w+)"[,)]', texts)) | set(re.findall(r'\bsay\(\s*"(\w+)"[,)]', sources))
    # What `Interface` reads by itself: the parts of dates, numbers and lengths of time.
    asked |= {key for key in STRINGS if f'"{key}"' in sources}
    made = re.compile(r"(?:count|turn|previous|next|changed|format|kind)_\w+")  # their names are put together
    assert PROBLEMS == []
    assert asked - STRINGS.keys() == set()
    assert {key for key in STRINGS if not made.fullmatch(key)} - asked == set()
    nouns = {noun.replace(" ", "_") for noun in re.findall(r'counted\("([a-z ]+)"\)', texts)}
    assert {f"count_{noun}_{form}" for noun in nouns for form in ("one", "other")} <= STRINGS.keys()
    turns = {noun.replace(" ", "_") for noun in re.findall(r'parts\.turn\("([a-z ]+)"', texts)}
    assert {f"{way}_{noun}" for noun in turns for way in ("turn", "previous", "next")} <= STRINGS.keys()


def test_every_placeholder_is_filled_where_the_words_are_asked_for() -> None:
    for path in LAYOUTS:
        for key, given in re.findall(
            r'\bsay\("(\w+)"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)', path.read_text("utf-8")
        ):
            wanted = set(re.findall(r"\{(\w+)\}", STRINGS.get(key, "")))  # no key: it is put together
            assert set(re.findall(r"[,(] ?(\w+)=", given)) >= wanted, (path.name, key)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("draft: Draft", "1:1", "strings-line"),
        ('draft: "A"\ndraft: "B"', "2:1", "strings-line"),
        ('# ours\n\njump: "To {updates"', "3:8", "strings-placeholder"),
        ('jump: "To {updates!r}"', "1:8", "strings-placeholder"),
        ('jump: "To {0}"', "1:8", "strings-placeholder"),
        ('jump: "To one"', "1:8", "strings-placeholder"),
        ('jump: "To {update}"', "1:8", "strings-placeholder"),
        ('leap: "To one"', "1:1", "strings-key"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place(text: str, place: str, code: str) -> None:
    own, problems = read_strings(text, PLACE)
    (problem,) = [*problems, *unfit_strings(own, STRINGS, (), text, PLACE)]
    assert (str(problem.where), problem.code) == (f"{PLACE}:{place}", code)


def lay_site(root: Path) -> Path:
    (root / "content").mkdir()
    (root / "layouts" / "strings").mkdir(parents=True)
    (root / "site.yaml").write_text(SITE, encoding="utf-8")
    return root


def test_a_site_rewords_and_an_edit_of_its_words_is_seen(tmp_path: Path) -> None:
    site = lay_site(tmp_path)
    build_site(site)
    assert b"Nothing is archived yet" in read_tree(site / "output")["index.html"]
    (site / PLACE).write_text("nothing_yet: \"Come <again> & 'soon'\"\n", encoding="utf-8")
    build_site(site)
    html = read_tree(site / "output")["index.html"]
    assert b"Come &lt;again&gt; &amp; &#39;soon&#39;" in html
    assert b"Skip to content" in html
    (site / PLACE).unlink()
    build_site(site)
    assert b"Nothing is archived yet" in read_tree(site / "output")["index.html"]


def test_words_that_nothing_says_are_a_warning_and_a_layout_may_have_its_own(tmp_path: Path) -> None:
    """Ours may lose a key with an upgrade: no site stops building for that."""
    site = lay_site(tmp_path)
    (site / PLACE).write_text('once_ours: "Words"\nours_now: "Hello"\n', encoding="utf-8")
    layout = '{% extends "default/404.html" %}{% block content %}{{ say("ours_now") }}{% endblock %}'
    (site / "layouts" / "404.html").write_text(layout, encoding="utf-8")
    for _ in range(2):  # a build in which nothing changed says it too
        (problem,) = build_site(site).problems
        assert (str(problem.where), problem.code, problem.is_error) == (f"{PLACE}:1:1", "strings-key", False)
    assert b"Hello" in read_tree(site / "output")["404.html"]


def test_a_layout_that_asks_for_unknown_words_is_an_error_with_its_place(tmp_path: Path) -> None:
    site = lay_site(tmp_path)
    (site / "layouts" / "404.html").write_text('<p>\n{{ say("hello") }}</p>\n', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build_site(site)
    (problem,) = caught.value.problems
    assert (str(problem.where), problem.code) == ("layouts/404.html:2:9", "strings-key")
