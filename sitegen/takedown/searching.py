"""A text looked for in everything that a site publishes or packs, and taken out of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from sitegen.content.beside import is_picture
from sitegen.content.front_matter import split
from sitegen.content.imports_lock import PATH as IMPORTS
from sitegen.content.ledger import LIVE, Key, State, is_address, read_ledger, write_ledger
from sitegen.content.ledger import PATH as LEDGER
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.errors import Location, Problem, Severity
from sitegen.files import OWN_PAGES, decode, read_plain, read_record
from sitegen.ledgers.names import Named
from sitegen.takedown.cutting import escaped, replaced
from sitegen.takedown.matching import Occurrence, occurrences, says, unwritten, without
from sitegen.takedown.withholding import Archive

_ENCODINGS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
_TEXT = (".md", ".yaml", ".html", ".css", ".js", ".svg", ".txt", ".xml", ".json")


_EXCERPT = 80  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence of the text in the file *path* of the site."""

    path: str
    place: Occurrence

    @property
    def where(self) -> Location:
        """Where it stands."""
        return Location(self.path, self.place.line, self.place.column)


def search(root: Path, pattern: re.Pattern[str], passed: re.Pattern[str] | None = None) -> list[Found]:
    """Every occurrence in the content, the settings and the site's own layouts, by file and place.

    Lines that say it as YAML, Markdown and HTML write it otherwise come after these; the first one, where it is over lines.
    Of live blogs, what *passed* matches is passed over.
    """
    found = []
    for path in site_files(root):
        text = text_of(root, path)
        if passed and is_live_blog(path):
            text = passed.sub(lambda match: " " * len(match[0]), text)
        places = list(occurrences(pattern, text))
        found += [Found(path, place) for place in (*places, *_unwritten(pattern, text, places))]
    return found


def _unwritten(pattern: re.Pattern[str], text: str, places: Sequence[Occurrence]) -> Iterator[Occurrence]:
    if pattern.search(unwritten(text)):
        known = {place.line for place in places}
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if number not in known]
        found = [(number, line) for number, line in lines if pattern.search(unwritten(line))]
        for number, line in found or ([] if places else [(1, text)]):
            yield Occurrence(0, 0, number, 1, " ".join(line.split())[:_EXCERPT])


def site_files(root: Path) -> Iterator[str]:
    """The settings, the content and the site's own layouts, as far as they are texts."""
    yield "site.yaml"
    for folder in ("content", "layouts"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _TEXT and path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def text_of(root: Path, path: str) -> str:
    """The text of the file *path* of the site; "" for what is none: nothing is found in it, and no build publishes it."""
    data = read_plain(root / path, path)
    text = decode(data, path) if isinstance(data, bytes) else None
    return text if isinstance(text, str) else ""


def is_live_blog(path: str) -> bool:
    """Whether *path* is that of a live blog's content file."""
    return path.startswith("content/") and path.endswith(".md") and not path.startswith(OWN_PAGES)


def updates_with(archive: Archive, pattern: re.Pattern[str], paths: Sequence[str]) -> list[Named]:
    """The updates of the live blogs at *paths* whose words, title or author *pattern* matches."""
    found = []
    for path in paths:
        blog = loads(text_of(archive.backup.root, path), path, archive.config, archive.vocabulary).liveblog
        found += [
            Named(blog.id, update.anchor)
            for update in blog.updates
            if update.anchor and _is_said(pattern, (update.body, update.title, update.author))
        ]
    return found


def _is_said(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) or pattern.search(unwritten(text)) for text in texts)


def replace_all(archive: Archive, pattern: re.Pattern[str], by: str, paths: Sequence[str]) -> list[str]:
    """Replace every occurrence in the texts of the live blogs and own pages at *paths*; the files that changed.

    The ledger forgets the first words of each update that changes: the next build learns them anew.
    """
    root, new, fresh = archive.backup.root, dict[str, str](), set[Key]()
    for path in paths:
        text = text_of(root, path)
        if is_live_blog(path):
            blog = loads(text, path, archive.config, archive.vocabulary).liveblog
            less = replaced(blog, pattern, by, archive.today)
            fresh |= {(blog.id, update.anchor) for update in set(blog.updates) - set(less.updates)}
            new[path] = dumps(less) if less != blog else text
        else:
            new[path] = _own_page(text, path, pattern, by)
        if new[path] == text:
            del new[path]
    for path in new:
        archive.backup.keep(path)
    promises, _ = read_ledger(read_record(root, LEDGER).decode("utf-8", "replace"))
    if forgotten := {key: LIVE for key in fresh if promises.get(key, LIVE).state is State.LIVE and key in promises}:
        archive.backup.record(LEDGER, write_ledger({**promises, **forgotten}))
    for path, changed in new.items():
        archive.backup.replace(path, changed)
    return list(new)


def _own_page(text: str, path: str, pattern: re.Pattern[str], by: str) -> str:
    """An own page with its text replaced; its front matter is for a person, who knows how it is quoted."""
    _, lines, first, problems = split(text, path)
    if problems:
        return text
    head = "\n".join(text.split("\n")[: first - 1])
    return f"{head}\n" + without(pattern, escaped(by), "\n".join(lines))


def left_over(archive: Archive, pattern: re.Pattern[str], renamed: Collection[str] = ()) -> Iterator[Problem]:
    """A warning for each place and each name that still says the text (by its loose pattern), with what a person can do.

    The files *renamed* are not what the index says of them any more.
    """
    root = archive.backup.root
    for found in search(root, pattern, _NAMING):
        yield _warning(found.where, "it still stands here", _remedy(found.path))
    yield from _hidden(root, pattern)
    heads = [head for head in archive.queries.heads() if head.path not in renamed]
    for head in heads:
        words = {"slug": head.slug, "id": head.id, "file": head.path.rpartition("/")[2]}
        for name, value in words.items():
            if says(pattern, value):
                yield _warning(Location(head.path), f"the {name} of this live blog says it: {value}", _NAME)
    for folder in ("content", "layouts"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not is_live_blog(name) and pattern.search(path.name):
                hint = _NAME if is_picture(path.name) and folder == "content" else "rename the file"
                yield _warning(Location(name), f"the name of this file says it: {path.name}", hint)
    yield from _promised(archive, pattern, {head.id for head in heads})


def _hidden(root: Path, pattern: re.Pattern[str]) -> Iterator[Problem]:
    """A warning for each line that says the text percent-encoded alone, and each picture whose bytes say it."""
    for path in site_files(root):
        for number, line in enumerate(text_of(root, path).split("\n"), 1):
            if "%" in line and not pattern.search(line) and pattern.search(unquote(line)):
                yield _warning(
                    Location(path, number, 1), "it still stands here, percent-encoded", "take it out by hand"
                )
    for file in sorted([*(root / "content").rglob("*"), *(root / "layouts" / "static").rglob("*")]):
        if file.is_file() and not file.is_symlink() and file.suffix not in _TEXT:
            path = file.relative_to(root).as_posix()
            data = read_plain(file, path)
            texts = [data.decode(how, "ignore") for how in _ENCODINGS] if isinstance(data, bytes) else []
            if path not in (LEDGER, IMPORTS) and any(map(pattern.search, texts)):
                hint = "take it out of what the file says of itself (Exif, IPTC, XMP), or put another file there"
                yield _warning(Location(path), "the bytes of this file say it", hint)


def _promised(archive: Archive, pattern: re.Pattern[str], told: Collection[str]) -> Iterator[Problem]:
    """A warning for each name of the ledger that says the text, but for the ids of live blogs that are *told* of."""
    promises, _ = read_ledger(read_record(archive.backup.root, LEDGER).decode("utf-8", "replace"))
    names = {liveblog for liveblog, _ in promises if liveblog not in told} | {name for _, name in promises}
    for name in sorted(name for name in names if says(pattern, name)):
        hint = _NAME if is_address(name) or name not in {anchor for _, anchor in promises} else _ANCHOR
        yield _warning(Location(LEDGER), f"what was promised says it: {name}", hint)


_NAMING = re.compile(r"^(?:id|slug):.*$", re.MULTILINE)  # lines of front matter of which the index is asked


_NAME = "run it again with --rename: it gets another name, and the addresses that say it are given up"
_ANCHOR = "give the update another anchor, and forget this one: sitegen anchors forget"


def _remedy(path: str) -> str:
    if path.endswith(".md"):
        return (
            "take it out by hand: it is part of an address, of a file's name or of front matter; or a topic: --rename"
        )
    return "if it is the slug of a topic, run it again with --rename; else take it out by hand"


def _warning(where: Location, message: str, hint: str) -> Problem:
    return Problem(where, "withheld-left", message, hint, Severity.WARNING)
