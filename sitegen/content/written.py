"""The form in which sitegen itself writes front matter and headings, known at a glance by regular expressions.

Almost all files of an archive are in it, and reading them so takes a tenth of the time. Whatever differs in the least is
left to YAML and to the grammar of headings, which read these to the same values: a property test holds both to be equal.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from sitegen.config import Config
from sitegen.config_file import LANGUAGE, RIGHTS
from sitegen.content.aliases import Unusable, read_alias
from sitegen.content.beside import is_picture
from sitegen.content.front_matter import CITE_AS, CORRECTION, FENCE, ID, PICTURE, SOURCE
from sitegen.content.headings import RESERVED
from sitegen.filenames import SLUG
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source, ZoneSource
from sitegen.patterns import Pattern
from sitegen.zones import load_zone

# Days that are in every year: 29 February is left to the calendar, and so is the year 0.
_DAY = (
    r"(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_TITLE = r"[^\s\\{}](?:[^\n\\{}]*[^\s\\{}])?"
_ANCHOR = rf"(?!(?:{'|'.join(sorted(RESERVED))})[ }}])[a-z][a-z0-9-]*"
_VALUE = r'([^"\\\n]*)'
HEADING = re.compile(
    rf"## ({_DAY}) ({_CLOCK})(?: — ({_TITLE}))?"
    rf'(?: {{#({_ANCHOR})(?: topics="{_VALUE}")?( suggested)?( key)?(?: author="{_VALUE}")?(?: sid="{_VALUE}")?'
    rf'(?: lines="{_VALUE}")?}})?(?=\n|\Z)'
)
"""An update heading: its day, clock, title, anchor, topics, ``suggested``, ``key``, author, sid and lines.

`read_heading` reads in it the same, and neither an offset nor ``updated``.
"""

# What YAML reads as it stands (YAML 1.1 §5.1, §9.1): letters, digits and marks that mean nothing to it, and in double
# quotes all that can be printed, but for its escapes.
_QUOTED = r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"'
_SCALAR = re.compile(rf"[^\W_](?:[\w .,;()’/+-]*[\w.)])?|{_QUOTED}")
_NAME, _FLOW = "[a-z_0-9]+", rf"(?:[0-9a-z][0-9a-z-]*|{_QUOTED})"
_RECORD = re.compile(rf"\{{{_NAME}: {_FLOW}(?:, {_NAME}: {_FLOW})*\}}")
_PAIR = re.compile(rf"({_NAME}): ({_FLOW})")
_ESCAPE = re.compile(r'\\(["\\])')
_ITEM = re.compile("  - (.+)\n")
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_KINDS = {kind.value: kind for kind in CorrectionKind} | {"": CorrectionKind.CORRECTION}
_SWITCHES = {"": None, "true": True, "false": False}
_LONGEST = 1 << 16  # characters: a longer front matter is read by YAML, which has its limits

_ITEMS = "((?:  - .+\n)+)"
_FRONT_MATTER = re.compile(
    f"{FENCE}\nid: (.+)\ntitle: (.+)\n(?:kicker: (.+)\n)?slug: (.+)\ndate: ({_DATE})\n(?:dateline: (.+)\n)?"
    f"(?:zone: (.+)\n)?(?:zone_source: ({'|'.join(source.value for source in ZoneSource)})\n)?(?:publisher: (.+)\n)?"
    f"(?:lang: (.+)\n)?(draft: true\n)?(?:summary:\n{_ITEMS})?(?:pictures:\n{_ITEMS})?(?:sources:\n{_ITEMS})?"
    f"(?:corrections:\n{_ITEMS})?(?:aliases:\n{_ITEMS})?(?:cite_as: (.+)\n)?(?:rights: (.+)\n)?{FENCE}(?:\n|\\Z)"
)


class _UnlikeError(Exception):
    """A value is not as the writer would have written it."""


def read_written(text: str, config: Config) -> tuple[LiveBlog, int] | None:
    """The live blog, without its updates, of the front matter that opens *text*, and where the text below it begins.

    None where that is not in the form that `dumps` writes, or has a problem, or may have one.
    """
    found = _FRONT_MATTER.match(text)
    if found is None or found.end() > _LONGEST or not found[0].replace("\n", "").replace("\xa0", "").isprintable():
        return None
    name, title, kicker, slug, day, dateline, zone, zone_source, publisher, lang, draft, *rest = found.groups("")
    summary, pictures, sources, corrections, aliases, cite_as, rights = rest
    try:
        blog = LiveBlog(
            id=_name(name, ID),
            slug=_name(slug, SLUG),
            title=_stated(title),
            date=_date(day),
            zone=_zone(_text(zone) or config.zone),
            zone_source=ZoneSource(zone_source) if zone_source else ZoneSource.STATED,
            kicker=_text(kicker),
            dateline=_text(dateline),
            publisher=_text(publisher),
            lang=_language(_text(lang)),
            draft=bool(draft),
            summary=tuple(map(_stated, _ITEM.findall(summary))),
            pictures=tuple(_picture(_pairs(row, PICTURE)) for row in _ITEM.findall(pictures)),
            sources=tuple(_source(_pairs(row, SOURCE)) for row in _ITEM.findall(sources)),
            corrections=tuple(_correction(_pairs(row, CORRECTION)) for row in _ITEM.findall(corrections)),
            aliases=tuple(map(_alias, _ITEM.findall(aliases))),
            cite_as=_name(cite_as, CITE_AS) if cite_as else "",
            rights=_rights(_pairs(rights, RIGHTS)) if rights else Rights(),
        )
    except _UnlikeError:
        return None
    return blog, found.end()


def _text(said: str) -> str:
    """The text of the scalar *said*, "" for one of blanks, or for none."""
    if said and not _SCALAR.fullmatch(said):
        raise _UnlikeError
    return _unquoted(said)


def _unquoted(said: str) -> str:
    if said.startswith('"'):
        said = said[1:-1]
        said = _ESCAPE.sub(r"\1", said) if "\\" in said else said
    return "" if said.isspace() else said


def _stated(said: str) -> str:
    return _required(_text(said))


def _required(text: str) -> str:
    if not text:
        raise _UnlikeError
    return text


def _alias(said: str) -> str:
    text = _stated(said)
    if isinstance(read_alias(text), Unusable):
        raise _UnlikeError
    return text


def _name(said: str, shape: re.Pattern[str] | Pattern) -> str:
    text = _text(said)
    if shape.fullmatch(text):
        return text
    raise _UnlikeError


def _date(said: str) -> date:
    try:
        if re.fullmatch(_DATE, said):
            return date.fromisoformat(said)
    except ValueError:
        pass  # 2017-02-30
    raise _UnlikeError


def _zone(name: str) -> str:
    if load_zone(name) is None:
        raise _UnlikeError
    return name


def _language(text: str) -> str:
    if text and not LANGUAGE.fullmatch(text):
        raise _UnlikeError
    return text


def _pairs(row: str, keys: Collection[str]) -> dict[str, str]:
    """The texts of the record *row*, by their names, all of which are among *keys*."""
    found = _PAIR.findall(row) if _RECORD.fullmatch(row) else ()
    texts = {name: _unquoted(said) for name, said in found}
    if not texts or len(texts) < len(found) or not texts.keys() <= set(keys):
        raise _UnlikeError
    return texts


def _picture(said: dict[str, str]) -> Picture:
    if said.get("file") and not is_picture(said["file"]):
        raise _UnlikeError
    return Picture(**said)


def _source(said: dict[str, str]) -> Source:
    _required(said.get("seed", ""))
    return Source(**(dict.fromkeys(SOURCE, "") | said))


def _correction(said: dict[str, str]) -> Correction:
    text, kind = _required(said.get("text", "")), _KINDS.get(said.get("kind", ""))
    if kind is None:
        raise _UnlikeError
    return Correction(_date(said.get("when", "")), text, said.get("update", ""), kind)


def _rights(said: dict[str, str]) -> Rights:
    switches = [said.pop(name, "") for name in ("full_text", "pictures")]
    if not _SWITCHES.keys() >= set(switches):
        raise _UnlikeError
    full_text, pictures = (_SWITCHES[switch] for switch in switches)
    return Rights(**said, full_text=full_text, pictures=pictures)
