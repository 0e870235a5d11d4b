"""The words that pages say of themselves: a file a language, like ``layouts/strings/en.yaml``, overlaid by the site's own.

A file is YAML of its simplest kind, a key and a text in double quotes on each line, so that a build need not load
a reader of YAML for it, and every fault has its column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from string import Formatter

from sitegen.errors import Location, Problem, Severity
from sitegen.pages.theme import default_layouts

ENGLISH = "en"


def file_of(lang: str) -> str:
    """The file of the words of *lang*, in the folder of the layouts."""
    return f"strings/{lang}.yaml"


FILE = file_of(ENGLISH)


@cache
def default_strings(lang: str) -> Mapping[str, str]:
    """Our words in *lang*; none where we have no such file."""
    path = default_layouts() / file_of(lang)
    return read_strings(path.read_text(encoding="utf-8"), path.name)[0] if path.is_file() else {}


_LINE = re.compile(r'([a-z][a-z0-9_]*): "([^"\\]*)"[ ]*')
_SAID = re.compile(r'\bsay\("([^"]*)"(?=\s*[,)])')  # not a key that is put together


def read_strings(text: str, place: str) -> tuple[dict[str, str], list[Problem]]:
    """Key -> words of the file *place* with the *text*, and what is wrong with it.

    >>> read_strings('skip: "Skip to {what}"', "layouts/strings/en.yaml")
    ({'skip': 'Skip to {what}'}, [])
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        where, match = Location(place, number, 1), _LINE.fullmatch(line)
        if match is None:
            message = "this line is not a key and its words"
            problems.append(Problem(where, "strings-line", message, 'write it like: key: "Words"'))
        elif match[1] in found:
            message = f'the words of "{match[1]}" stand here a second time'
            problems.append(Problem(where, "strings-line", message, "take one of the lines out"))
        elif _placeholders(match[2]) is None:
            where = Location(place, number, match.start(2) + 1)
            hint = "write each as its name in braces, like {clock}"
            problems.append(Problem(where, "strings-placeholder", "a placeholder cannot be read", hint))
        else:
            found[match[1]] = match[2]
    return found, problems


def unfit_strings(
    own: Mapping[str, str], ours: Mapping[str, str], said: Collection[str], text: str, place: str
) -> list[Problem]:
    """What of the site's *own* words, the *text* of the file *place*, does not fit *ours*: keys, and their placeholders.

    A key that is neither ours nor *said* by the site's own layouts is a warning: it may be one that we had once.
    """
    problems: list[Problem] = []
    for key, words in own.items():
        line = next(number for number, one in enumerate(text.splitlines(), 1) if one.startswith(f"{key}:"))
        if key not in ours and not _is_form(key, ours):
            message, hint = f'no page says "{key}"', f"use a key of the default theme's {FILE}, or take the line out"
            warning = Problem(Location(place, line, 1), "strings-key", message, hint, Severity.WARNING)
            problems += [] if key in said else [warning]
        elif key in _DATES or key in _LISTS:
            problems += _unfit_date(key, words, Location(place, line, len(key) + 4))
        elif odd := sorted((_placeholders(words) or set()) ^ (_placeholders(ours.get(key, "{number}")) or set())):
            message = f'the words of "{key}" must have the placeholders of ours: {ours.get(key, "{number}")}'
            hint = "mend " + ", ".join(f"{{{name}}}" for name in odd)
            problems.append(Problem(Location(place, line, len(key) + 4), "strings-placeholder", message, hint))
    return problems


# What each way to write a date must say; a language adds the weekday, or takes the short name of the month, where it does.
_DATES = {"date_long": "day year", "date_short": "day year", "date_day": "day", "date_month": "year"}
_PARTS = frozenset(["weekday", "day", "month", "short", "year"])
_LISTS = {"months": 12, "months_short": 12, "weekdays": 7}


def _unfit_date(key: str, words: str, where: Location) -> list[Problem]:
    """What is wrong with the *words* of *key*: a way to write dates, or a list of names."""
    if key in _LISTS:
        number = len(words.split())
        message = f'"{key}" has {number} names, and must have {_LISTS[key]}'
        hint = "write one for each, with blanks between"
        return [Problem(where, "strings-dates", message, hint)] if number != _LISTS[key] else []
    held = _placeholders(words) or set()
    missing = {*_DATES[key].split()} - held
    if held <= _PARTS and not missing and not held.isdisjoint({"month", "short"}):
        return []
    message = f'"{key}" does not say a date that a reader understands'
    needed = "".join(f"{{{part}}}, " for part in _DATES[key].split())
    hint = f"write {needed}and {{month}} or {{short}}; there is {{weekday}} too, and no other part"
    return [Problem(where, "strings-dates", message, hint)]


_FORM = re.compile(r"(count_\w+)_(?:zero|one|two|few|many)")


def _is_form(key: str, ours: Mapping[str, str]) -> bool:
    """Whether *key* is a form of a noun that English has not."""
    found = _FORM.fullmatch(key)
    return found is not None and f"{found[1]}_other" in ours


def keys_said(layouts: Iterable[str]) -> frozenset[str]:
    """The keys that the texts *layouts* ask for."""
    return frozenset(key for text in layouts for key in _SAID.findall(text))


def unknown_strings(layout: str, strings: Mapping[str, str], place: str) -> list[Problem]:
    """The keys that the text *layout* of the file *place* asks for, and that *strings* has not."""
    problems = []
    for found in _SAID.finditer(layout):
        if found[1] not in strings:
            line, start = layout.count("\n", 0, found.start(1)) + 1, layout.rfind("\n", 0, found.start(1))
            where = Location(place, line, found.start(1) - start)
            message, hint = f'there are no words for "{found[1]}"', f"use a key of the default theme's {FILE}"
            problems.append(Problem(where, "strings-key", message, hint))
    return problems


def _placeholders(words: str) -> set[str] | None:
    """The names in braces of *words*; None where one is more than a name."""
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        return None
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not conversion for _, _, spec, conversion in parts)
    return names if plain and all(re.fullmatch(r"[a-z_]+", name) for name in names) else None
