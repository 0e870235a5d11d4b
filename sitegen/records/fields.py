"""Typed reading of YAML by a table of fields: text in, values and located problems out, never an exception.

A getter gives the field's default where the key is absent, and where its value is wrong, which it notes as a problem.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from sitegen.errors import Location, Problem, Severity
from sitegen.records.nodes import Items, Mapping, Node, Refused, Scalar, quoted
from sitegen.records.tables import Field, Kind, Table, table

__all__ = ["Field", "Kind", "Mapping", "Record", "Scalar", "Table", "compose", "nearest", "quoted", "table"]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[-+][0-9]{2}:[0-9]{2})")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_Choice = TypeVar("_Choice", bound=Enum)


def compose(text: str, path: str, line_offset: int = 0) -> tuple[Mapping, tuple[Problem, ...]]:
    """The top-level mapping of YAML *text*, and every problem of its syntax; never raises for a bad text.

    *line_offset* is the number of lines of the file *path* before *text*: 1 for front matter.
    """
    from sitegen.records.composed import compose_text  # here: a build in which nothing changed must not import yaml

    return compose_text(text, path, line_offset)


_LIKENESS = 0.62  # of 1; at 0.6 "image" is taken for "pages", and a hint that is wrong is worse than none


GUESSES = 50
"""Of how many wrong words in one file a user is told what may have been meant: to compare each with all takes long."""


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of *words* that *word* was most likely meant to be, or "".

    >>> nearest("lable", ["slug", "label"])
    'label'
    """
    return _nearest(word, tuple(sorted(words)))


@lru_cache(maxsize=256)  # a topic that is declared no more stands in many files
def _nearest(word: str, words: tuple[str, ...]) -> str:
    import difflib  # here: a good file needs no guess, and this module takes milliseconds to import

    by_folded = {known.casefold(): known for known in words}
    found = difflib.get_close_matches(word.casefold(), by_folded, 1, _LIKENESS)
    return by_folded[found[0]] if found else ""


@dataclass(frozen=True, slots=True)
class Record:
    """Typed values of one mapping. Making it checks the keys; *problems* is shared, and collects what is wrong.

    Asking for a name that *fields* does not have, or with the getter of another kind, is a bug and raises.
    """

    node: Mapping
    fields: Table
    problems: list[Problem]

    def __post_init__(self) -> None:
        for key, _ in self.node.entries.values():
            if key.text not in self.fields:
                self._note(key.where, "unknown-key", f"{quoted(key.text)} is not a key here", self._key_hint(key.text))
        if self.node.complete:
            for field in self.fields.values():
                if field.required and self._is_empty(field.name):
                    message, hint = f"{quoted(field.name)} is missing", f'write "{field.name}: …" here'
                    self._note(self.where(field.name), "missing-key", message, hint)

    def where(self, name: str) -> Location:
        """The place of the value of *name*, or of the record where it has none."""
        entry = self.node.entries.get(name)
        return entry[1].where if entry else self.node.where

    def refuse(self, name: str, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        """Note a problem of the value of *name*."""
        self._note(self.where(name), code, message, hint, severity)

    def text(self, name: str) -> str:
        """The text of *name*, as YAML reads it: quotes taken off, lines of one paragraph joined."""
        value = self._scalar(name, Kind.TEXT)
        return value.text if value else self.fields[name].default

    def integer(self, name: str) -> int:
        """The whole number of *name*, 0 where neither the file nor the table has one; ``010`` is refused."""
        value = self._scalar(name, Kind.INTEGER)
        if value and _INTEGER.fullmatch(value.text):
            return int(value.text)
        if value:
            self._wrong(value, "is not a whole number", "write digits, without a leading zero")
        return int(self.fields[name].default or 0)

    def boolean(self, name: str) -> bool:
        """Whether *name* is true; ``yes`` and ``no``, ``on`` and ``off`` are understood too."""
        value = self._scalar(name, Kind.BOOLEAN)
        if value and value.text.lower() in _BOOLEANS:
            return _BOOLEANS[value.text.lower()]
        if value:
            self._wrong(value, "is neither true nor false", 'write "true" or "false"')
        return self.fields[name].default == "true"

    def switch(self, name: str) -> bool | None:
        """As `boolean`; None where the record does not say it."""
        return None if self._is_empty(name) else self.boolean(name)

    def date(self, name: str) -> datetime.date | None:
        """The day of *name*, written as 2017-11-03 (ISO 8601 extended), or None."""
        value = self._scalar(name, Kind.DATE)
        if value is None:
            return None
        try:
            if _DATE.fullmatch(value.text):
                return datetime.date.fromisoformat(value.text)
        except ValueError:
            pass  # 2017-02-30: the shape of a date, but no day
        self._wrong(value, "is not a date", "write a day like 2017-11-03")
        return None

    def moment(self, name: str) -> datetime.datetime | None:
        """The instant of *name* with the fixed offset it is written with, in whole seconds, or None."""
        value = self._scalar(name, Kind.MOMENT)
        if value is None:
            return None
        try:
            if found := _MOMENT.fullmatch(value.text):
                return datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}")
        except ValueError:
            pass  # 25:00, or an offset of a day and more
        self._wrong(value, "is not a time with its offset", "write it like 2017-11-03T19:30+02:00")
        return None

    def choice(self, name: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """The member of *kind* whose value *name* has; else *default*, else the table's."""
        value = self._scalar(name, Kind.CHOICE)
        members = {str(member.value): member for member in kind}
        if value and value.text in members:
            return members[value.text]
        if value:
            meant = nearest(value.text, members)
            others = ", ".join(member for member in members if member != meant)
            hint = f'write "{meant}", or {others}' if meant else f"write one of: {others}"
            self._wrong(value, f"is not a value of {quoted(name)}", hint)
        return default if default is not None else members[self.fields[name].default]

    def member(self, name: str, kind: type[_Choice]) -> _Choice | None:
        """The member of *kind* whose value *name* has, whatever the table says that it may have; None for any other."""
        node = self._node(name, Kind.CHOICE)
        text = node.text if isinstance(node, Scalar) else None
        return next((member for member in kind if member.value == text), None)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of the list *name*; one text is a list of one."""
        return tuple(value.text for value in self.scalars(name))

    def scalars(self, name: str) -> tuple[Scalar, ...]:
        """The texts of the list *name* with their places."""
        return tuple(node for node in self._nodes(name, Kind.TEXTS) if isinstance(node, Scalar))

    def record(self, name: str) -> Record:
        """The record *name*; where there is none, an empty one whose getters give the defaults."""
        node = self._node(name, Kind.RECORD)
        if node is not None and not isinstance(node, Mapping):
            self._misfit(name, node, "keys with values are", "write its keys on indented lines below")
        mapping = node if isinstance(node, Mapping) else Mapping({}, self.where(name), complete=False)
        return Record(mapping, self._fields_of(name), self.problems)

    def records(self, name: str) -> tuple[Record, ...]:
        """The records of the list *name*."""
        return tuple(item for item in self._mixed(name, Kind.RECORDS) if isinstance(item, Record))

    def mixed(self, name: str) -> tuple[Scalar | Record, ...]:
        """The texts and records of the list *name*; one of them is a list of one."""
        return tuple(self._mixed(name, Kind.MIXED))

    def pairs(self, name: str) -> tuple[tuple[Scalar, Scalar], ...]:
        """The names and texts of the mapping *name*, with their places, in the order of the file."""
        node = self._node(name, Kind.PAIRS)
        if node is not None and not isinstance(node, Mapping):
            self._misfit(name, node, "names with texts are", 'write "name: text" on indented lines below')
            return ()
        entries = node.entries.values() if node else ()
        for key, value in entries:
            if isinstance(value, (Items, Mapping)):
                self._misfit(key.text, value, "text is", "put the value in quotes if it is text")
        return tuple((key, value) for key, value in entries if isinstance(value, Scalar))

    def _node(self, name: str, kind: Kind) -> Node | None:
        """The value of *name*, None where there is nothing to read: no key, no value, or a value already refused."""
        if self.fields[name].kind is not kind:
            raise TypeError(f"{name} is {self.fields[name].kind}, not {kind}")
        if self._is_empty(name):
            return None
        node = self.node.entries[name][1]
        return None if isinstance(node, Refused) else node

    def _is_empty(self, name: str) -> bool:
        entry = self.node.entries.get(name)
        return entry is None or (isinstance(entry[1], Scalar) and not entry[1].text.strip())

    def _scalar(self, name: str, kind: Kind) -> Scalar | None:
        node = self._node(name, kind)
        if node is None or isinstance(node, Scalar):
            return node
        expected = "text is" if kind is Kind.TEXT else f"{_ARTICLES[kind]} is"
        self._misfit(
            name, node, expected, "put the value in quotes if it is text" if kind is Kind.TEXT else "write one value"
        )
        return None

    def _nodes(self, name: str, kind: Kind) -> Iterator[Node]:
        """The items of the list *name* that fit *kind*; the others become problems."""
        node = self._node(name, kind)
        is_list = isinstance(node, Items)
        for item in node.nodes if isinstance(node, Items) else () if node is None else (node,):
            if isinstance(item, Scalar) and is_list and not item.text.strip():
                self._note(
                    item.where, "field-value", f"an item of {quoted(name)} is empty", "write its text, or remove it"
                )
            elif isinstance(item, Refused):
                continue
            elif (isinstance(item, Scalar) and kind is not Kind.RECORDS) or (
                isinstance(item, Mapping) and kind is not Kind.TEXTS and (is_list or kind is Kind.MIXED)
            ):
                yield item
            else:
                self._misfit_in_list(name, kind, item, is_list)

    def _mixed(self, name: str, kind: Kind) -> Iterator[Scalar | Record]:
        for node in self._nodes(name, kind):
            if isinstance(node, Scalar):
                yield node
            elif isinstance(node, Mapping):
                yield Record(node, self._fields_of(name), self.problems)

    def _fields_of(self, name: str) -> Table:
        fields = self.fields[name].fields
        if fields is None:
            raise TypeError(f"{name} has no table of fields")
        return fields

    def _misfit_in_list(self, name: str, kind: Kind, item: Node, is_list: bool) -> None:
        if not is_list:
            self._misfit(name, item, f"a {kind.value} is", 'begin each item on a line of its own with "- "')
            return
        expected = {Kind.TEXTS: "text is", Kind.RECORDS: "keys with values are", Kind.MIXED: "text is"}[kind]
        hint = 'write "- key: value" for each' if kind is Kind.RECORDS else "put the value in quotes if it is text"
        self._note(
            item.where, "field-kind", f"an item of {quoted(name)} is {_what(item)}, but {expected} expected", hint
        )

    def _misfit(self, name: str, node: Node, expected: str, hint: str) -> None:
        self._note(node.where, "field-kind", f"{quoted(name)} is {_what(node)}, but {expected} expected", hint)

    def _wrong(self, value: Scalar, statement: str, hint: str) -> None:
        self._note(value.where, "field-value", f"{quoted(value.text)} {statement}", hint)

    def _note(self, where: Location, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(where, code, message, hint, severity))

    def _key_hint(self, key: str) -> str:
        meant = nearest(key, self.fields)
        return f'write "{meant}"' if meant else f"remove it; the keys here are {', '.join(self.fields)}"


_ARTICLES = {
    Kind.INTEGER: "a whole number",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a date",
    Kind.MOMENT: "a time with its offset",
    Kind.CHOICE: "one word",
}


def _what(node: Node) -> str:
    return {Items: "a list", Mapping: "keys with values"}.get(type(node), "text")
