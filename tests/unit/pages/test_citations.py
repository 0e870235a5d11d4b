"""Citations as text, and as reference managers read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.citations import STYLES, Cited, as_text, bibtex, csl_json, ris

UPDATE = Cited(
    key="2017-11-03-bridge-t1930",
    author="Harbour Wire",
    is_person=False,
    title="The bridge is open",
    liveblog="The day the bridge opened",
    container="Minutes of the Harbour",
    day=date(2017, 11, 3),
    at=datetime.fromisoformat("2017-11-03T19:30:00+02:00"),
    place="Beirut time",
    url="https://example.org/2017/11/03/bridge/#t1930",
    lang="en",
)
WHOLE = replace(
    UPDATE,
    key="2017-11-03-bridge",
    title=UPDATE.liveblog,
    liveblog="",
    at=None,
    url="https://example.org/2017/11/03/bridge/",
    cite_as="doi:10.5281/zenodo.123",
)


@pytest.mark.parametrize(
    ("cited", "style", "expected"),
    [
        (
            UPDATE,
            "APA",
            "Harbour Wire. (2017, November 3). The bridge is open [Live blog update, 7:30 p.m. Beirut time (UTC+2)]."
            " In The day the bridge opened. Minutes of the Harbour. https://example.org/2017/11/03/bridge/#t1930",
        ),
        (
            UPDATE,
            "MLA",
            "Harbour Wire. “The bridge is open.” The day the bridge opened, Minutes of the Harbour, 3 Nov. 2017,"
            " 7:30 p.m. Beirut time (UTC+2), https://example.org/2017/11/03/bridge/#t1930.",
        ),
        (
            UPDATE,
            "Chicago",
            "Harbour Wire, “The bridge is open,” in “The day the bridge opened,” Minutes of the Harbour,"
            " November 3, 2017, 7:30 p.m. Beirut time (UTC+2), https://example.org/2017/11/03/bridge/#t1930.",
        ),
        (
            WHOLE,
            "APA",
            "Harbour Wire. (2017, November 3). The day the bridge opened [Live blog]. Minutes of the Harbour."
            " https://doi.org/10.5281/zenodo.123",
        ),
        (
            replace(UPDATE, author="Ana de Souza", is_person=True, title="Is it open?"),
            "MLA",
            "Souza, Ana de. “Is it open?” The day the bridge opened, Minutes of the Harbour, 3 Nov. 2017,"
            " 7:30 p.m. Beirut time (UTC+2), https://example.org/2017/11/03/bridge/#t1930.",
        ),
        (
            replace(WHOLE, author="", title="It opened."),
            "APA",
            "It opened [Live blog]. (2017, November 3). Minutes of the Harbour. https://doi.org/10.5281/zenodo.123",
        ),
    ],
)
def test_a_citation_reads_as_its_style_wants(cited: Cited, style: str, expected: str) -> None:
    assert as_text(cited, style) == expected


def test_csl_json_says_who_where_and_when() -> None:
    update, whole = json.loads(csl_json([UPDATE, WHOLE]))
    assert update["author"] == [{"literal": "Harbour Wire"}]
    assert update["container-title"] == "Minutes of the Harbour"
    assert update["issued"] == {"date-parts": [[2017, 11, 3]]}
    assert "7:30 p.m. Beirut time (UTC+2)" in update["note"]
    assert "DOI" not in update
    assert (whole["DOI"], whole["URL"]) == ("10.5281/zenodo.123", WHOLE.url)


HOSTILE = st.text(st.characters(codec="utf-8") | st.sampled_from('{}\\%$#_^~&"@,=\r\n\u2028\x00'), max_size=40)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_its_field(title: str, author: str, container: str) -> None:
    cited = replace(UPDATE, title=title, author=author, container=container)
    assert json.loads(csl_json([cited]))[0]["title"] == title
    lines = ris([cited]).split("\r\n")
    assert lines[-1] == ""
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert [line[:2] for line in lines].count("ER") == 1
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", bibtex([cited])):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0


@given(st.sampled_from(STYLES), HOSTILE)
def test_any_title_can_be_cited(style: str, title: str) -> None:
    assert UPDATE.url in as_text(replace(UPDATE, title=title), style)
