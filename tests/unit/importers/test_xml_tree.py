from __future__ import annotations

import pytest

from sitegen.errors import Problem
from sitegen.importers.exports.xml_tree import Element, html_in, parse_xml, read_xml, root_of
from sitegen.importers.seeds import Seed
from sitegen.importers.web.html import MOST_NESTED


def tree(text: str) -> Element:
    root = parse_xml(text, "seeds/a.xml")
    assert isinstance(root, Element)
    return root


def refused(text: str) -> Problem:
    problem = parse_xml(text, "seeds/a.xml")
    assert isinstance(problem, Problem)
    return problem


def test_names_have_the_prefix_that_everybody_uses() -> None:
    root = tree(
        '<x:feed xmlns:x="http://www.w3.org/2005/Atom"><dc:date/><y:b xmlns:y="urn:y"/><c xmlns="urn:c"/></x:feed>'
    )
    assert [element.name for element in root.walk()] == ["atom:feed", "dc:date", "y:b", "c"]


def test_texts_and_places() -> None:
    root = tree("\n<a>\n<b> </b><b>one <i>two</i></b></a>")
    assert (root.line, root.text("b"), root.text("c"), root.text()) == (2, "one two", "", "one two")
    assert [child.line for child in root.all("b")] == [3, 3]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
        ("caf&eacute; &nbsp;", "café"),
        ("&#233;&#xe9;", "éé"),
        ("fish & chips &c; &", "fish & chips &c; &"),
        ("<![CDATA[<b>&eacute; & ]]>", "<b>&eacute; &"),
        ("&NotEqualTilde;", "≂̸"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_references(text: str, seen: str) -> None:
    assert tree(f"<a>{text}</a>").text() == seen


def test_a_reference_in_an_attribute() -> None:
    assert tree('<a href="?a=1&b=2&copy;"/>').attributes == {"href": "?a=1&b=2©"}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("<a>\n <b></a>", "xml-syntax", 2, 7),
        ("\n\n<a><b>", "xml-syntax", 3, 7),
        ("<a>&#0;</a>", "xml-syntax", 1, 4),
        ('<!DOCTYPE a [\n<!ENTITY own "x">]><a/>', "xml-entity", 2, 14),
        ('<!DOCTYPE a [<!ENTITY own SYSTEM "file:///etc/passwd">]><a>&own;</a>', "xml-entity", 1, 54),
        ("<a>" * (MOST_NESTED + 1), "too-deep", 1, 3 * MOST_NESTED + 1),
        (" ", "empty-seed", 0, 0),
        ("text", "xml-syntax", 1, 1),
    ],
)
def test_what_is_refused(text: str, code: str, line: int, column: int) -> None:
    problem = refused(text)
    assert (problem.code, problem.where.line, problem.where.column) == (code, line, column)


def test_what_a_doctype_names_is_not_fetched() -> None:
    text = '<!DOCTYPE a SYSTEM "http://x.invalid/a.dtd" [<!ENTITY % p SYSTEM "http://x.invalid/p"> %p;]><a>b</a>'
    assert tree(text).text() == "b"


def test_an_entity_of_html_is_what_html_says_whatever_the_seed_declares() -> None:
    assert tree('<!DOCTYPE a [<!ENTITY eacute "&lol;&lol;">]><a>&eacute;</a>').text() == "é"


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<a b='c'>", ("a", " b='c'")),
        ("\ufeff \n<?xml version='1.0'?><!-- <b> --><!DOCTYPE a [<!ENTITY x 'y'>]>\n<x:a>", ("x:a", "")),
        ("{", ("", "")),
        ("<!DOCTYPE", ("", "")),
        ("<!-- " * 500, ("", "")),
    ],
)
def test_the_root_is_told_by_the_first_bytes(text: str, root: tuple[str, str]) -> None:
    assert root_of(Seed("a", text.encode())) == root
    if "\ufeff" not in text:
        assert root_of(Seed("a", text.encode("utf-16"))) == root


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>'.encode("latin-1"), "é"),
        ('<?xml version="1.0" encoding="windows-1252"?><a>€</a>'.encode("cp1252"), "€"),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode(), "é"),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "é"),
        ("<a>é</a>".encode("utf-8-sig"), "é"),
    ],
)
def test_the_encoding_that_is_declared(data: bytes, seen: str) -> None:
    root = read_xml(Seed("a", data))
    assert isinstance(root, Element)
    assert root.text() == seen


def test_bytes_that_are_not_of_the_encoding() -> None:
    problem = read_xml(Seed("a", b'<?xml version="1.0" encoding="no-such"?><a/>'))
    assert isinstance(problem, Problem)
    assert problem.code == "unknown-encoding"
    problem = read_xml(Seed("a", b"<a>\xff</a>"))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where.column) == ("invalid-utf8", 4)


def test_content_as_html() -> None:
    root = tree('<a><h:p xmlns:h="http://www.w3.org/1999/xhtml" title="&lt;">1 &lt; 2<br/><i/></h:p><hl2>x</hl2></a>')
    assert html_in(root, {"hl2": "h3"}) == '<p title="&lt;">1 &lt; 2<br><i></i></p><h3>x</h3>'
