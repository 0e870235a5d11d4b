"""Seeds with front matter: strangers' YAML between ``---`` or TOML between ``+++``, read with patience, never refused.

Three formats have it, and each seed belongs to one of them: `sort_of` tells a live blog that is a page or wire text from
a log in Markdown and from the notice of an incident.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from html import unescape

from sitegen.dates import read_date
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.stated_times import read_stated
from sitegen.importers.seeds import SNIFFED, Seed
from sitegen.importers.text.log_lines import are_marked, leads_of
from sitegen.patterns import Pattern
from sitegen.records.fields import Scalar, compose
from sitegen.records.nodes import Items, Node

_FENCES = {"---": "YAML", "+++": "TOML"}
_LONGEST_TOML = 1 << 20  # characters, as of YAML: what is longer is no front matter
_KEY = Pattern(r"([A-Za-z_][\w.-]{0,60})[ \t]*[:=][ \t]*(\S[^\n]*)?")
_TOML_PLACE = Pattern(r"\(at line ([0-9]+), column ([0-9]+)\)")
_PAGE = Pattern(
    r"<(?:p|div|article|section|main|table|h[1-6]|time)[\s>]|(?:^|\n)[ \t]*<br",
)
_TRACKED = Pattern(r"<Update\s|\{\{<\s{0,3}track\b|\{\{%\s{0,3}track\b")
_INCIDENT_KEYS = frozenset({"severity", "affectedsystems", "resolved", "resolvedwhen", "affected"})
_HARMLESS = frozenset({"duplicate-key", "yaml-documents"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands in front of a text, and the text.

    *fields* are texts under keys in small letters, a list as several, what is nested left out. *body* begins in line
    *line* of the seed. *problems* are warnings: what cannot be read may not matter.
    """

    fields: Mapping[str, tuple[str, ...]]
    body: str
    line: int
    problems: tuple[Problem, ...] = ()


class Sort(Enum):
    """What a seed with front matter holds."""

    PAGE = "a page or wire text"
    LOG = "a log in Markdown"
    INCIDENT = "the notice of an incident"


def head_of(seed: Seed) -> str:
    """The first `SNIFFED` bytes of *seed* as text, whatever they are."""
    data = seed.data[:SNIFFED]
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_utf16 else seed.sidecar.encoding or "utf-8", errors="replace")
    except (LookupError, ValueError):  # an encoding that cannot replace: reading says what is wrong with it
        text = data.decode("latin-1")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def sort_of(seed: Seed) -> Sort | None:
    """What *seed* holds, told by its first bytes; None where it has no front matter."""
    head = head_of(seed)
    fence = fence_of(head)
    if not fence:
        return None
    front, body, _ = _cut(head, fence) or (head, "", 0)
    keys = {match[1].casefold() for line in front.split("\n") if (match := _KEY.match(line))}
    if _TRACKED.search(body):
        return Sort.INCIDENT
    if len(keys & _INCIDENT_KEYS) > 1:
        leads = [lead for lead in leads_of(body.split("\n")).values() if not lead.is_loose]
        return Sort.LOG if len(leads) > 1 else Sort.INCIDENT
    return Sort.LOG if _is_log(body) else Sort.PAGE


def _is_log(body: str) -> bool:
    """Whether *body* is Markdown in which clocks stand in headings, in lists, in bold or before their text."""
    if is_page(body):
        return False
    told = are_marked(body)
    return told if told is not None else "\n#" in body or "\n- " in body


def is_page(body: str) -> bool:
    """Whether *body* is HTML, and no Markdown with some HTML in its lines."""
    return _PAGE.search(body) is not None


def fence_of(text: str) -> str:
    """The line that opens the front matter of *text*, "" where it has none."""
    first = text.lstrip("\n").partition("\n")[0].rstrip()
    return first if first in _FENCES else ""


def split_front_matter(text: str, path: str) -> FrontMatter | Problem | None:
    """The front matter of *text*, of the seed *path*, and its body; None where it has none, a problem where it has no end.

    Only the first line that is the same as the opening one closes it: those in the body are separators.
    """
    fence = fence_of(text)
    if not fence:
        return None
    above = len(text) - len(text.lstrip("\n"))
    cut = _cut(text, fence)
    if cut is None:
        message, hint = "the front matter that begins here has no end", f'write a line "{fence}" after its last key'
        return Problem(Location(path, above + 1, 1, 3), "unclosed-front-matter", message, hint)
    front, body, line = cut
    fields, problems = _toml(front, path, above + 1) if fence == "+++" else _yaml(front, path, above + 1)
    return FrontMatter(fields, body, line, problems)


def _cut(text: str, fence: str) -> tuple[str, str, int] | None:
    """The lines between the first two that are *fence*, those after them, and the number of the first of these."""
    above = len(text) - len(text.lstrip("\n"))
    lines = text.split("\n")
    for index in range(above + 1, len(lines)):
        if lines[index].rstrip() == fence or (fence == "---" and lines[index].rstrip() == "..."):
            return "\n".join(lines[above + 1 : index]), "\n".join(lines[index + 1 :]), index + 2
    return None


def _yaml(text: str, path: str, above: int) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    mapping, problems = compose(text, path, above)
    fields = {key.text.casefold(): tuple(_texts(node)) for key, node in mapping.entries.values()}
    if not mapping.complete:
        fields = {**_loose(text), **{key: texts for key, texts in fields.items() if texts}}
    kept = [problem for problem in problems if problem.code not in _HARMLESS]
    return fields, tuple(replace(problem, severity=Severity.WARNING) for problem in kept)


def _texts(node: Node) -> Iterator[str]:
    for one in node.nodes if isinstance(node, Items) else (node,):
        if isinstance(one, Scalar) and one.text.strip():
            yield one.text.strip()


def _loose(text: str) -> dict[str, tuple[str, ...]]:
    """The keys of *text* that stand at the start of a line, each with what follows it there: for YAML that is none."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.split("\n"):
        if (match := _KEY.match(line)) and (value := (match[2] or "").strip()):
            is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            found.setdefault(match[1].casefold(), (value[1:-1] if is_quoted else value,))
    return found


def _toml(text: str, path: str, above: int) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    try:
        if len(text) > _LONGEST_TOML:
            raise ValueError(f"it has {len(text)} characters, more than {_LONGEST_TOML}")
        read: dict[str, object] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 0)
        if "at end of document" in str(error):
            line = text.count("\n") + 1
        where = Location(path, above + line, column)
        message = f"the TOML cannot be read: {str(error)[:200]}"
        problem = Problem(where, "toml-syntax", message, "check this line", Severity.WARNING)
        return _loose(text), (problem,)
    fields = {}
    for key, value in read.items():
        given = value if isinstance(value, list) else [value]
        fields[key.casefold()] = tuple(shown for one in given if (shown := _toml_text(one)))
    return fields, ()


def _toml_text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case datetime() | date():
            return value.isoformat()
        case int() | float():
            return str(value)
    return ""


def first_of(front: FrontMatter, *keys: str) -> str:
    """The text under the first of *keys* that has one, on one line, its HTML entities as a reader sees them."""
    found = next((texts[0] for key in keys if (texts := front.fields.get(key))), "")
    return " ".join(unescape(found).split())


def author_of(front: FrontMatter) -> str:
    """Who wrote all of a seed, as *front* has it; "" where several did: nobody knows which update is whose."""
    authors = front.fields.get("author", ())
    return authors[0] if len(authors) == 1 else ""


def posted(front: FrontMatter, keys: Sequence[str]) -> tuple[date | None, datetime | None]:
    """The day under the first of *keys* that has one, and the instant, where it says a clock too.

    The instant has no offset where none is written.
    """
    for key in keys:
        text = first_of(front, key)
        if stated := read_stated(text):
            return stated.wall.date(), stated.wall
        if (found := read_date(text)) and found.end == len(text):
            return found.date, None
    return None, None
