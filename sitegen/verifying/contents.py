"""A content file held against the record of imports: what a person edited, added or took out since import wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Config
from sitegen.content.imports_lock import HEAD, digests
from sitegen.content.reader import ContentFile, loads
from sitegen.content.writer import dumps
from sitegen.errors import Location, Problem, Severity
from sitegen.files import decode
from sitegen.model import LiveBlog, Update
from sitegen.verifying.differences import first_difference
from sitegen.verifying.trials import ContentTrial


@dataclass(frozen=True, slots=True)
class Untouched:
    """What no person edited of a content file: whether its head is so, and updates with the lines of their headings."""

    path: str
    liveblog: LiveBlog
    head: bool
    updates: tuple[tuple[Update, int], ...]


def read_content(root: Path, config: Config, topics: Collection[str], path: str) -> ContentFile | None:
    """The content file at *path*; None where it cannot be read, which the build has told."""
    try:
        text = decode((root / path).read_bytes(), path)
    except OSError:
        return None
    if isinstance(text, Problem):
        return None
    content = loads(text, path, config, topics)
    return None if content.has_errors else content


def untouched(content: ContentFile, trial: ContentTrial, seed: str) -> Untouched:
    """What of *content* stands as import wrote it of *seed*."""
    blog, now = content.liveblog, digests(content.liveblog)
    locked = {row.anchor: row.digest for row in trial.rows if row.seed == seed}
    pairs = zip(blog.updates, content.lines, strict=True)
    same = tuple((one, line) for one, line in pairs if locked.get(one.anchor) == now[one.anchor])
    return Untouched(trial.path, blog, locked.get(HEAD) == now[HEAD], same)


def tell_edits(
    root: Path, config: Config, topics: Collection[str], trials: Sequence[ContentTrial]
) -> list[list[Problem]]:
    """Notes on what people did to each content file of *trials* since its import; made to run anywhere."""
    found = []
    for trial in trials:
        content = read_content(root, config, topics, trial.path)
        edits = list(_edits(content, trial)) if content and trial.rows else []
        if content and not trial.rows and content.liveblog.sources:
            message = "it names its seed, and the record of imports knows no live blog of this id"
            edits.append(_note(Location(trial.path, 1), "head-edited", message))
        if content and trial.rows and not edits:
            edits += _touched(root, trial.path, content.liveblog)
        found.append(edits)
    return found


def _touched(root: Path, path: str, blog: LiveBlog) -> Iterator[Problem]:
    """A note on a file that says what import wrote, in other letters: a blank more, say."""
    found, wanted = (root / path).read_bytes(), dumps(blog).encode()
    if found != wanted:
        at = first_difference(found, wanted)
        line, start = found.count(b"\n", 0, at) + 1, found.rfind(b"\n", 0, at) + 1
        where = Location(path, line, len(found[start:at].decode("utf-8", "ignore")) + 1)
        yield _note(where, "content-touched", "it says what import wrote, but not letter for letter: it parts here")


def _edits(content: ContentFile, trial: ContentTrial) -> Iterator[Problem]:
    now = digests(content.liveblog)
    locked = {row.anchor: row.digest for row in trial.rows}
    lines = {one.anchor: line for one, line in zip(content.liveblog.updates, content.lines, strict=True)}
    if locked.get(HEAD, now[HEAD]) != now[HEAD]:
        yield _note(
            Location(trial.path, 1), "head-edited", "the front matter or the standfirst was edited since import"
        )
    for anchor, line in lines.items():
        if anchor not in locked:
            yield _note(Location(trial.path, line), "update-added", "the update was added since import, by a person")
        elif locked[anchor] != now[anchor]:
            yield _note(Location(trial.path, line), "update-edited", "the update was edited since import")
    for anchor in sorted(locked.keys() - lines.keys() - {HEAD}):
        is_withheld = anchor in trial.withheld
        code = "update-withheld" if is_withheld else "update-removed"
        what = "withheld" if is_withheld else "taken out"
        yield _note(Location(trial.path), code, f"the update #{anchor} was {what} since import")


def _note(where: Location, code: str, message: str) -> Problem:
    return Problem(where, code, message, "compare it with its seed, and with version control", Severity.NOTE)
