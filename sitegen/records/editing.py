"""YAML text with other values in it, and all else as its writer left it: comments, order, indents, other values' quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml

from sitegen.records.nodes import double_quoted

Keys = tuple[str, ...]
"""The keys that lead to a value: for the slug of any topic, ``("topics", "slug")``."""


def with_values(text: str, change: Callable[[Keys, str], str]) -> str:
    """The YAML *text*, which `compose` finds no fault with, with the value that *change* makes of each.

    >>> print(with_values("a: [b, {c: d}]  # e", lambda keys, value: value.upper() if keys == ("a", "c") else value))
    a: [b, {c: "D"}]  # e
    """
    pieces, done = [], 0
    for keys, node in _scalars((), yaml.compose(text, Loader=yaml.SafeLoader)):  # libyaml counts places in another way
        new = change(keys, node.value)
        if new != node.value:
            old = text[node.start_mark.index : node.end_mark.index]
            ended = re.search(r"\r?\n\Z", old)  # a text of several lines reaches to where the next value begins
            pieces += [text[done : node.start_mark.index], double_quoted(new), ended[0] if ended else ""]
            done = node.end_mark.index
    return "".join((*pieces, text[done:]))


def _scalars(keys: Keys, node: yaml.Node | None) -> Iterator[tuple[Keys, yaml.ScalarNode]]:
    """Every value in *node*, to which *keys* lead, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(keys, item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars((*keys, key.value), value)
