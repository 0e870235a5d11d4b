"""Updates and live blogs taken down: out of the content, and withheld in the ledger, whose notice keeps the address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.backups import Backup
from sitegen.config import Config
from sitegen.content.ledger import LIVE, PATH, Key, Promise, State, is_address, write_ledger
from sitegen.content.reader import ContentFile, loads
from sitegen.content.writer import dumps
from sitegen.files import decode, read_record
from sitegen.index.queries import Queries
from sitegen.ledgers.names import Named
from sitegen.takedown.cutting import cut_updates, without_anchors


@dataclass(frozen=True, slots=True)
class Archive:
    """What a takedown works on: the index of the content, the ledger, and the backup through which it writes."""

    queries: Queries
    config: Config
    vocabulary: frozenset[str]
    promises: Mapping[Key, Promise]
    backup: Backup
    today: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done to one live blog: its *anchors* that are withheld now, and those of updates that never were published.

    *path* is its content file, "" where it has left already; *whole* says that the file is gone.
    """

    liveblog: str
    path: str
    anchors: tuple[str, ...]
    unpublished: tuple[str, ...]
    whole: bool


def withhold(archive: Archive, names: Iterable[Named]) -> list[Taken]:
    """Take *names* down. The ledger is first: if this dies in the middle, a build refuses to publish what is left.

    Each file is written through the backup of *archive*. Raises OSError.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for one in names:
        wanted[one.liveblog].add(one.anchor)
    plans = [_plan(archive, liveblog, anchors) for liveblog, anchors in wanted.items()]
    for taken in plans:
        if taken.path:
            archive.backup.keep(taken.path)
    marked = {
        (taken.liveblog, anchor): Promise(State.WITHHELD, said=archive.today.isoformat())
        for taken in plans
        for anchor in taken.anchors
    }
    # An alias goes with the content file, and was cited all the same.
    whole = (archive.queries.head_of(taken.liveblog) for taken in plans if taken.whole)
    marked |= {
        (head.id, url): LIVE for head in whole if head for url in archive.queries.aliases(head) if " " not in url
    }
    if marked:
        archive.backup.record(PATH, write_ledger({**archive.promises, **marked}))
    for taken in plans:
        if taken.path:
            _take_out(archive, taken)
    return plans


def _plan(archive: Archive, liveblog: str, anchors: Collection[str]) -> Taken:
    """What taking *anchors* of *liveblog* down means; "" among them stands for all of it."""
    head = archive.queries.head_of(liveblog)
    here = [entry.anchor for entry in archive.queries.entries(head)] if head else []
    promised = [
        name
        for (owner, name), promise in archive.promises.items()
        if owner == liveblog and not is_address(name) and (promise.state is not State.WITHHELD or name in here)
    ]
    whole = "" in anchors
    published = [name for name in promised if whole or name in anchors]
    others = [name for name in here if (whole or name in anchors) and (liveblog, name) not in archive.promises]
    return Taken(liveblog, head.path if head else "", tuple(published), tuple(others), whole)


def _take_out(archive: Archive, taken: Taken) -> None:
    """The words of *taken* out of its file, with the pictures beside it that nothing shows any more."""
    content, text = _read(archive, taken.path)
    if taken.whole:
        archive.backup.remove(taken.path)
        new = ""
    else:
        anchors = {*taken.anchors, *taken.unpublished}
        new = _without(text, content, anchors)
        if new != text:
            archive.backup.replace(taken.path, new)
    _remove_pictures(archive, taken.path, text, new)


def _without(text: str, content: ContentFile, anchors: Collection[str]) -> str:
    blog = content.liveblog
    less = without_anchors(blog, anchors)
    if less.corrections != blog.corrections:  # what they say of the update may be its words
        return dumps(less)
    lines = [line for line, update in zip(content.lines, blog.updates, strict=True) if update.anchor in anchors]
    return cut_updates(text, content.lines, lines) if lines else text


def _read(archive: Archive, path: str) -> tuple[ContentFile, str]:
    text = decode(read_record(archive.backup.root, path), path)
    assert isinstance(text, str), "the index holds only what can be read"
    return loads(text, path, archive.config, archive.vocabulary), text


def _remove_pictures(archive: Archive, path: str, old: str, new: str) -> None:
    """Remove the pictures beside *path* that its *old* text names, and no text beside them names now."""
    root = archive.backup.root
    folder = (root / path).parent
    texts = [new, *(file.read_text("utf-8", "replace") for file in folder.glob("*.md") if file != root / path)]
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (
            file.is_file()
            and file.suffix != ".md"
            and _names(old, file.name)
            and not any(_names(text, file.name) for text in texts)
        ):
            archive.backup.remove(file.relative_to(root).as_posix())


def _names(text: str, name: str) -> bool:
    return name in text or name.replace(" ", "%20") in text
