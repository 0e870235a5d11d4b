from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

import pytest

from sitegen.errors import Location, Problem
from sitegen.records.composed import LIMIT_CHARACTERS, compose_text
from sitegen.records.fields import Field, Kind, Record, compose, nearest, table
from sitegen.records.nodes import Items, Mapping, Node, Refused, Scalar

FILE = "f.yaml"


class Pace(Enum):
    FAST = "fast"
    SLOW = "slow"


PLACE = table(Field("name", Kind.TEXT, "A name.", required=True), Field("far", Kind.BOOLEAN, "Is it?", "false"))
FIELDS = table(
    Field("word", Kind.TEXT, "A word.", "none"),
    Field("count", Kind.INTEGER, "How many.", "7"),
    Field("loud", Kind.BOOLEAN, "Whether loud.", "true"),
    Field("day", Kind.DATE, "When."),
    Field("at", Kind.MOMENT, "When exactly."),
    Field("pace", Kind.CHOICE, "How fast.", "slow", ("fast", "slow")),
    Field("names", Kind.TEXTS, "Names."),
    Field("place", Kind.RECORD, "Where.", fields=PLACE),
    Field("places", Kind.RECORDS, "Where, in all.", fields=PLACE),
    Field("either", Kind.MIXED, "Texts or places.", fields=PLACE),
    Field("zones", Kind.PAIRS, "Zones by name."),
)


def opened(text: str) -> Record:
    mapping, found = compose(text, FILE)
    return Record(mapping, FIELDS, list(found))


def lines(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    return [f"{p.where.line}:{p.where.column}:{p.where.width} [{p.code}] {p.message} / {p.hint}" for p in problems]


def plain(node: Node) -> object:
    """*node* without its places."""
    match node:
        case Scalar(text):
            return text
        case Items(nodes):
            return [plain(item) for item in nodes]
        case Mapping(entries):
            return {key: plain(value) for key, (_, value) in entries.items()}
        case Refused():
            return None


@pytest.mark.promise("X9")
@pytest.mark.parametrize("text", ["19:30", "NO", "010", "2017-11-03", "~", "null", "1e3", "0x1F", "12_000", "yes", "="])
@pytest.mark.parametrize("native", [True, False])
def test_every_scalar_is_text(text: str, native: bool) -> None:
    mapping, problems = compose_text(f"a: {text}\nb: [{text}]\n", FILE, native=native)
    assert problems == ()
    assert plain(mapping) == {"a": text, "b": [text]}


@pytest.mark.parametrize("native", [True, False])
def test_places_count_characters_and_lines_of_the_file(native: bool) -> None:
    text = 'a: "😀" # c\r\n\r\nb: {c: "😀é", d: word}\r\nf: |\r\n  x\r\n  y\r\ng:\r\n  - two words\r\n'
    mapping, problems = compose_text(text, FILE, 1, native=native)
    assert problems == ()
    inner = mapping.entries["b"][1]
    assert isinstance(inner, Mapping)
    assert mapping.where == Location(FILE, 2, 1)
    assert mapping.entries["a"] == (Scalar("a", Location(FILE, 2, 1)), Scalar("😀", Location(FILE, 2, 4, 3)))
    assert inner.entries["d"] == (Scalar("d", Location(FILE, 4, 14)), Scalar("word", Location(FILE, 4, 17, 4)))
    assert mapping.entries["f"][1] == Scalar("x\ny\n", Location(FILE, 5, 4))
    assert mapping.entries["g"][1] == Items((Scalar("two words", Location(FILE, 9, 5, 9)),), Location(FILE, 9, 3))


def test_a_byte_order_mark_moves_no_column() -> None:
    mapping, problems = compose("\ufeffa: b\n", FILE)
    assert problems == ()
    assert mapping.entries["a"][0].where == Location(FILE, 1, 1)


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "---\n...\n"])
def test_a_text_without_keys_is_an_empty_mapping(text: str) -> None:
    mapping, problems = compose(text, FILE)
    assert (mapping.entries, mapping.complete, problems) == ({}, True, ())


TAG = 'remove it, or put a value that begins with "!" in quotes'
ANCHOR = 'remove it, or put a value that begins with "&" in quotes'
ALIAS = "put the value in quotes, or write it out"
LAYOUT = "this line is not indented like those above it / indent the line like its neighbours"
BRACKET = "opens here is not closed, or a comma is missing / put commas between the values and close the bracket"
LINE_ENDS = "save the file with Unix or Windows line ends"
REFUSED = [
    (
        "title: The Latest: Iraq\n",
        '1:18:1 [yaml-quote] the value "The Latest: Iraq" holds a colon and is not in quotes'
        ' / put the value in quotes: "The Latest: Iraq"',
    ),
    (
        'title: The "last": Iraq\n',
        '1:18:1 [yaml-quote] the value "The "last": Iraq" holds a colon and is not in quotes'
        " / put the value in quotes: 'The \"last\": Iraq'",
    ),
    (
        "title: The Latest: " + "x" * 99,
        f'1:18:1 [yaml-quote] the value "The Latest: {"x" * 47}…" holds a colon and is not in quotes'
        " / put the value in quotes",
    ),
    ("a: @x\n", '1:4:1 [yaml-quote] a value cannot begin with "@" / put the value in quotes: "@x"'),
    ("a: *bold*\n", '1:4:1 [yaml-quote] a value cannot begin with "*" / put the value in quotes: "*bold*"'),
    ("a: >x\n", '1:4:1 [yaml-quote] a value cannot begin with ">" / put the value in quotes: ">x"'),
    ("a: ,x\n", '1:4:1 [yaml-quote] a value cannot begin with "," / put the value in quotes: ",x"'),
    ("a: 1\n\tb: 2\n", "2:1:1 [yaml-tab] a tab stands where only blanks may / indent with blanks, not with tabs"),
    ("a: *x\n", f'1:4:2 [yaml-alias] "*x" is an alias, and aliases are not allowed / {ALIAS}'),
    ("a: &x 1\n", f'1:4:4 [yaml-alias] "&x" is an anchor, and anchors are not allowed / {ANCHOR}'),
    ("<<: {a: 1}\n", '1:1:2 [yaml-alias] "<<" merges mappings, and that is not allowed / write the keys out'),
    ("a: !t 1\n", f'1:4:4 [yaml-tag] "!t" is a tag, and tags are not allowed / {TAG}'),
    ("a: !!int 1\n", f'1:4:7 [yaml-tag] "!!int" is a tag, and tags are not allowed / {TAG}'),
    ("a: !x!y 1\n", f"1:4:1 [yaml-tag] a tag stands here, and tags are not allowed / {TAG}"),
    ("a: 1\nb: 2\na: 3\n", '3:1:1 [duplicate-key] the key "a" is here twice, first on line 1 / keep one of the two'),
    ("a: " + "[" * 30, "1:23:1 [yaml-depth] the nesting is deeper than 20 / put the value in quotes"),
    ("- a\n- b\n", '1:1:1 [yaml-shape] a list stands where keys are expected / write "key: value" lines'),
    ("just words\n", '1:1:10 [yaml-shape] text stands where keys are expected / write "key: value" lines'),
    (
        "a: {{ x }}\n",
        "1:5:1 [yaml-shape] a list or mapping stands where a key is expected / put the value in quotes if it is text",
    ),
    (
        "a: 1\n---\nb: 2\n",
        '2:1:3 [yaml-documents] a second document begins here / remove the line "---" and what belongs to another file',
    ),
    (
        'a: "x\nb: 1\n',
        "1:4:1 [yaml-syntax] the quotation mark that opens here is never closed"
        " / close the value with the same quotation mark",
    ),
    ("a: [1, 2\nb: 3\n", f'1:4:1 [yaml-syntax] what "[" {BRACKET}'),
    ("a: {b: 1\n", f'1:4:1 [yaml-syntax] what "{{" {BRACKET}'),
    (
        "a: 1\nwords\n",
        '2:1:5 [yaml-syntax] "words" has no colon'
        ' / write "key: value", or indent the line if it continues the value above',
    ),
    (
        "a: [x]y\n",
        "1:7:1 [yaml-syntax] text stands behind the end of a value / put the whole value in one pair of quotes",
    ),
    (" a: 1\nb: 2\n", f"2:1:1 [yaml-syntax] {LAYOUT}"),
    (
        "a: 1\n  b: 2\n",
        "2:4:1 [yaml-syntax] this line does not fit the line before it"
        " / indent the line like the keys above it, and end every key with a colon",
    ),
    (
        "a: - b\n",
        '1:4:1 [yaml-syntax] a list item "-" stands behind a key'
        ' / begin the list on a line of its own, or put the value in quotes: "- b"',
    ),
    (
        'a: "\\q"\n',
        "1:4:1 [yaml-syntax] a backslash in double quotes begins no known escape"
        " / use single quotes, or write two backslashes for one",
    ),
    ("a: b\u2028c\n", "1:5:1 [yaml-character] the character U+2028 is not allowed here / remove it"),
    ("a: 1\nb: \x07\n", "2:4:1 [yaml-character] the character U+0007 is not allowed here / remove it"),
    ("a: b\rc: d\n", f"1:5:1 [yaml-character] the character U+000D is not allowed here / {LINE_ENDS}"),
    ('a: "\\0"\n', "1:4:4 [yaml-character] the character U+0000 is not allowed here / remove its escape"),
]


@pytest.mark.promise("X8")
@pytest.mark.parametrize(("text", "expected"), REFUSED)
@pytest.mark.parametrize("native", [True, False])
def test_what_is_refused_is_said_once_and_at_its_place(text: str, expected: str, native: bool) -> None:
    assert lines(compose_text(text, FILE, native=native)[1]) == [expected]


@pytest.mark.promise("X8")
def test_a_text_of_more_than_a_mebicharacter_is_not_read() -> None:
    mapping, problems = compose("a: " + "x" * LIMIT_CHARACTERS, FILE)
    assert not mapping.complete
    assert [problem.code for problem in problems] == ["yaml-size"]


@pytest.mark.promise("X8")
@pytest.mark.parametrize(
    "text", ['a: "\\U00110000"', 'a: "\\UFFFFFFFF"', "%YAML " + "9" * 5000 + ".1\n---\na: b", "%FOO"]
)
@pytest.mark.parametrize("native", [True, False])
def test_what_the_parsers_let_out_becomes_a_problem(text: str, native: bool) -> None:
    mapping, problems = compose_text(text, FILE, native=native)
    assert [(problem.code, problem.where.line in (1, 2)) for problem in problems] == [("yaml-syntax", True)]
    assert not mapping.complete


def test_what_stands_before_a_fault_of_syntax_is_still_read() -> None:
    record = opened("wrod: x\ncount: many\nday: 2017-11-03\nword: a: b\n")
    assert record.integer("count") == 7
    assert record.date("day") == date(2017, 11, 3)
    assert record.text("word") == "none"
    assert [problem.code for problem in record.problems] == ["yaml-quote", "unknown-key", "field-value"]


def test_an_incomplete_record_misses_no_key() -> None:
    record = opened("place:\n  far: yes\n  : : :\n")
    assert record.record("place").text("name") == ""
    assert [problem.code for problem in record.problems if problem.code == "missing-key"] == []


def test_values_are_typed() -> None:
    record = opened(
        "word: '19:30'\ncount: -12\nloud: No\nday: 2017-11-03\nat: 2017-11-03 19:30:05+02:00\npace: fast\n"
        "names: [a, NO]\nplace: {name: Qaim, far: true}\nplaces:\n- name: x\n- name: y\n"
        "either: [x, {name: y}]\nzones: {QAIM: Asia/Baghdad}\n"
    )
    beirut = timezone(timedelta(hours=2))
    assert (record.text("word"), record.integer("count"), record.boolean("loud")) == ("19:30", -12, False)
    assert record.date("day") == date(2017, 11, 3)
    assert record.moment("at") == datetime(2017, 11, 3, 19, 30, 5, tzinfo=beirut)
    assert record.choice("pace", Pace) is Pace.FAST
    assert record.texts("names") == ("a", "NO")
    assert (record.record("place").text("name"), record.record("place").boolean("far")) == ("Qaim", True)
    assert [place.text("name") for place in record.records("places")] == ["x", "y"]
    either = [item.text("name") if isinstance(item, Record) else item.text for item in record.mixed("either")]
    assert either == ["x", "y"]
    assert [(name.text, zone.text) for name, zone in record.pairs("zones")] == [("QAIM", "Asia/Baghdad")]
    assert record.problems == []


@pytest.mark.parametrize(
    "text", ["", "word:\ncount: ''\nloud:\nday:\nat:\npace:\nnames:\nplace:\nplaces:\neither:\nzones:\n"]
)
def test_no_value_gives_the_default(text: str) -> None:
    record = opened(text)
    assert (record.text("word"), record.integer("count"), record.boolean("loud")) == ("none", 7, True)
    assert (record.date("day"), record.moment("at")) == (None, None)
    assert (record.choice("pace", Pace), record.choice("pace", Pace, Pace.FAST)) == (Pace.SLOW, Pace.FAST)
    assert (record.texts("names"), record.records("places"), record.mixed("either")) == ((), (), ())
    assert (record.record("place").text("name"), record.pairs("zones")) == ("", ())
    assert record.problems == []


def test_one_text_is_a_list_of_one() -> None:
    record = opened("names: a\neither: b\n")
    assert record.texts("names") == ("a",)
    assert [item.text for item in record.mixed("either") if isinstance(item, Scalar)] == ["b"]
    assert record.problems == []


def test_a_utc_moment_may_end_with_z() -> None:
    assert opened("at: 2017-11-03T19:30Z").moment("at") == datetime(2017, 11, 3, 19, 30, tzinfo=UTC)


MOMENT = "is not a time with its offset / write it like 2017-11-03T19:30+02:00"
DAY = "is not a date / write a day like 2017-11-03"
WRONG = [
    ("count: 010", '1:8:3 [field-value] "010" is not a whole number / write digits, without a leading zero'),
    ("count: ٣", '1:8:1 [field-value] "٣" is not a whole number / write digits, without a leading zero'),
    ("loud: maybe", '1:7:5 [field-value] "maybe" is neither true nor false / write "true" or "false"'),
    ("day: 2017-02-30", f'1:6:10 [field-value] "2017-02-30" {DAY}'),
    ("day: 20171103", f'1:6:8 [field-value] "20171103" {DAY}'),
    ("day: 0000-01-01", f'1:6:10 [field-value] "0000-01-01" {DAY}'),
    ("at: 2017-11-03T19:30", f'1:5:16 [field-value] "2017-11-03T19:30" {MOMENT}'),
    ("at: 2017-11-03T25:00Z", f'1:5:17 [field-value] "2017-11-03T25:00Z" {MOMENT}'),
    ("at: 2017-11-03T19:30+25:00", f'1:5:22 [field-value] "2017-11-03T19:30+25:00" {MOMENT}'),
    ("pace: fats", '1:7:4 [field-value] "fats" is not a value of "pace" / write "fast", or slow'),
    ("pace: 9", '1:7:1 [field-value] "9" is not a value of "pace" / write one of: fast, slow'),
    (
        "word: [LIVE]",
        '1:7:1 [field-kind] "word" is a list, but text is expected / put the value in quotes if it is text',
    ),
    (
        "count: {a: b}",
        '1:8:1 [field-kind] "count" is keys with values, but a whole number is expected / write one value',
    ),
    (
        "names: [[a]]",
        '1:9:1 [field-kind] an item of "names" is a list, but text is expected / put the value in quotes if it is text',
    ),
    ("names: [a, '']", '1:12:2 [field-value] an item of "names" is empty / write its text, or remove it'),
    (
        "names: {a: b}",
        '1:8:1 [field-kind] "names" is keys with values, but a list of texts is expected'
        ' / begin each item on a line of its own with "- "',
    ),
    (
        "place: Qaim",
        '1:8:4 [field-kind] "place" is text, but keys with values are expected'
        " / write its keys on indented lines below",
    ),
    (
        "places: {name: x}",
        '1:9:1 [field-kind] "places" is keys with values, but a list of records is expected'
        ' / begin each item on a line of its own with "- "',
    ),
    (
        "places: [x]",
        '1:10:1 [field-kind] an item of "places" is text, but keys with values are expected'
        ' / write "- key: value" for each',
    ),
    (
        "zones: [x]",
        '1:8:1 [field-kind] "zones" is a list, but names with texts are expected'
        ' / write "name: text" on indented lines below',
    ),
    (
        "zones: {a: [b]}",
        '1:12:1 [field-kind] "a" is a list, but text is expected / put the value in quotes if it is text',
    ),
    ("place: {far: no}", '1:8:1 [missing-key] "name" is missing / write "name: …" here'),
    ("place: {name: ''}", '1:15:2 [missing-key] "name" is missing / write "name: …" here'),
    ("wrod: x", '1:1:4 [unknown-key] "wrod" is not a key here / write "word"'),
    ("PLACE: {}", '1:1:5 [unknown-key] "PLACE" is not a key here / write "place"'),
    (
        "place: {name: x, qqq: y}",
        '1:18:3 [unknown-key] "qqq" is not a key here / remove it; the keys here are name, far',
    ),
]


@pytest.mark.promise("X9")
@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_value_is_a_problem_at_its_place(text: str, expected: str) -> None:
    record = opened(text)
    read_all(record)
    assert lines(record.problems) == [expected]


def read_all(record: Record) -> None:
    record.text("word")
    record.integer("count")
    record.boolean("loud")
    record.date("day")
    record.moment("at")
    record.choice("pace", Pace)
    record.texts("names")
    record.record("place")
    record.records("places")
    record.mixed("either")
    record.pairs("zones")


def test_a_refused_value_is_no_second_problem() -> None:
    record = opened("word: &a x\ncount: *a\nplace: {name: !t x}\nnames: [*a]\nzones: {b: *a}\nplaces: [*a]\n")
    read_all(record)
    assert {problem.code for problem in record.problems} == {"yaml-alias", "yaml-tag"}
    assert len(record.problems) == 6


def test_asking_with_the_wrong_getter_is_a_bug() -> None:
    record = opened("word: x")
    with pytest.raises(TypeError, match="word is"):
        record.integer("word")
    with pytest.raises(KeyError):
        record.text("no-such-field")


def test_a_reader_can_refuse_a_value_itself() -> None:
    record = opened("\nword: x")
    record.refuse("word", "some-code", "It is wrong.", "mend it")
    record.refuse("count", "some-code", "It is absent.", "write it")
    assert [problem.where for problem in record.problems] == [Location(FILE, 2, 7), Location(FILE, 2, 1)]


def test_nearest_gives_nothing_for_a_far_word() -> None:
    assert nearest("xyz", ["title", "label"]) == ""
    assert nearest("image", ["pages", "title"]) == ""
    assert nearest("titel", ["pages", "title"]) == "title"


def test_reading_the_tables_imports_no_yaml() -> None:
    code = "import sys, sitegen.config; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
