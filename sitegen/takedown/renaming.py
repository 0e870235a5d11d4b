"""Live blogs and pictures whose own names say a text: they get other names, and the addresses that say it are given up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from urllib.parse import quote

from sitegen.addresses import liveblog_url
from sitegen.content import imports_lock
from sitegen.content.beside import is_picture
from sitegen.content.ledger import PATH, Key, Promise, State, is_address, is_liveblog_url, read_ledger, write_ledger
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.files import decode, read_record
from sitegen.model import Head
from sitegen.takedown.searching import site_files
from sitegen.takedown.withholding import Archive

_INSTEAD = "withheld"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-")


@dataclass(frozen=True, slots=True)
class Renamed:
    """The file *old* of the site is called *new* now; *given_up* are addresses that lead nowhere any more."""

    old: str
    new: str
    given_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the live blog *head* will be called, and its file *path*; *aliases* are those that it has no more."""

    head: Head
    id: str
    slug: str
    aliases: tuple[str, ...]
    path: str

    @property
    def address(self) -> str:
        return liveblog_url(self.head.date, self.head.slug)

    @property
    def new_address(self) -> str:
        return liveblog_url(self.head.date, self.slug)


def rename_all(archive: Archive, pattern: re.Pattern[str]) -> list[Renamed]:
    """Give other names to all live blogs and pictures whose slug, id, alias or file *pattern* matches.

    Links of other content files follow. The ledger keeps what it promised, under the new names, but for the addresses that
    say the text: no page may lead on from them. It is written first: if this dies in the middle, a build refuses to
    publish, and doing it again completes it. Raises OSError.
    """
    promises, _ = read_ledger(read_record(archive.backup.root, PATH).decode("utf-8", "replace"))
    plans = list(_plans(archive, pattern, promises))
    for plan in plans:
        archive.backup.keep(plan.head.path)
    ids = {plan.head.id: plan.id for plan in plans} | _left(archive, pattern, promises)
    _rename_records(archive, pattern, promises, ids)
    # What is found by its old name is last, so that whoever does it again finds it.
    moves = {plan.address: plan.new_address for plan in plans if plan.address != plan.new_address}
    _change(archive, moves, (path for path in site_files(archive.backup.root) if path.endswith(".md")))
    for plan in plans:
        _rewrite(archive, plan, pattern)
    told = [Renamed(plan.head.path, plan.path, (*moves.keys() & {plan.address}, *plan.aliases)) for plan in plans]
    return [*told, *_rename_pictures(archive, pattern)]


def cleaned(pattern: re.Pattern[str], name: str) -> str:
    """*name*, a part of an address or of a file's name, with a neutral word for what *pattern* matches.

    >>> cleaned(re.compile("jane-?doe"), "jane-doe-is-held")
    'withheld-is-held'
    """
    return re.sub("-{2,}", "-", pattern.sub(_INSTEAD, name)).strip("-")


def _plans(archive: Archive, pattern: re.Pattern[str], promises: Mapping[Key, Promise]) -> Iterator[_Plan]:
    heads = list(archive.queries.heads())
    ids, taken = {head.id for head in heads}, {liveblog_url(head.date, head.slug) for head in heads}
    taken |= {_cleaned_url(pattern, name) for owner, name in promises if owner not in ids and is_liveblog_url(name)}
    files: set[str] = set()
    for head in heads:
        aliases = tuple(filter(pattern.search, archive.queries.aliases(head)))
        if not (aliases or any(map(pattern.search, (head.slug, head.id, head.path)))):
            continue
        anchors = {entry.anchor for entry in archive.queries.entries(head)}
        slug, liveblog = cleaned(pattern, head.slug), _cleaned_id(pattern, head.id)
        if slug != head.slug:
            slug = next(name for name in _numbered(slug) if liveblog_url(head.date, name) not in taken)
        if liveblog != head.id:
            free = (name for name in _numbered(liveblog) if name not in ids)
            liveblog = next(name for name in free if _is_its_own(name, anchors, promises))
        path = _free_path(archive, pattern, head.path, files)
        taken.add(liveblog_url(head.date, slug))
        ids.add(liveblog)
        files.add(path)
        yield _Plan(head, liveblog, slug, aliases, path)


def _free_path(archive: Archive, pattern: re.Pattern[str], path: str, taken: Collection[str]) -> str:
    """The file *path* with its name cleaned, which nothing has and that is none of *taken*; itself where it says nothing."""
    folder, _, name = path.rpartition("/")
    stem, mark, suffix = name.rpartition(".")
    if (new := cleaned(pattern, stem)) == stem:
        return path
    paths = (f"{folder}/{one}{mark}{suffix}" for one in _numbered(new))
    return next(one for one in paths if one not in taken and not (archive.backup.root / one).exists())


def _cleaned_id(pattern: re.Pattern[str], liveblog: str) -> str:
    """The id *liveblog* cleaned, but for the day before it, by which imports know what was withheld."""
    day, rest = (liveblog[:11], liveblog[11:]) if _DAY.match(liveblog) else ("", liveblog)
    return day + cleaned(pattern, rest)


def _cleaned_url(pattern: re.Pattern[str], url: str) -> str:
    """The address *url* of a live blog with its slug cleaned."""
    return f"{url[:12]}{cleaned(pattern, url[12:-1])}/"


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _is_its_own(liveblog: str, anchors: Collection[str], promises: Mapping[Key, Promise]) -> bool:
    """Whether the ledger has nothing of *liveblog*, or what an earlier attempt gave the live blog with *anchors*."""
    live = {name for (owner, name), one in promises.items() if owner == liveblog and one.state is State.LIVE}
    said = any(owner == liveblog for owner, _ in promises)
    return not said or any(name in anchors for name in live)


def _left(archive: Archive, pattern: re.Pattern[str], promises: Mapping[Key, Promise]) -> dict[str, str]:
    """The new ids of live blogs that have left the content and whose ids *pattern* matches."""
    known = {liveblog for liveblog, _ in promises} | {head.id for head in archive.queries.heads()}
    there = {head.id for head in archive.queries.heads()}
    found: dict[str, str] = {}
    for liveblog in sorted(known - there):
        if (name := _cleaned_id(pattern, liveblog)) != liveblog:
            found[liveblog] = next(one for one in _numbered(name) if one not in known)
            known.add(found[liveblog])
    return found


def _rename_records(
    archive: Archive, pattern: re.Pattern[str], promises: Mapping[Key, Promise], ids: Mapping[str, str]
) -> None:
    """Write the ledger and the record of imports under the new *ids*, without the addresses that *pattern* matches."""
    there = {head.id for head in archive.queries.heads()}
    kept: dict[Key, Promise] = {}
    for (liveblog, name), promise in promises.items():
        owner, mark, anchor = promise.said.partition("#")
        said = replace(promise, said=f"{ids.get(owner, owner)}{mark}{anchor}")
        if not (is_address(name) and pattern.search(name)):
            kept[ids.get(liveblog, liveblog), name] = said
        elif liveblog not in there and is_liveblog_url(name):  # its notices stay, at an address that says nothing
            kept[ids.get(liveblog, liveblog), _cleaned_url(pattern, name)] = said
    if kept != promises:
        archive.backup.record(PATH, write_ledger(kept))
    rows, _ = imports_lock.read_lock(read_record(archive.backup.root, imports_lock.PATH))
    renamed = [replace(row, liveblog=ids.get(row.liveblog, row.liveblog)) for row in rows]
    if renamed != rows:
        archive.backup.record(imports_lock.PATH, imports_lock.write_lock(renamed))


def _rewrite(archive: Archive, plan: _Plan, pattern: re.Pattern[str]) -> None:
    text = _text(archive, plan.head.path)
    blog = loads(text, plan.head.path, archive.config, archive.vocabulary).liveblog
    aliases = tuple(alias for alias in blog.aliases if not pattern.search(alias))
    archive.backup.replace(plan.head.path, dumps(replace(blog, id=plan.id, slug=plan.slug, aliases=aliases)))
    if plan.path != plan.head.path:
        archive.backup.rename(plan.head.path, plan.path)


def _rename_pictures(archive: Archive, pattern: re.Pattern[str]) -> Iterator[Renamed]:
    """Rename pictures beside content files, in these too."""
    root = archive.backup.root
    texts = [path for path in site_files(root) if path.endswith(".md")]
    for file in sorted((root / "content").rglob("*")):
        path = file.relative_to(root).as_posix()
        if not is_picture(file.name) or not pattern.search(file.name) or not file.is_file() or file.is_symlink():
            continue
        new = _free_path(archive, pattern, path, ())
        name = new.rpartition("/")[2]
        names = {file.name: name, quote(file.name): quote(name)}
        _change(archive, names, (text for text in texts if (root / text).parent == file.parent))
        archive.backup.rename(path, new)
        yield Renamed(path, new)


def _change(archive: Archive, words: Mapping[str, str], paths: Iterable[str]) -> None:
    """Write other *words* for those that are their keys, in the files *paths*."""
    for path in paths:
        text = new = _text(archive, path)
        for old, word in words.items():
            new = new.replace(old, word)
        if new != text:
            archive.backup.replace(path, new)


def _text(archive: Archive, path: str) -> str:
    text = decode(read_record(archive.backup.root, path), path)
    assert isinstance(text, str), "the index holds only what can be read"
    return text
