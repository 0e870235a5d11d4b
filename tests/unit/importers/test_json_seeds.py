from __future__ import annotations

import json

import pytest

from sitegen.errors import Location, Problem
from sitegen.importers.exports.json_seeds import (
    at,
    first_text,
    glimpse,
    is_true,
    language_at,
    list_at,
    name_at,
    number_at,
    object_at,
    objects_at,
    parse_json,
    read_json,
    strings_in,
    text_at,
    texts_at,
)
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.json_value import Json


def seed(data: str | bytes, path: str = "seeds/a.json", encoding: str = "") -> Seed:
    return Seed(path, data.encode() if isinstance(data, str) else data, Sidecar(encoding=encoding))


def refused(data: str | bytes) -> Problem:
    found = read_json(seed(data))
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_encodings_tell_themselves(encoding: str) -> None:
    assert read_json(seed('{"a": "Œuvre"}'.encode(encoding))) == {"a": "Œuvre"}


def test_a_sidecar_names_any_other_encoding() -> None:
    assert read_json(seed('{"a": "Œuvre"}'.encode("cp1252"), encoding="windows-1252")) == {"a": "Œuvre"}
    assert refused('{"a": "Œuvre"}'.encode("cp1252")).code == "invalid-utf8"


def test_a_syntax_error_has_its_place() -> None:
    problem = refused('{"a": 1,\n "b" 2}')
    assert (problem.code, problem.where) == ("json-syntax", Location("seeds/a.json", 2, 6))
    assert problem.message == "this is no JSON: expecting ':' delimiter"


@pytest.mark.parametrize("text", ['{"a": [1, 2', '{"a": "cut o', '{"a":', "[1,\n", '[{"a": 1}'])
def test_a_text_that_breaks_off_is_said_to(text: str) -> None:
    assert refused(text).message == "the JSON ends before it is whole"


def test_lines_of_json_count_from_where_they_stand() -> None:
    problem = parse_json('{"a" 1}', "seeds/a.jsonl", 12)
    assert isinstance(problem, Problem)
    assert problem.where == Location("seeds/a.jsonl", 12, 6)


def test_a_key_that_stands_twice_is_refused() -> None:
    assert refused('{"a": [{"text": "x", "text": "y"}]}').message.startswith('the key "text" stands twice')


@pytest.mark.parametrize("text", ["[" * 101 + "]" * 101, '{"a":' * 5000 + "1" + "}" * 5000, "[" * 200_000])
def test_too_many_levels_are_refused(text: str) -> None:
    assert refused(text).code == "too-deep"


def test_as_many_levels_as_are_allowed_are_read() -> None:
    assert isinstance(read_json(seed("[" * 100 + "]" * 100)), list)


def test_what_is_no_count_is_nothing() -> None:
    text = '{"nan": NaN, "inf": -Infinity, "big": 1e999, "long": %s, "fits": 253402300799}' % ("9" * 5000)
    assert read_json(seed(text)) == {"nan": None, "inf": None, "big": None, "long": None, "fits": 253402300799}


def test_half_a_surrogate_pair_is_no_character() -> None:
    found = read_json(seed(r'{"\ud800": "\udfff \ud83d\ude00 \\ud800"}'))
    assert found == {"�": "� 😀 \\ud800"}
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff"])
def test_an_empty_seed_is_said_to_be(text: str) -> None:
    assert refused(text).code == "empty-seed"


VALUE: Json = {
    "title": "  A title\r\nof two\x00lines ",
    "empty": "",
    "id": 17,
    "yes": "true",
    "no": 0,
    "count": "1510000000",
    "share": 1.5,
    "lang": "pt-BR",
    "language": "english, mostly",
    "posts": [{"text": "one"}, "two", 3, {"text": "four"}],
}


def test_looks_of_the_right_type() -> None:
    assert text_at(VALUE, "title") == "A title\nof two lines"
    assert first_text(VALUE, "missing", "empty", "posts", "lang") == "pt-BR"
    assert (name_at(VALUE, "id"), name_at(VALUE, "lang")) == ("17", "pt-BR")
    assert (number_at(VALUE, "count"), number_at(VALUE, "share")) == (1510000000.0, 1.5)
    assert (is_true(VALUE, "yes"), is_true(VALUE, "no")) == (True, False)
    assert (language_at(VALUE, "lang"), language_at(VALUE, "language")) == ("pt-BR", "")
    assert objects_at(VALUE, "posts") == [{"text": "one"}, {"text": "four"}]
    assert (texts_at(VALUE, "posts"), texts_at(VALUE, "lang")) == (["two"], ["pt-BR"])
    assert text_at(VALUE, "posts", -1, "text") == "four"


def test_looks_at_nothing_or_the_wrong_type_find_nothing() -> None:
    for path in (("missing",), ("posts", 9), ("posts", "text"), ("id", "x"), ("title", 0)):
        assert at(VALUE, *path) is None
        assert (text_at(VALUE, *path), list_at(VALUE, *path), object_at(VALUE, *path)) == ("", [], {})
        assert (number_at(VALUE, *path), name_at(VALUE, *path), is_true(VALUE, *path)) == (None, "", False)
    assert (text_at(VALUE, "id"), number_at(VALUE, "yes"), name_at(True), number_at(True)) == ("", None, "", None)


def test_all_texts_come_with_their_keys() -> None:
    assert list(strings_in({"a": ["x", {"b": "y"}], "c": 1, "d": "z"})) == [("a", "x"), ("b", "y"), ("d", "z")]


def test_a_glimpse_shows_the_paths_of_keys() -> None:
    seen = glimpse(seed('{"posts": {"_items": [{"_id": "a:{b", "groups": [1, {"id": 2}]}], "_meta": {"page": 1}}}'))
    expected = {
        "posts", "posts/_items", "posts/_items/*/_id", "posts/_items/*/groups", "posts/_items/*/groups/*/id", "posts/_meta",
        "posts/_meta/page",
    }  # fmt: skip
    assert ({"/".join(path) for path in seen.paths}, seen.opening, seen.is_lines) == (expected, "{", False)
    assert seen.keys == {"posts", "_items", "_id", "groups", "id", "_meta", "page"}


def test_a_glimpse_ends_within_a_text_that_goes_on() -> None:
    seen = glimpse(seed('{"a": 1, "b": "' + 'x": {"c": ' * 1000 + '"}'))
    assert "b" in seen.keys
    assert glimpse(seed('{"a": "not yet: {whole: ')).paths == {("a",)}


def test_a_glimpse_tells_lines_of_json() -> None:
    assert glimpse(seed('{"a": 1}\n{"a": 2}\n', "seeds/a.jsonl")).is_lines
    assert not glimpse(seed('{"a": {"b": [1]}}')).is_lines


@pytest.mark.parametrize(
    ("data", "path"), [("<p>{</p>", "a.json"), ("", "a.json"), ("{}", "a.html"), ("{}", "a.md"), ("Title\n", "a.txt")]
)
def test_a_glimpse_of_anything_else_shows_nothing(data: str, path: str) -> None:
    assert (glimpse(seed(data, path)).opening, glimpse(seed(data, path)).paths) == ("", frozenset())


def test_a_glimpse_sees_through_encodings() -> None:
    for encoding in ("utf-16", "utf-16-be", "utf-8-sig"):
        assert glimpse(seed(' {"a": 1}'.encode(encoding))).keys == {"a"}
    assert glimpse(seed(b'{"a": 1}', encoding="no-such")).keys == {"a"}
