"""Citations of a live blog and of an update: as text in three styles, and in the three formats of reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sitegen.config import ClockStyle
from sitegen.json_value import Json
from sitegen.pages.formats import clock, offset

STYLES = ("APA", "MLA", "Chicago")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_ARKS = "https://n2t.net/"  # which resolves the ARKs of all that assign them
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says of a live blog, or of one update of it. All is plain text.

    *author* is a person or the original publisher, *container* the archive. *title* is the update's own, or its first
    sentence; *liveblog* the headline of its live blog, "" where the live blog itself is cited. *at* is None for a live blog
    without updates; *place* says whose clock it is ("Beirut time"). *url* is absolute; *cite_as* is what the archivist
    wants in its place: a DOI, an ARK, another address.
    """

    key: str
    author: str
    is_person: bool
    title: str
    liveblog: str
    container: str
    day: date
    at: datetime | None
    place: str
    url: str
    lang: str = ""
    cite_as: str = ""

    @property
    def address(self) -> str:
        """Where a reader finds it: the name that lasts longest."""
        found = _DOI.fullmatch(self.cite_as)
        if found:
            return f"https://doi.org/{found[1]}"
        return f"{_ARKS}{self.cite_as}" if self.cite_as.lower().startswith("ark:") else self.cite_as or self.url

    @property
    def doi(self) -> str:
        """The DOI alone, "" where there is none."""
        found = _DOI.fullmatch(self.cite_as)
        return found[1] if found else ""

    @property
    def moment(self) -> str:
        """The local clock with its zone, "7:30 p.m. Beirut time (UTC+2)", "" where only the day is known."""
        if self.at is None or not self.liveblog:
            return ""
        zone, difference = self.place, offset(self.at)
        return " ".join(
            filter(None, (clock(self.at, ClockStyle.AP), zone, "" if zone == difference else f"({difference})"))
        )


def texts(cited: Cited) -> tuple[tuple[str, str], ...]:
    """The citation in each of `STYLES`, as `as_text` gives it."""
    return tuple((style, as_text(cited, style)) for style in STYLES)


def as_text(cited: Cited, style: str) -> str:
    """The citation in *style*, one of `STYLES`, as plain text: italics are lost, as in any plain text.

    APA Style 7th ed. §10.16, MLA Handbook 9th ed. §5, The Chicago Manual of Style 18th ed. §14.104 (notes).
    """
    match style:
        case "APA":
            return _apa(cited)
        case "MLA":
            return _mla(cited)
        case _:
            return _chicago(cited)


def _apa(cited: Cited) -> str:
    day = f"({cited.day.year}, {_MONTHS[cited.day.month - 1]} {cited.day.day})"
    kind = f"[Live blog update, {cited.moment}]" if cited.liveblog else "[Live blog]"
    within = f" In {_closed(cited.liveblog)}" if cited.liveblog else ""
    lead = f"{_closed(_surname_first(cited))} {day}. " if cited.author else ""
    tail = "" if cited.author else f" {day}."
    return f"{lead}{_open(cited.title)} {kind}.{tail}{within} {_closed(cited.container)} {cited.address}"


def _mla(cited: Cited) -> str:
    day = f"{cited.day.day} {_MLA_MONTHS[cited.day.month - 1]} {cited.day.year}"
    author = f"{_closed(_surname_first(cited))} " if cited.author else ""
    within = f"{_open(cited.liveblog)}, " if cited.liveblog else ""
    when = f"{day}, {cited.moment}" if cited.moment else day
    return f"{author}{_quoted(cited.title, '.')} {within}{cited.container}, {when}, {cited.address}."


def _chicago(cited: Cited) -> str:
    day = f"{_MONTHS[cited.day.month - 1]} {cited.day.day}, {cited.day.year}"
    author = f"{cited.author}, " if cited.author else ""
    within = f"in {_quoted(cited.liveblog, ',')} " if cited.liveblog else ""
    when = f"{day}, {cited.moment}" if cited.moment else day
    return f"{author}{_quoted(cited.title, ',')} {within}{cited.container}, {when}, {cited.address}."


def _surname_first(cited: Cited) -> str:
    """The author as lists of works name one: a person by the last name, anything else as it is."""
    first, blank, last = cited.author.rpartition(" ")
    return f"{last}, {first}" if cited.is_person and blank else cited.author


def _open(text: str) -> str:
    """*text* without the full stop that would stand in the middle of a citation."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _quoted(text: str, mark: str) -> str:
    """*text* in quotation marks, with *mark* inside them as American styles want, unless it ends in one of its own."""
    text = _open(text)
    return f"“{text}”" if text.endswith(("?", "!", "…")) else f"“{text}{mark}”"


def csl_json(items: Iterable[Cited]) -> str:
    """*items* as CSL-JSON (Citation Style Language 1.0.2), a list of ``post-weblog``, one a line."""
    rows = ",\n".join(json.dumps(_csl(item), ensure_ascii=False) for item in items)
    return f"[\n{rows}\n]\n"


def _csl(cited: Cited) -> Json:
    found: dict[str, Json] = {"id": cited.key, "type": "post-weblog", "title": cited.title}
    if cited.author:
        given, blank, family = cited.author.rpartition(" ")
        split: Json = {"family": family, "given": given}
        found["author"] = [split if cited.is_person and blank else {"literal": cited.author}]
    found["container-title"] = cited.container
    if cited.liveblog:
        found["note"] = f"Update of {cited.moment}, in “{cited.liveblog}”"
    found["issued"] = {"date-parts": [[cited.day.year, cited.day.month, cited.day.day]]}
    found["URL"] = cited.url
    if cited.doi:
        found["DOI"] = cited.doi
    if cited.lang:
        found["language"] = cited.lang
    return found


def bibtex(items: Iterable[Cited]) -> str:
    """*items* as BibTeX, each a ``@misc``, the one type for pages that every style knows."""
    return "\n".join(_bibtex(item) for item in items)


_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def _bibtex(cited: Cited) -> str:
    note = f"Update of {cited.moment}, in “{cited.liveblog}”" if cited.liveblog else "Live blog"
    fields = {
        "author": "{" + _latex(cited.author) + "}" if cited.author and not cited.is_person else _latex(cited.author),
        "title": "{" + _latex(cited.title) + "}",  # braces twice: styles would put it in small letters
        "howpublished": _latex(cited.container),
        "year": str(cited.day.year),
        "month": _MONTHS[cited.day.month - 1][:3].lower(),
        "day": str(cited.day.day),
        "note": _latex(note),
        "doi": _latex(cited.doi),
        "url": cited.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
    }
    rows = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'},\n" for name, value in fields.items() if value
    ]
    return f"@misc{{{cited.key},\n{''.join(rows)}}}\n"


def _latex(text: str) -> str:
    return _one_line(text).translate(_LATEX)


def ris(items: Iterable[Cited]) -> str:
    """*items* as RIS, each of the type ``BLOG``; lines end in CR LF as the format wants."""
    return "".join(_ris(item) for item in items)


def _ris(cited: Cited) -> str:
    author = _surname_first(cited)
    rows = [("TY", "BLOG"), ("TI", cited.title), ("T2", cited.container), ("ID", cited.key)]
    if author:
        rows.insert(1, ("AU", author))
    if cited.liveblog:
        rows.append(("N1", f"Update of {cited.moment}, in “{cited.liveblog}”"))
    rows += [("PY", str(cited.day.year)), ("DA", f"{cited.day:%Y/%m/%d}/")]
    rows += [(tag, said) for tag, said in (("LA", cited.lang), ("DO", cited.doi), ("UR", cited.url)) if said]
    return "".join(f"{tag}  - {_one_line(said)}\r\n" for tag, said in (*rows, ("ER", "")))


def _one_line(text: str) -> str:
    """*text* without line breaks and controls: one could begin a field of its own."""
    if (
        text.isprintable() and "  " not in text and text == text.strip()
    ):  # as nearly all are, of which there may be many
        return text
    return " ".join(re.sub("[\0-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())
