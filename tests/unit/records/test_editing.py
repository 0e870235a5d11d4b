"""YAML with other values, and all else as it was written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.records.composed import compose_text
from sitegen.records.editing import Keys, with_values


def shouted(keys: Keys, value: str) -> str:
    return value.upper() if keys[-1] == "a" else value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: b  # b\nc: b\n", 'a: "B"  # b\nc: b\n'),
        ("\ufeffa: b\r\nc: b\r\n", '\ufeffa: "B"\r\nc: b\r\n'),
        ("a: |\n  b\n  c\n\nd: 'b'\n", "a: \"B\\nC\\n\"\nd: 'b'\n"),
        ("a: >-\r\n  b\r\n  c\r\nd: b", 'a: "B C"\r\nd: b'),
        ("a: 'it''s\n  b'   # c\n", 'a: "IT\'S B"   # c\n'),
        ("a: [b, ü, {c: d, a: e}, '\U0001f600']", 'a: ["B", "Ü", {c: d, a: "E"}, \'\U0001f600\']'),
        ("- {a: b}\n-\n  - a: c\n", '- {a: "B"}\n-\n  - a: "C"\n'),
        ("a: 19:30\nx: {a: no}\n", 'a: 19:30\nx: {a: "NO"}\n'),
        ("a:\n", "a:\n"),
        ("", ""),
    ],
)
def test_only_the_values_that_change_are_written_anew(text: str, wanted: str) -> None:
    assert with_values(text, shouted) == wanted


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner), max_leaves=12
)


@given(st.dictionaries(st.sampled_from("abc"), TREES, min_size=1), WORDS, st.booleans(), st.booleans())
def test_any_yaml_is_read_back_with_its_new_values(tree: object, word: str, flow: bool, unicode: bool) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=unicode, width=20)
    if compose_text(text, "f.yaml")[1]:
        return  # characters that no file of ours may hold
    new = with_values(text, lambda keys, value: word if keys[-1] == "a" else value)
    assert yaml.safe_load(new) == _with(tree, word, "")


def _with(tree: object, word: str, key: str) -> object:
    if isinstance(tree, dict):
        return {name: _with(value, word, name) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_with(value, word, key) for value in tree]
    return word if key == "a" else tree
