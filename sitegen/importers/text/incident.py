"""Notices of incidents on status pages: front matter, an opening without a time, and updates in tags or shortcodes.

``<Update date="…">…</Update>`` is of MDX, ``{{< track "…" >}}`` of Hugo and its theme cState.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import dedent

from sitegen.config import Config
from sitegen.errors import Location, Problem
from sitegen.importers.exports.stated_times import Stated, instant_of, read_stated, zone_of_offsets
from sitegen.importers.seed_notes import undated
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.story import Post, Story, found
from sitegen.importers.text.front_matter import FrontMatter, Sort, author_of, first_of, sort_of, split_front_matter
from sitegen.importers.text.front_zone import with_front_matter
from sitegen.importers.text.log import Prose
from sitegen.importers.text.log_lines import with_fences
from sitegen.importers.text.plain_text import decode
from sitegen.importers.text.wire_times import find_zone
from sitegen.importers.web.loose_text import language_of
from sitegen.importers.web.markup import joined
from sitegen.model import ZoneSource
from sitegen.patterns import Pattern

# None of these looks beyond the next place where it could begin: a page of a million beginnings takes no longer.
_CODE_OF_MDX = Pattern(
    r"^(?:import\s[^\n]*['\"];?|export\s[^\n]*;)[ \t]*$|\{/\*(?:(?!\{/\*|\*/\}).)*+\*/\}", re.MULTILINE | re.DOTALL
)
_TAG = Pattern(r"<(/?)Update\b((?>\"[^\"<]*+\"|'[^'<]*+'|[^>\"'<])*+)>")
_ATTRIBUTE = Pattern(r"\b(?:date|time|datetime|at)\s{0,9}=\s{0,9}\{?\s{0,9}(?:new\s{1,9}Date\()?([\"'])(.*?)\1")
_TITLE = Pattern(r"\b(?:title|status)\s*=\s*\{?\s*([\"'])(.*?)\1")
_TRACK = Pattern(r"\{\{[<%]\s*track\s+[\"'`]?([^\"'`>%\n]{0,80}?)[\"'`]?\s*[>%]\}\}")
_PARAGRAPH = Pattern(r"\n[ \t]*\n")
_HEADING = Pattern(r"#{1,6}[ \t]+([^\n]+?)[ \t#]*\Z")
_DATES = ("date", "started", "created", "start")


@dataclass(frozen=True, slots=True)
class Entry:
    """One update as Markdown: its time as written, its text, the heading above it, and the place of its time in the body."""

    time: str
    text: str
    title: str
    start: int


def declines(seed: Seed) -> str:
    """Why *seed* is no notice of an incident."""
    sort = sort_of(seed)
    if sort is None:
        return "it has no front matter"
    return "" if sort is Sort.INCIDENT else f"behind its front matter is {sort.value}"


def read(seed: Seed, config: Config) -> Iterator[Found | Problem]:
    """The live blog that *seed* holds, and its problems."""
    text = decode(seed.data, seed.sidecar.encoding, seed.path)
    if isinstance(text, Problem):
        yield text
        return
    front = split_front_matter(text.removeprefix("\ufeff"), seed.path) or FrontMatter({}, text, 1)
    if isinstance(front, Problem):
        yield front
        return
    yield from front.problems
    body = _without_code(front.body)
    loose, entries = _entries(body)
    if not entries and body.strip() and (posted := first_of(front, *_DATES)):
        loose, entries = [], [Entry(posted, body, "", 0)]
    yield from _read_entries(seed, config, front, loose, entries)


def _without_code(body: str) -> str:
    """*body* with blanks for what MDX runs and nobody reads: imports, exports and comments, but not in fences."""
    fenced = [is_code for _, _, is_code in with_fences(body.split("\n"))]

    def blank(match: re.Match[str]) -> str:
        is_code = fenced[body.count("\n", 0, match.start())]
        return match[0] if is_code else "\n".join(" " * len(line) for line in match[0].split("\n"))

    return _CODE_OF_MDX.compiled.sub(blank, body)


def _entries(body: str) -> tuple[list[str], list[Entry]]:
    """The Markdown of *body* that has no time, and its updates."""
    return _tagged(body) if _TAG.search(body) else _tracked(body)


def _tagged(body: str) -> tuple[list[str], list[Entry]]:
    """As `_entries`, of ``<Update>``. What stands between two belongs to the one before, a heading to the one after."""
    loose: list[str] = []
    entries: list[Entry] = []
    at, opened, title = 0, "", ""
    start = 0
    marks = [(match.start(), match.end(), match[1], match[2]) for match in _TAG.finditer(body)]
    for begin, end, closing, attributes in [*marks, (len(body), len(body), "", "")]:
        text = body[at:begin]
        if opened:
            entries.append(_tag_entry(opened, text, title, start))
            opened, title = "", ""
        elif begin == len(body) or not entries:
            text, title = _without_heading(text) if begin < len(body) else (text, "")
            loose.append(text)
        else:
            text, title = _without_heading(text)
            entries[-1] = replace(entries[-1], text=f"{entries[-1].text}\n\n{text}".rstrip())
        if not closing:
            opened, start = attributes.rstrip("/ ") or " ", begin
            if attributes.rstrip().endswith("/"):
                entries.append(_tag_entry(opened, "", title, start))
                opened, title = "", ""
        at = end
    return loose, entries


def _tag_entry(attributes: str, text: str, title: str, start: int) -> Entry:
    time, own = _ATTRIBUTE.search(attributes), _TITLE.search(attributes)
    titles = (title, own[2] if own else "")
    return Entry(time[2] if time else "", dedent(text.strip("\n")), ": ".join(filter(None, titles)), start)


def _without_heading(text: str) -> tuple[str, str]:
    """*text* without the heading that ends it, and that heading."""
    before, _, last = text.rstrip().rpartition("\n")
    heading = _HEADING.match(last.strip())
    return (before, heading[1]) if heading else (text, "")


def _tracked(body: str) -> tuple[list[str], list[Entry]]:
    """As `_entries`, of ``track``: at the start of what it dates, up to the next one, or at the end, since the last one."""
    marks = list(_TRACK.finditer(body))
    if not marks:
        return [body], []
    edges = [0, *(match.end() for match in marks)]
    before = [body[edge : match.start()] for edge, match in zip(edges, marks, strict=False)]
    after = [
        body[match.end() : following]
        for match, following in zip(marks, [*(match.start() for match in marks[1:]), len(body)], strict=True)
    ]
    ends = sum(bool(_PARAGRAPH.compiled.split(text)[-1].strip()) for text in before)
    starts = sum(bool(_PARAGRAPH.compiled.split(text)[0].strip()) for text in after)
    if starts > ends:
        return [before[0]], [Entry(mark[1], text, "", mark.start()) for mark, text in zip(marks, after, strict=True)]
    opening, first = _last_paragraph(before[0])
    texts = [first, *before[1:]]
    return [opening, after[-1]], [
        Entry(mark[1], text, "", mark.start()) for mark, text in zip(marks, texts, strict=True)
    ]


def _last_paragraph(text: str) -> tuple[str, str]:
    """*text* up to its last paragraph, and that."""
    breaks = list(_PARAGRAPH.finditer(text.rstrip()))
    return (text[: breaks[-1].start()], text[breaks[-1].end() :]) if breaks else ("", text)


def _read_entries(
    seed: Seed, config: Config, front: FrontMatter, loose: Sequence[str], entries: Sequence[Entry]
) -> Iterator[Found | Problem]:
    place = find_zone(seed.path, seed.sidecar, loose, seed.sidecar.dateline, config)
    place, unread = with_front_matter(place, front, _DATES, loose, seed.path, config)
    yield from unread
    address = first_of(front, "canonical_url", "permalink", "url")
    prose = Prose.of(front.body, address if address.startswith(("http://", "https://")) else "")
    author = author_of(front)
    posts: list[Post] = []
    stated: list[Stated] = []
    for entry in entries:
        line = front.line + front.body.count("\n", 0, entry.start)
        time = read_stated(entry.time)
        at = instant_of(time, place.zone) if time else None
        if time is None or at is None:
            yield replace(undated(seed, f"in line {line}"), where=Location(seed.path, line))
            continue
        stated.append(time)
        posts.append(Post(at, prose.passage(entry.text), prose.passage(entry.title).seen, author, lines=str(line)))
    written = [time.wall for time in stated if time.wall.utcoffset() is not None]
    story = Story(
        title=first_of(front, "title", "name", "headline"),
        posts=tuple(posts),
        opening=joined(prose.passage(text) for text in loose if text.strip()),
        lang=language_of(first_of(front, "lang", "language")),
        zone=(place.name if place.source is ZoneSource.STATED else "")
        or zone_of_offsets(written, config)
        or next((time.zone for time in stated if time.zone), ""),
        url=prose.address,
    )
    if posts or not entries:
        yield from found(seed, config, INCIDENT.name, story)


INCIDENT = Importer("incident", "the notice of an incident on a status page, in Markdown or MDX", declines, read)
"""The importer of notices of incidents."""
