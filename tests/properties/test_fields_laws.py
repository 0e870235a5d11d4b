from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from sitegen.config_file import parse_config
from sitegen.records.composed import compose_text
from sitegen.records.nodes import Items, Mapping, Node, Scalar

WORDS = st.text(st.sampled_from("abcXYZ é😀北'0123456789"), min_size=1, max_size=12).map(
    lambda text: "w" + text.replace("'", "").rstrip() + "w"
)
NOISE = st.text(st.sampled_from("a1 \n\r\t:-#&*!|>'\"%@`{}[],?<\\\x00\x85\u2028\ufeff\ud800😀=.U0")) | st.text()


def scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Items(nodes):
            for item in nodes:
                yield from scalars(item)
        case Mapping(entries):
            for key, value in entries.values():
                yield key
                yield from scalars(value)


def written(values: dict[str, list[str]], quote: str, flow: bool) -> str:
    """*values* as YAML: lists in brackets or on lines of their own, items in *quote*."""
    text = ""
    for key, items in values.items():
        quoted = [f"{quote}{item}{quote}" for item in items]
        text += f"{key}: [{', '.join(quoted)}]\n" if flow else f"{key}:\n" + "".join(f"  - {item}\n" for item in quoted)
    return text


@given(NOISE, st.booleans())
def test_no_text_makes_it_raise(text: str, native: bool) -> None:
    mapping, problems = compose_text(text, "f", 1, native=native)
    count = len(text.split("\n")) + 1
    assert all(1 <= problem.where.line <= count + 1 and problem.where.column >= 1 for problem in problems)
    assert mapping.complete or problems


@given(NOISE)
def test_no_text_makes_the_settings_raise(text: str) -> None:
    config, problems = parse_config(text, "site.yaml")
    assert config.title or problems


@given(
    st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4),
    st.sampled_from(["", "'", '"']),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_text_stands_at_its_place(values: dict[str, list[str]], quote: str, flow: bool, end: str) -> None:
    text = written(values, quote, flow).replace("\n", end)
    mapping, problems = compose_text(text, "f", 1)
    assert problems == ()
    assert compose_text(text, "f", 1, native=False) == (mapping, ())
    assert {key: [item.text for item in scalars(node)] for key, (_, node) in mapping.entries.items()} == values
    lines = ["---", *text.split("\n")]
    for scalar in scalars(mapping):
        start = scalar.where.column - 1
        there = lines[scalar.where.line - 1][start : start + scalar.where.width]
        assert there in (scalar.text, f"{quote}{scalar.text}{quote}")
