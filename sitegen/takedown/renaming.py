"""Live blogs and pictures whose own names say a text: they get other names, and the addresses that say it are given up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import quote

from sitegen.addresses import liveblog_url
from sitegen.content import imports_lock
from sitegen.content.beside import is_picture
from sitegen.content.front_matter import split
from sitegen.content.ledger import PATH, Key, Promise, is_address, is_liveblog_url, read_ledger, write_ledger
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.filenames import LONGEST
from sitegen.files import read_record
from sitegen.model import Head
from sitegen.takedown.matching import DAY, says
from sitegen.takedown.searching import site_files, text_of
from sitegen.takedown.withholding import Archive

_INSTEAD = "withheld"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Renamed:
    """*old*, a file of the site or the id of a live blog that it has no more, is called *new* now.

    *given_up* are addresses that lead nowhere any more.
    """

    old: str
    new: str
    given_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the live blog *head* will be called, and its file *path*; *aliases* are those that it has no more."""

    head: Head
    id: str
    slug: str
    path: str
    aliases: tuple[str, ...]

    @property
    def moves(self) -> dict[str, str]:
        """The address of what once was at each address that it gives up."""
        new = liveblog_url(self.head.date, self.slug)
        own = [liveblog_url(self.head.date, self.head.slug)] if self.slug != self.head.slug else []
        return dict.fromkeys((*own, *self.aliases), new)


def rename_all(archive: Archive, pattern: re.Pattern[str]) -> list[Renamed]:
    """Give other names to all live blogs and pictures whose slug, id, alias or file *pattern* matches.

    Links of other content files by their address follow. The ledger keeps what it promised, under the new names, but for the
    addresses that say the text: no page may lead on from them. It is written first: if this dies in the middle, a build
    refuses to publish, and doing it again completes it, since a new name depends on the old one alone. Raises OSError.
    """
    promises, _ = read_ledger(read_record(archive.backup.root, PATH).decode("utf-8", "replace"))
    plans = list(_plans(archive, pattern))
    for plan in plans:
        archive.backup.keep(plan.head.path)
    _rename_records(archive, pattern, promises)
    # What is found by its old name is last, so that whoever does it again finds it.
    follow(archive, {old: new for plan in plans for old, new in plan.moves.items()})
    for plan in plans:
        _rewrite(archive, plan, pattern)
    given_up = {name: liveblog for liveblog, name in promises if is_address(name) and says(pattern, name)}
    told = [
        Renamed(plan.head.path, plan.path, tuple(dict.fromkeys([*plan.moves, *_of(plan.head.id, given_up)])))
        for plan in plans
    ]
    there = {head.id for head in archive.queries.heads()}
    told += [
        Renamed(liveblog, _cleaned_id(pattern, liveblog), tuple(_of(liveblog, given_up)))
        for liveblog in sorted(set(given_up.values()) - there)
    ]
    return [*told, *_rename_pictures(archive, pattern)]


def _of(liveblog: str, given_up: Mapping[str, str]) -> list[str]:
    """The addresses among *given_up*, address -> live blog, that were those of *liveblog*."""
    return sorted(address for address, owner in given_up.items() if owner == liveblog)


def cleaned(pattern: re.Pattern[str], name: str) -> str:
    """*name*, a slug or the stem of a file, with a neutral word for what *pattern* matches, and a digest to tell it apart.

    >>> cleaned(re.compile("jane-?doe"), "jane-doe-is-held"), cleaned(re.compile("jane-?doe"), "a-gate")
    ('withheld-is-held-39c10f', 'a-gate')
    """
    new = re.sub("-{2,}", "-", pattern.sub(_INSTEAD, name)).strip("-")
    if new == name:
        return name
    return f"{new[: LONGEST - _DIGITS - 1].rstrip('-')}-{sha256(name.encode()).hexdigest()[:_DIGITS]}"


def _plans(archive: Archive, pattern: re.Pattern[str]) -> Iterator[_Plan]:
    for head in archive.queries.heads():
        aliases = tuple(url for url in archive.queries.aliases(head) if says(pattern, url))
        new = (_cleaned_id(pattern, head.id), cleaned(pattern, head.slug), _cleaned_path(pattern, head.path))
        if aliases or new != (head.id, head.slug, head.path):
            yield _Plan(head, *new, aliases)


def _cleaned_id(pattern: re.Pattern[str], liveblog: str) -> str:
    """The id *liveblog* cleaned, but for the day before it, by which imports know what was withheld."""
    found = DAY.match(liveblog)
    day = found[0] if found else ""
    return day + cleaned(pattern, liveblog[len(day) :])


def _cleaned_url(pattern: re.Pattern[str], url: str) -> str:
    """The address *url* of a live blog with its slug cleaned."""
    return f"{url[:12]}{cleaned(pattern, url[12:-1])}/"


def _cleaned_path(pattern: re.Pattern[str], path: str) -> str:
    """The file *path* with the stem of its name cleaned."""
    folder, mark, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    return f"{folder}{mark}{cleaned(pattern, stem)}{dot}{suffix}"


def _rename_records(archive: Archive, pattern: re.Pattern[str], promises: Mapping[Key, Promise]) -> None:
    """Write the ledger and the record of imports under the new ids, without the addresses that *pattern* matches."""
    there = {head.id for head in archive.queries.heads()}
    there |= {_cleaned_id(pattern, liveblog) for liveblog in there}
    kept: dict[Key, Promise] = {}
    for (liveblog, name), promise in promises.items():
        owner, mark, anchor = promise.said.partition("#")
        said = replace(promise, said=f"{_cleaned_id(pattern, owner)}{mark}{anchor}") if mark else promise
        if not (is_address(name) and says(pattern, name)):
            kept[_cleaned_id(pattern, liveblog), name] = said
        elif liveblog not in there and is_liveblog_url(name):  # its notices stay, at an address that says nothing
            kept[_cleaned_id(pattern, liveblog), _cleaned_url(pattern, name)] = said
    for old in sorted({liveblog for liveblog, _ in promises} | {head.id for head in archive.queries.heads()}):
        if (new := _cleaned_id(pattern, old)) != old:
            archive.backup.note_rename("id", old, new)
    if kept != promises:
        archive.backup.record(PATH, write_ledger(kept))
    rows, _ = imports_lock.read_lock(read_record(archive.backup.root, imports_lock.PATH))
    renamed = [replace(row, liveblog=_cleaned_id(pattern, row.liveblog)) for row in rows]
    if renamed != rows:
        archive.backup.record(imports_lock.PATH, imports_lock.write_lock(renamed))


def follow(archive: Archive, moves: Mapping[str, str]) -> None:
    """Let links of this site by an address, or to what is below it, lead to where that has moved.

    They may be by its path, or with the base URL before it. Front matter says no links, but aliases, which are promises.
    """
    base = archive.config.base_url.rstrip("/")
    words = {**moves, **{f"{base}{old}": f"{base}{new}" for old, new in moves.items()}}
    for path in site_files(archive.backup.root) if moves else ():
        if path.startswith("content/") and path.endswith(".md"):
            text = text_of(archive.backup.root, path)
            body = "\n".join(split(text, path)[1])
            _replace(archive, path, text, text.removesuffix(body) + _saying(words, body))


def _saying(words: Mapping[str, str], text: str) -> str:
    """*text* with other *words* where one stands as a link or a name."""
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    link = re.compile(rf"(?<![^\s(<\"'])({names})(?:(?<=/)|(?=[\s)>\"'#?]|$))")
    return link.sub(lambda found: words[found[1]], text)


def _replace(archive: Archive, path: str, text: str, new: str) -> None:
    if new != text:
        archive.backup.replace(path, new)


def _rewrite(archive: Archive, plan: _Plan, pattern: re.Pattern[str]) -> None:
    text = text_of(archive.backup.root, plan.head.path)
    blog = loads(text, plan.head.path, archive.config, archive.vocabulary).liveblog
    aliases = tuple(alias for alias in blog.aliases if not says(pattern, alias))
    archive.backup.replace(plan.head.path, dumps(replace(blog, id=plan.id, slug=plan.slug, aliases=aliases)))
    if plan.path != plan.head.path:
        archive.backup.rename(plan.head.path, plan.path)


def _rename_pictures(archive: Archive, pattern: re.Pattern[str]) -> Iterator[Renamed]:
    """Rename pictures beside content files, in these too: first, so that whoever does it again finds the pictures."""
    root = archive.backup.root
    for folder in sorted({file.parent for file in (root / "content").rglob("*") if is_picture(file.name)}):
        names = [file.name for file in sorted(folder.iterdir()) if file.is_file() and not file.is_symlink()]
        new = {name: _cleaned_path(pattern, name) for name in names if is_picture(name)}
        new = {old: name for old, name in new.items() if name != old}
        words = {**new, **{quote(old): quote(name) for old, name in new.items()}}
        place = folder.relative_to(root).as_posix()
        for path in (f"{place}/{name}" for name in names if new and name.endswith(".md")):
            text = text_of(root, path)
            _replace(archive, path, text, _saying(words, text))
        for old, name in new.items():
            archive.backup.rename(f"{place}/{old}", f"{place}/{name}")
            yield Renamed(f"{place}/{old}", f"{place}/{name}")
