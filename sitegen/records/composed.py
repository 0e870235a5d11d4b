"""YAML text -> nodes with their places: the only module that knows PyYAML's events, its traps and its messages.

Nothing is typed here. Aliases, anchors, merge keys, tags, duplicate keys, deep nesting and several documents are
refused: no setting needs them, and they have been used to lose or to multiply data (yaml/pyyaml#235, #897).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml
from yaml import events
from yaml.error import MarkedYAMLError

from sitegen.errors import Location, Problem
from sitegen.records.faults import Fault, explain
from sitegen.records.nodes import Items, Mapping, Node, Refused, Scalar, quoted

LIMIT_CHARACTERS = 1 << 20  # a front matter of a whole archive's pictures is far below; a bomb is above
LIMIT_DEPTH = 20  # DESIGN 6: our own records are at most five deep

# What YAML 1.1 §5.1 does not allow, and its three exotic line ends (§5.4) with the lone carriage return: with them our
# line numbers would differ from those of an editor.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n|\Z)")
# What an escape in double quotes may smuggle in, and neither XML 1.0 §2.2 nor UTF-8 can carry.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def compose_text(
    text: str, path: str, line_offset: int = 0, *, native: bool = True
) -> tuple[Mapping, tuple[Problem, ...]]:
    """The top-level mapping of *text*, and every problem found; never raises for a bad text.

    *line_offset* is the number of lines of the file before *text*. A fault of syntax ends the reading: what stands
    before it is in the mapping, which is then not complete. *native* uses libyaml where PyYAML has it; the places are
    the same.
    """
    text = text.removeprefix("\ufeff")
    builder = _Builder(path, line_offset)
    top = Location(path, line_offset + 1, 1)
    if len(text) > LIMIT_CHARACTERS:
        message = f"the YAML has {len(text)} characters, more than {LIMIT_CHARACTERS}"
        builder.refuse(top, "yaml-size", message, "move what is not settings out of it")
        return Mapping({}, top, complete=False), tuple(builder.problems)
    text = builder.refuse_characters(text)
    for event in _events(text, builder, native):
        if not builder.take(event):
            break
    return builder.finish(top), tuple(builder.problems)


def _events(text: str, builder: _Builder, native: bool) -> Iterator[events.Event]:
    """The events of *text* up to the first fault of syntax, which becomes a problem."""
    loader = yaml.CSafeLoader if native and yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.line = event.end_mark.line if event.end_mark else builder.line
            yield event
    except MarkedYAMLError as error:
        builder.stop(explain(error, text.split("\n")))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        # PyYAML lets ValueError and OverflowError of chr() and int() out (yaml/pyyaml#382).
        builder.stop(Fault(builder.line, 0, "yaml-syntax", f"the YAML cannot be read: {error}", "check this line"))


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet; in a mapping, *key* waits for its value."""

    where: Location
    is_list: bool
    nodes: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Scalar | Refused | None = None

    def closed(self, complete: bool = True) -> Items | Mapping:
        """The node, now that nothing more comes."""
        return Items(tuple(self.nodes), self.where) if self.is_list else Mapping(self.entries, self.where, complete)

    def cut(self) -> None:
        """Refuse the value at which reading stopped: a fault often cuts the value before it in two."""
        if self.is_list and self.nodes:
            self.nodes[-1] = Refused(self.nodes[-1].where)
        elif isinstance(self.key, Scalar):
            self.entries[self.key.text] = (self.key, Refused(self.key.where))
        elif self.key is None and self.entries:
            key, node = self.entries.popitem()[1]
            self.entries[key.text] = (key, Refused(node.where))
        self.key = None


class _Builder:
    """Nodes made from events, one event at a time, with the problems met on the way."""

    def __init__(self, path: str, line_offset: int) -> None:
        self.path, self.first, self.line = path, line_offset + 1, 0
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.stopped = False

    def refuse(self, where: Location, code: str, message: str, hint: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(where, code, message, hint))

    def stop(self, fault: Fault) -> None:
        """Note the fault of syntax that ends the reading."""
        self.stopped = True
        if any(problem.code == "yaml-character" for problem in self.problems):
            return  # what stands in for a character may have caused the fault
        where = Location(self.path, self.first + fault.line, fault.column + 1, fault.width)
        self.refuse(where, fault.code, fault.message, fault.hint)

    def refuse_characters(self, text: str) -> str:
        """*text* with a stand-in for each character that YAML does not allow; the first of a line is a problem."""
        if not _FORBIDDEN.search(text):
            return text
        for number, line in enumerate(text.split("\n"), self.first):
            if found := _FORBIDDEN.search(line):
                where = Location(self.path, number, found.start() + 1)
                hint = "save the file with Unix or Windows line ends" if found[0] == "\r" else "remove it"
                self.refuse(where, "yaml-character", _unwanted(found[0]), hint)
        return _FORBIDDEN.sub("\ufffd", text)

    def take(self, event: events.Event) -> bool:
        """Add what *event* says; False when reading must stop."""
        if isinstance(event, events.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, events.CollectionStartEvent):
            self._refuse_extras(event)
            self.stack.append(_Open(self._where(event), isinstance(event, events.SequenceStartEvent)))
            return self._is_shallow()
        elif isinstance(event, events.CollectionEndEvent):
            self._add(self.stack.pop().closed())
        elif isinstance(event, events.AliasEvent):
            message = f"{quoted('*' + (event.anchor or ''))} is an alias, and aliases are not allowed"
            self.refuse(self._where(event), "yaml-alias", message, "put the value in quotes, or write it out")
            self._add(Refused(self._where(event)))
        elif isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            return self._is_only_document(event)
        return True

    def finish(self, top: Location) -> Mapping:
        """The top-level mapping: empty where there is none, not complete where reading stopped early."""
        if self.stack:
            self.stack[-1].cut()
        while self.stack:
            self._add(self.stack.pop().closed(complete=False))
        if self.root is None or (isinstance(self.root, Scalar) and not self.root.text):
            return Mapping({}, top, complete=not self.stopped)
        if isinstance(self.root, Mapping):
            return replace(self.root, complete=False) if self.stopped else self.root
        if not self.stopped and not isinstance(self.root, Refused):
            what = "a list" if isinstance(self.root, Items) else "text"
            self.refuse(
                self.root.where, "yaml-shape", f"{what} stands where keys are expected", 'write "key: value" lines'
            )
        return Mapping({}, top, complete=False)

    def _where(self, event: events.Event) -> Location:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Location(self.path, self.first)
        width = end.column - start.column if start.line == end.line else 1
        return Location(self.path, self.first + start.line, start.column + 1, max(width, 1))

    def _take_scalar(self, event: events.ScalarEvent) -> None:
        where, text = self._where(event), event.value
        refused = self._refuse_extras(event)
        if event.style == '"' and (found := _UNWRITABLE.search(text)):
            self.refuse(where, "yaml-character", _unwanted(found[0]), "remove its escape")
            refused = True
        if not event.style and text == "<<" and self._awaits_key():
            self.refuse(where, "yaml-alias", '"<<" merges mappings, and that is not allowed', "write the keys out")
            refused = True
        self._add(Refused(where) if refused else Scalar(text, where))

    def _refuse_extras(self, event: events.ScalarEvent | events.CollectionStartEvent) -> bool:
        """Whether *event* carries an anchor or a tag, which are problems."""
        if event.anchor is not None:
            message = f"{quoted('&' + event.anchor)} is an anchor, and anchors are not allowed"
            self.refuse(
                self._where(event), "yaml-alias", message, 'remove it, or put a value that begins with "&" in quotes'
            )
        if event.tag is not None:
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{quoted(shown)} is a tag, and tags are not allowed"
            self.refuse(
                self._where(event), "yaml-tag", message, 'remove it, or put a value that begins with "!" in quotes'
            )
        return event.anchor is not None or event.tag is not None

    def _awaits_key(self) -> bool:
        return bool(self.stack) and not self.stack[-1].is_list and self.stack[-1].key is None

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
        elif self.stack[-1].is_list:
            self.stack[-1].nodes.append(node)
        elif self.stack[-1].key is None:
            self.stack[-1].key = self._key(node)
        else:
            key, self.stack[-1].key = self.stack[-1].key, None
            if isinstance(key, Scalar):
                self.stack[-1].entries[key.text] = (key, node)

    def _key(self, node: Node) -> Scalar | Refused:
        if isinstance(node, (Items, Mapping)):
            self.refuse(
                node.where,
                "yaml-shape",
                "a list or mapping stands where a key is expected",
                "put the value in quotes if it is text",
            )
            return Refused(node.where)
        if isinstance(node, Scalar) and (earlier := self.stack[-1].entries.get(node.text)):
            message = f"the key {quoted(node.text)} is here twice, first on line {earlier[0].where.line}"
            self.refuse(node.where, "duplicate-key", message, "keep one of the two")
            return Refused(node.where)
        return node

    def _is_shallow(self) -> bool:
        if len(self.stack) <= LIMIT_DEPTH:
            return True
        self.refuse(
            self.stack[-1].where, "yaml-depth", f"the nesting is deeper than {LIMIT_DEPTH}", "put the value in quotes"
        )
        self.stopped = True
        return False

    def _is_only_document(self, event: events.DocumentStartEvent) -> bool:
        if self.documents == 1:
            return True
        message = "a second document begins here"
        self.refuse(
            self._where(event), "yaml-documents", message, 'remove the line "---" and what belongs to another file'
        )
        self.stopped = True
        return False


def _unwanted(character: str) -> str:
    return f"the character U+{ord(character):04X} is not allowed here"
