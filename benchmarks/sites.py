"""The two sites of a corpus, laid out to be built: where they stand, how they are built, and what is edited in them."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Mode, settings, write_corpus
from benchmarks.processes import Program
from benchmarks.prose import Flavour
from benchmarks.vocabulary import NOUNS
from sitegen.pages.theme import default_layouts

_MEMORY = Path("/dev/shm")
_MEMORY_KINDS = ("tmpfs", "ramfs")
_PARTIAL = "_update.html"
_ATTRIBUTE = '<article class="update'
_UPDATE = re.compile(r"^## .*\n\n", re.MULTILINE)
_WORD = re.compile(r"(?<![^\s])[a-z]{4,}(?![^\s])")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are. *memory* is a folder on a file system in memory, or on disk where there is none."""

    hugo: Path
    cache: Path
    memory: Path
    disk: Path
    jobs: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One corpus as two sites, each with the program that builds it."""

    folder: Path
    ours: Program
    theirs: Program


def memory_folder() -> Path | None:
    """The folder of a file system in memory; None where the system has none."""
    for line in Path("/proc/mounts").read_text("utf-8").splitlines():
        _, folder, kind, *_ = line.split()
        if Path(folder) == _MEMORY and kind in _MEMORY_KINDS:
            return _MEMORY
    return None


def corpus_of(cache: Path, count: int, flavour: Flavour) -> Path:
    """The folder of a corpus in *cache*, made where it is not there yet."""
    folder = cache / f"{flavour.value}-{count}"
    if not folder.exists():
        making = folder.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        write_corpus(making, count, flavour)
        making.rename(folder)
    return folder


def lay_out(places: Places, folder: Path, count: int, flavour: Flavour) -> Pair:
    """A fresh copy of a corpus in *folder*, which is *places*' memory or disk."""
    place = folder / f"{flavour.value}-{count}"
    shutil.copytree(corpus_of(places.cache, count, flavour), place)
    return Pair(place, _sitegen(place / "sitegen", places.jobs), _hugo(places.hugo, place / "hugo"))


def remove(pair: Pair) -> None:
    """Remove the sites with all that was made of them."""
    shutil.rmtree(pair.folder)


def command(*arguments: str) -> tuple[str, ...]:
    """The command ``sitegen``, as users have it."""
    return (str(Path(sys.executable).with_name("sitegen")), *arguments)


def _sitegen(site: Path, jobs: int) -> Program:
    asked = ("--jobs", str(jobs)) if jobs else ()
    return Program(
        command("-C", str(site), "build", "--quiet", *asked),
        site.with_suffix(".log"),
        leftovers=(site / ".sitegen", site / "output", site / "content/anchors.lock"),
    )


def _hugo(binary: Path, site: Path) -> Program:
    return Program(
        (str(binary), "--quiet", "--source", str(site)),
        site.with_suffix(".log"),
        environment={"HUGO_CACHEDIR": str(site / "cache")},
        leftovers=tuple(site / name for name in ("public", "resources", "cache", ".hugo_build.lock")),
    )


def set_mode(pair: Pair, mode: Mode) -> None:
    """Give sitegen's site the pages of *mode*."""
    (pair.folder / "sitegen/site.yaml").write_text(settings(mode), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Spot:
    """One word of one update: the text of the file before it and after it."""

    file: Path
    before: str
    after: str


def find_spot(site: Path, *, is_lead: bool) -> Spot:
    """A word of the middle update of the middle live blog of sitegen's *site*: of its first words, or of its last."""
    files = sorted((site / "content").rglob("*.md"))
    file = files[len(files) // 2]
    text = file.read_text("utf-8")
    updates = list(_UPDATE.finditer(text))
    middle = len(updates) // 2
    words = list(_WORD.finditer(text, updates[middle].end(), updates[middle + 1].start()))
    word = words[0 if is_lead else -1]
    return Spot(file, text[: word.start()], text[word.end() :])


def put_word(spot: Spot, number: int) -> None:
    """Write another word at *spot* for each *number*."""
    spot.file.write_text(f"{spot.before}{NOUNS[number]}{spot.after}", encoding="utf-8")


def edit_partial(pair: Pair, number: int) -> None:
    """Give the site its own layout of an update, as ours but for an attribute that each *number* has anew."""
    text = (default_layouts() / _PARTIAL).read_text("utf-8")
    if _ATTRIBUTE not in text:
        raise RuntimeError(f"{_PARTIAL} has no {_ATTRIBUTE!r} any more: tell this benchmark what to edit")
    file = pair.folder / "sitegen/layouts" / _PARTIAL
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace(_ATTRIBUTE, _ATTRIBUTE.replace("class", f'data-edition="{number}" class')), "utf-8")
