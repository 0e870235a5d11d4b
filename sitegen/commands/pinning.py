"""``sitegen pin``: anchors written into the headings that have none, and the id into a live blog that has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sitegen.backups import Backup
from sitegen.config import Config
from sitegen.content import ledger
from sitegen.content.anchors import mint_all, pin
from sitegen.content.reader import loads
from sitegen.errors import Location, Problem, UsageError
from sitegen.indexing import OWN_PAGES, decode, load_topics
from sitegen.promises import ledger_text


def pin_files(
    backup: Backup, config: Config, files: Sequence[Path]
) -> tuple[list[tuple[str, list[str]]], list[Problem]]:
    """Pin every update in *files* (none: in all of ``content/``): what was written into which file, and the problems.

    They are written through *backup*. A file with errors is left alone. Anchors that the ledger ever held are given to
    none.
    """
    root = backup.root
    promises, damaged = ledger.read_ledger(ledger_text(root))
    vocabulary = {topic.slug for topic in load_topics(root, config)}
    pinned, problems = [], list(damaged)
    for path in [] if damaged else _paths(root, files):
        read = decode((root / path).read_bytes(), path)
        if isinstance(read, Problem):
            problems.append(read)
            continue
        content = loads(read, path, config, vocabulary)
        if content.has_errors:
            problems += (problem for problem in content.problems if problem.is_error)
            continue
        blog = mint_all(content.liveblog, {anchor for owner, anchor in promises if owner == content.liveblog.id})
        before = content.liveblog.updates
        new = {
            line: update.anchor
            for line, update, old in zip(content.lines, blog.updates, before, strict=True)
            if not old.anchor
        }
        needs_id = any(problem.code == "no-id" for problem in content.problems)
        if new or needs_id:
            backup.replace(path, _pinned(root / path, new, f"id: {blog.id}" if needs_id else ""))
            pinned.append(
                (path, [*([f"id {blog.id}"] if needs_id else []), *(f"#{anchor}" for anchor in new.values())])
            )
    return pinned, problems


def _paths(root: Path, files: Sequence[Path]) -> Iterator[str]:
    if not files:
        found = sorted(path for path in (root / "content").rglob("*.md") if path.is_file() and not path.is_symlink())
        names = (path.relative_to(root).as_posix() for path in found)
        yield from (name for name in names if not name.startswith(OWN_PAGES))
    for file in files:
        path = (file if file.exists() else root / file).resolve()  # messages name files from the root of the site
        if not path.is_file() or not path.is_relative_to(root / "content"):
            hint = "name a file in content/"
            problem = Problem(Location(str(file)), "not-content", f'"{file}" is no content file of this site', hint)
            raise UsageError([problem])
        yield path.relative_to(root).as_posix()


def _pinned(path: Path, anchors: dict[int, str], id_line: str) -> str:
    """The text of the content file *path* with *anchors*, by the lines of their headings, and the *id_line*."""
    text = path.read_bytes().decode("utf-8")
    text = pin(text, anchors)
    if id_line:
        first, rest = text.split("\n", 1)
        text = f"{first}\n{id_line}{chr(13) if first.endswith(chr(13)) else ''}\n{rest}"
    return text
