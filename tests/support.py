"""What tests of whole sites share: a site made from texts, built in this process, and a folder read as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sitegen.build import Options, Report, build
from sitegen.config import Config
from sitegen.config_file import load_config
from sitegen.errors import SitegenError
from sitegen.executors import Executor, SerialExecutor

Files = Mapping[str, str]
Tree = dict[str, bytes]

SETTINGS = """\
format: 1
id: "tests.sitegen.invalid,2026-11-22"
title: The Small Archive
published: false
zone: UTC
"""
"""Settings that leave dates, slugs and anchors free to change."""
PUBLISHED = SETTINGS.replace("published: false\n", "")


def liveblog(title: str, day: str, updates: Sequence[str], **said: str) -> str:
    """A content file: *updates* are each a heading without its mark, a line end and a body; *said* is more front matter."""
    matter = "".join(f"{name}: {value}\n" for name, value in {"title": title, "date": day, **said}.items())
    return f"---\n{matter}---\n" + "".join(f"\n## {update}\n" for update in updates)


def update(clock: str, body: str, attributes: str = "") -> str:
    """An update for ``liveblog``."""
    return f"{clock}{' {' + attributes + '}' if attributes else ''}\n\n{body}\n"


def make_site(root: Path, files: Files) -> Path:
    """*root* with *files* (path -> text) written into it; ``site.yaml`` is ``SETTINGS`` where it is not given."""
    for path, text in {"site.yaml": SETTINGS, **files}.items():
        write(root / path, text)
    return root


def write(path: Path, text: str) -> None:
    """Write *text* to *path* as it is, folders made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def replace_in(path: Path, old: str, new: str) -> None:
    """Replace the one *old* in *path* by *new*."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    write(path, text.replace(old, new))


def build_site(
    root: Path,
    output: str = "output",
    *,
    executor: Executor | None = None,
    config: Config | None = None,
    drafts: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    clean: bool = False,
    search: bool = False,
    is_known: bool = False,
) -> Report:
    """Build the site in *root* in this process; raises what ``build`` raises."""
    options = Options(root / output, drafts, strict, dry_run, clean, search=search, is_known=is_known)
    return build(root, config or load_config(root / "site.yaml"), options, executor or SerialExecutor(), _be_silent)


def _be_silent(stage: str, done: int, total: int) -> None:
    """Say nothing of how far a stage is."""


def read_tree(folder: Path) -> Tree:
    """Every file below *folder*, by its path with ``/``; an empty folder by its path with ``/`` at the end."""
    found: Tree = {}
    for entry in sorted(folder.rglob("*")):
        path = entry.relative_to(folder).as_posix()
        if entry.is_file():
            found[path] = entry.read_bytes()
        elif not any(entry.iterdir()):
            found[path + "/"] = b""
    return found


def difference(found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> str:
    """The first file and line in which two trees differ, "" for equal ones."""
    for path in sorted(found.keys() | expected.keys()):
        if path not in expected:
            return f"{path}: is there, and should not be"
        if path not in found:
            return f"{path}: is missing"
        if found[path] != expected[path]:
            return _first_line(path, found[path], expected[path])
    return ""


def _first_line(path: str, found: bytes, expected: bytes) -> str:
    left, right = found.split(b"\n"), expected.split(b"\n")
    number = next(
        (number for number, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )
    said = [lines[number].decode("utf-8", "replace") if number < len(lines) else "(no line)" for lines in (left, right)]
    return f"{path}:{number + 1}:\n  found:    {said[0]}\n  expected: {said[1]}"


def codes_of(error: SitegenError) -> list[str]:
    """The codes of the errors among the problems of *error*, in their order."""
    return [problem.code for problem in error.problems if problem.is_error]
