"""Layouts as a value: the default theme overlaid by the site's files, each with all that it includes."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from sitegen.digests import digest
from sitegen.errors import ContentError, Location, Problem
from sitegen.files import check_name, decode, read_plain
from sitegen.pages import calendars
from sitegen.pages.interface import Interface, english
from sitegen.pages.strings import (
    ENGLISH,
    default_strings,
    file_of,
    keys_said,
    read_strings,
    unfit_strings,
    unknown_strings,
)
from sitegen.pages.theme import default_layouts

DEFAULT = "default/"
"""Names that begin with this always reach the default theme, so that an override can extend what it overrides."""


@dataclass(frozen=True)
class Layouts:
    """Name -> text of every layout. A value, so that it travels to any worker; *overridden* are the site's own names.

    *strings* are the words that layouts say, by their keys, in the language *lang*; *warnings* are of those.
    """

    texts: Mapping[str, str]
    overridden: frozenset[str]
    strings: Mapping[str, str] = field(default_factory=dict)
    lang: str = ENGLISH
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def digest(self) -> str:
        """The digest of all of them together."""
        return digest("\0".join(f"{name}\0{text}" for name, text in sorted(self.texts.items())) + self._said)

    @cached_property
    def _said(self) -> str:
        return "".join(f"\0{key}\0{words}" for key, words in sorted(self.strings.items()))

    @cached_property
    def closures(self) -> Mapping[str, str]:
        """For each layout the digest of it and all that it includes, extends or imports."""
        links = {name: frozenset(filter(None, _referenced(text))) for name, text in self.texts.items()}
        return {name: self._closure(name, links) for name in self.texts}

    @cached_property
    def is_plain(self) -> bool:
        """Whether every page has its ids and links as ours do: after a blank, in double quotes, and nothing like them."""
        return all(map(_is_plain, self.texts.values())) and not any(
            _makes_tags(self.texts[name]) for name in self.overridden
        )

    def recall(self, closures: Mapping[str, str]) -> None:
        """Take over `closures` from a time when the digest was the same: no layout need be parsed for them."""
        self.__dict__["closures"] = closures

    def place(self, name: str) -> str:
        """The path of the layout *name* for a message."""
        return f"layouts/{name.removeprefix(DEFAULT)}"

    def _closure(self, name: str, links: Mapping[str, frozenset[str]]) -> str:
        found, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += links.get(one, frozenset())
        return digest("\0".join(f"{one}\0{self.texts.get(one, '')}" for one in sorted(found)) + self._said)


# A comment, an element whose text is not parsed (but data for machines): what looks like a tag in there is none. A script
# in a file of its own has no text.
_UNPARSED = re.compile(
    r'<!--|<(?:textarea|style|script(?! type="application/ld\+json"| src="[^<>]*></script>))', re.IGNORECASE
)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_NAMED = re.compile(r"(?<![\w-])(?:id|href|src)\s*=", re.IGNORECASE)
_OURS = re.compile(r' (?:id|href|src)="')


def _is_plain(text: str) -> bool:
    if _UNPARSED.search(text):
        return False
    html = _JINJA.sub("", text)
    return all(
        _OURS.match(html, found.start() - 1) and _is_in_tag(html, found.start()) for found in _NAMED.finditer(html)
    )


def _makes_tags(text: str) -> bool:
    """Whether the layout *text* prints what may be a tag, or a part of one outside quotes, as far as can be told."""
    if "|safe" in text.replace(" ", "") or "Markup" in text:
        return True
    # An id or a link that the template puts together.
    if any(_NAMED.search(found[0]) for found in _JINJA.finditer(text)):
        return True
    kept = _JINJA.sub(lambda found: found[0] if found[0].startswith("{{") else "", text)
    printed = (found for found in _JINJA.finditer(kept) if not _TONGUE.search(found[0]))
    return any(_is_in_tag(_JINJA.sub(_blank, kept), found.start()) for found in printed)


# Prints a part of a tag that is none of those that are looked for: the filter, and what our own layouts call such parts.
_TONGUE = re.compile(r"(?:\|\s*tongue|\{\{-?\s*(?:tongue|home|attributes|level|element))\s*-?\}\}$")


def _blank(found: re.Match[str]) -> str:
    """As many blanks: what stands after them stays where it was."""
    return " " * len(found[0])


def _is_in_tag(html: str, place: int) -> bool:
    """Whether *place* is in a tag of *html*, between its attributes."""
    opened = html.rfind("<", 0, place)
    before = html[opened:place] if opened >= 0 else ">"
    return ">" not in before and "'" not in before and before.count('"') % 2 == 0


def read_layouts(folder: Path, language: str = ENGLISH) -> Layouts:
    """The default theme overlaid by the layouts in *folder*, which need not exist, with the words of *language*.

    Those are English where there are none in it.

    Raises ContentError with every layout that is no plain file, or not UTF-8. Whether all are templates, `check_layouts`
    says.
    """
    is_own = os.path.realpath(folder) != os.path.realpath(default_layouts())
    default, own = _texts(default_layouts()), _texts(folder) if is_own else {}
    texts = {**default, **{DEFAULT + name: text for name, text in default.items()}, **own}
    lang, strings, warnings = _strings(folder if is_own else None, language, keys_said(own.values()))
    return Layouts(texts, frozenset(own), strings, lang, warnings)


def _strings(
    folder: Path | None, language: str, said: Collection[str]
) -> tuple[str, Mapping[str, str], tuple[Problem, ...]]:
    """The tag of *language*, its words, ours overlaid by those in *folder*, and warnings of them.

    English ones where there are neither. *said* are the keys that the site's own layouts ask for.
    """
    primary = language.split("-")[0].lower()
    ours, (own, warnings) = default_strings(primary), _own_strings(folder, primary, said)
    if not (ours or own):
        primary, language = ENGLISH, ENGLISH
        ours, (own, warnings) = default_strings(ENGLISH), _own_strings(folder, ENGLISH, said)
    english = {key: words for key, words in default_strings(ENGLISH).items() if ours or key not in _CALENDAR}
    return language, {**english, **ours, **own}, warnings


_CALENDAR = frozenset(["months", "months_short"])
"""What Babel says of a language that a site brings along and does not say it itself."""


def _own_strings(
    folder: Path | None, lang: str, said: Collection[str]
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """The words of *lang* in the layouts in *folder*, and warnings. Raises ContentError with all that is wrong with them."""
    place = f"layouts/{file_of(lang)}"
    data = read_plain(folder / file_of(lang), place) if folder else None
    text = decode(data, place) if isinstance(data, bytes) else data
    if text is None:
        return {}, ()
    if not isinstance(text, str):
        raise ContentError([text])
    own, problems = read_strings(text, place)
    problems += unfit_strings(own, default_strings(ENGLISH), said, text, place)
    if not default_strings(lang) and "months" not in own and not calendars.is_known(lang):
        message = f'nothing says how "{lang}" writes dates'
        hint = 'add months: and the other keys of dates, or install the extra: pip install "sitegen[i18n]"'
        problems.append(Problem(Location(place), "strings-dates", message, hint))
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    return own, tuple(problems)


def words_of(layouts: Layouts) -> Interface:
    """The interface that *layouts* speak; English where they have no words, as in a test."""
    return Interface(layouts.lang, layouts.strings) if layouts.strings else english()


def check_layouts(layouts: Layouts) -> list[Problem]:
    """The problem of every layout that is not a template, or names another that there is not."""
    problems = [problem for name in layouts.texts if (problem := _syntax(layouts, name))]
    for name in sorted(layouts.overridden):
        problems += unknown_strings(layouts.texts[name], layouts.strings, layouts.place(name))
    return problems


def _texts(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.name
        if name.endswith(".html") and not name.startswith("."):
            place = f"layouts/{name}"
            data = check_name(place) or read_plain(path, place)
            text = decode(data, place) if isinstance(data, bytes) else data
            if isinstance(text, str):
                found[name] = text.replace("\r\n", "\n")
            elif text is not None:
                problems.append(text)
    if problems:
        raise ContentError(problems)
    return found


@lru_cache(maxsize=256)
def _referenced(text: str) -> tuple[str | None, ...]:
    """What a layout names, None for a variable; parsed once, since ours stand under two names. Raises as Jinja does."""
    import jinja2  # 60 ms, which a build that renders nothing does without
    from jinja2 import meta

    return tuple(meta.find_referenced_templates(jinja2.Environment(autoescape=True).parse(text)))


def _syntax(layouts: Layouts, name: str) -> Problem | None:
    from jinja2 import TemplateSyntaxError

    try:
        names = _referenced(layouts.texts[name])
    except TemplateSyntaxError as error:
        where = Location(layouts.place(name), error.lineno)
        return Problem(where, "layout-syntax", f"the layout cannot be read: {error.message}", "mend the template tag")
    except RecursionError:
        where = Location(layouts.place(name), 1)
        message = "the layout cannot be read: its tags nest too deep"
        return Problem(where, "layout-syntax", message, "make it simpler, or cut it into partials")
    for one in names:
        if one is None:
            hint = "name the file in quotes: what a layout includes must be known"
            where = Location(layouts.place(name), _line_of_variable_name(layouts.texts[name]))
            return Problem(where, "layout-variable", "a layout is named by a variable here", hint)
        if one not in layouts.texts:
            line = layouts.texts[name][: layouts.texts[name].find(one)].count("\n") + 1
            where = Location(layouts.place(name), line)
            return Problem(where, "layout-missing", f'there is no layout "{one}"', "name a file of layouts/")
    return None


def _line_of_variable_name(text: str) -> int:
    found = re.search(r"\{%-?\s*(?:extends|include|import|from)\s+[^\"'\s]", text)
    return text[: found.start()].count("\n") + 1 if found else 1
