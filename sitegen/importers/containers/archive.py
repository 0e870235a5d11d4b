"""Zip and tar, plain or packed, and WACZ: each file in them is a seed of its own, with the sidecars that lie beside it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.budgets import (
    MOST_OF_CONTAINER,
    MOST_OF_SEED,
    OverBudgetError,
    over_budget,
    shown_size,
    too_large,
)
from sitegen.importers.containers.archive_members import ZIP, Cut, Member, Wanted, is_tar, members
from sitegen.importers.containers.unpacking import FAULTS, Unpacked, head_of, is_packed
from sitegen.importers.containers.warc_records import MAGIC
from sitegen.importers.folder import is_junk, is_sidecar
from sitegen.importers.seeds import INSIDE, SNIFFED, Attachment, Importer, Seed
from sitegen.importers.sidecars.sidecar import merge
from sitegen.importers.sidecars.sidecar_folder import Sidecars, gather, text_of_sidecar
from sitegen.importers.web.pictures import SUFFIX_OF, label_beside, picture_name, shown_in
from sitegen.patterns import Pattern
from sitegen.records.fields import quoted

# Files that belong to pages, and are none themselves.
_BESIDE_PAGES = frozenset({
    ".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".less", ".m4a", ".map", ".mjs", ".mov", ".mp3",
    ".mp4", ".ogg", ".otf", ".png", ".scss", ".svg", ".tif", ".tiff", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2",
})  # fmt: skip
_CONTAINERS = (".warc", ".warc.gz", ".wacz", ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".txz")
# Zips that are one document: the name of their first file, or how their own name ends.
_DOCUMENTS = (b"mimetype", b"[Content_Types].xml", b"AndroidManifest.xml", b"META-INF/")
_OF_DOCUMENTS = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub", ".jar", ".apk", ".whl", ".kmz"})
_CRAWL = Pattern(r"(?:.*/)?archive/[^/]+\.warc(?:\.gz)?")
_PACKED_NAME = Pattern(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)
_UNPRINTABLE = Pattern(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_LABEL = 200
_MOST_OF_SIDECARS = 4 << 20  # bytes: those of ten thousand seeds have one
_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})


@dataclass(slots=True)
class _Contents:
    """What lies in an archive: the *paths* of its files as seeds, in its order, texts of *sidecars*, names met *twice*.

    *pictures* gives the names that those have which can be read, by their paths.
    """

    paths: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    sidecars: dict[str, str | Problem] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)


def declines(seed: Seed) -> str:
    """Why *seed* is no archive: zip and tar have marks at their beginnings; gzip, bzip2 and xz are unpacked for one."""
    data = seed.data
    if data.startswith(ZIP):
        name = data[30 : 30 + max(map(len, _DOCUMENTS))]
        is_document = name.startswith(_DOCUMENTS) or PurePosixPath(seed.path).suffix.lower() in _OF_DOCUMENTS
        return "it is a document, not an archive" if is_document else ""
    if head_of(data[:SNIFFED], len(MAGIC)) == MAGIC:
        return "it is a crawl"
    if is_packed(data) or is_tar(data[:SNIFFED]):
        return ""
    return "it begins like no zip, tar, gzip, bzip2 or xz"


def read(seed: Seed, config: Config) -> Iterator[Seed | Attachment | Problem]:
    """A seed for each file of the archive *seed* that may be one, with what sidecars in it say; and what is wrong."""
    try:
        if is_packed(seed.data) and not _holds_tar(seed):
            yield from _read_single(seed)
            return
        yield from _read_members(seed, config, _look_through(seed))
    except OverBudgetError as error:
        yield over_budget(seed.path, error)


def _holds_tar(seed: Seed) -> bool:
    try:
        return is_tar(Unpacked(seed.data, seed.meter.inside()).read(SNIFFED))
    except FAULTS:
        return False


def _read_single(seed: Seed) -> Iterator[Seed | Problem]:
    """The one file that was packed without an archive."""
    label = _PACKED_NAME.sub("", PurePosixPath(seed.path).name) or "unnamed"
    path = f"{seed.path}{INSIDE}{label}"
    try:
        data = Unpacked(seed.data, seed.meter).read(_most_of(label) + 1)
    except FAULTS as error:
        hint = "find a whole copy of it"
        yield Problem(Location(seed.path), "broken-container", f"it cannot be unpacked: {error}", hint)
        return
    if len(data) > _most_of(label):
        yield too_large(path, 0, _most_of(label))
    else:
        seed.meter.count()
        yield Seed(path, data, seed.sidecar, meter=seed.meter.inside())


def _look_through(seed: Seed) -> _Contents:
    """The names of all files, and what sidecars among them say. Raises OverBudgetError."""
    contents, seen = _Contents(), dict[str, int]()
    left = _MOST_OF_SIDECARS

    def wanted(number: int, name: str, size: int) -> bool:
        nonlocal left
        left -= size if is_sidecar(name) else 0
        if left < 0:
            raise OverBudgetError(f"its sidecars have more than {shown_size(_MOST_OF_SIDECARS)}")
        return is_sidecar(name) or (_suffix(name) in SUFFIX_OF and size <= MOST_OF_SEED)

    for item in members(seed.data, seed.meter, wanted):
        if isinstance(item, Cut):
            break
        seed.meter.count()
        label = label_of(item.name)
        seen[label] = number = seen.get(label, 0) + 1
        if number > 1:
            contents.twice.append(label)
            label = _numbered(label, number)
        path = f"{seed.path}{INSIDE}{label}"
        contents.paths.append(path)
        if item.data and (suffix := SUFFIX_OF.get(_suffix(item.name))):
            contents.pictures[path] = picture_name(quote(path), item.data, suffix)
        elif item.data is not None:
            contents.sidecars[path] = text_of_sidecar(item.data, path)
    return contents


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def label_of(name: str) -> str:
    r"""The name of a member as a label: no file is ever opened by it, and it leads nowhere.

    >>> label_of("/etc/../a\\b.txt"), label_of("../..")
    ('etc/a/b.txt', 'unnamed')
    """
    end = _UNPRINTABLE.sub("\ufffd", name).replace("\\", "/")[-_LONGEST_LABEL:]
    parts = (part.strip() for part in end.split("/"))
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "unnamed"


def _numbered(label: str, number: int) -> str:
    """The label of the *number*-th member that has the same name.

    >>> _numbered("a/b.txt", 2)
    'a/b~2.txt'
    """
    path = PurePosixPath(label)
    return str(path.with_name(f"{path.stem}~{number}{path.suffix}"))


def _most_of(name: str) -> int:
    return MOST_OF_CONTAINER if name.lower().endswith(_CONTAINERS) else MOST_OF_SEED


def _read_members(seed: Seed, config: Config, contents: _Contents) -> Iterator[Seed | Attachment | Problem]:
    """The seeds in an archive, in its order, and what there is to say of the others."""
    is_crawl, chosen = _chosen(seed, config, contents.paths)
    sidecars = gather(contents.sidecars.items(), chosen)
    yield from sidecars.problems
    if contents.twice:
        message = f"two of its files are called {quoted(contents.twice[0])}: both are read"
        hint = "check which of them is meant, where they differ"
        yield Problem(Location(seed.path), "member-twice", message, hint, Severity.WARNING)
    skipped = (path for path in chosen if sidecars.said and sidecars.of(path).skip)
    said = {*contents.sidecars, *skipped}  # why they are not read is known
    chosen -= said
    pictures: dict[str, list[str]] = {}
    left: set[str] = set()
    for number, item in enumerate(members(seed.data, seed.meter, _wanted(contents.paths, chosen))):
        if isinstance(item, Cut):
            hint = "find a whole copy of it; what stands before was read"
            yield Problem(Location(seed.path), "broken-container", f"the archive is damaged: {item.why}", hint)
        elif item.is_file and (path := contents.paths[number]) in chosen:
            for one in _member(seed, path, item, sidecars):
                shown = _shown(seed, one, contents.pictures) if isinstance(one, Seed) else {}
                for picture in dict.fromkeys(shown.values()):
                    pictures.setdefault(picture, []).append(path)
                names = {address: contents.pictures[picture] for address, picture in shown.items()}
                yield replace(one, pictures=names) if isinstance(one, Seed) and names else one
        else:
            left |= {contents.paths[number]} - said
    yield from _attachments(seed, contents, pictures)
    if left := set() if is_crawl else left - pictures.keys():
        message = (
            f"files that were left aside, like styles, scripts, links and what systems leave behind: {len(left):,}"
        )
        yield Problem(Location(seed.path), "parts-left", message, "look through them if you miss one", Severity.NOTE)


def _wanted(paths: Sequence[str], chosen: Container[str]) -> Wanted:
    """Whether a member is among the *chosen* of *paths*; one that is cut off has no path: nobody has seen its end."""
    return lambda number, name, size: number < len(paths) and paths[number] in chosen and size <= _most_of(name)


def _shown(seed: Seed, page: Seed, there: Mapping[str, str]) -> dict[str, str]:
    """Which of the pictures that are *there* a *page* in the archive shows, by their addresses in it."""
    if not there or _suffix(page.path) not in _PAGES:
        return {}
    label = page.path.removeprefix(seed.path + INSIDE)
    found = {address: f"{seed.path}{INSIDE}{label_beside(address, label)}" for address in shown_in(page)}
    return {address: picture for address, picture in sorted(found.items()) if picture in there}


def _attachments(seed: Seed, contents: _Contents, shown: Mapping[str, list[str]]) -> Iterator[Attachment]:
    """The pictures that pages show, for each of these pages."""
    for number, item in enumerate(members(seed.data, seed.meter, _wanted(contents.paths, shown)) if shown else ()):
        if isinstance(item, Member) and item.data:
            path = contents.paths[number]
            yield from (Attachment(contents.pictures[path], item.data, page) for page in shown[path])


def _chosen(seed: Seed, config: Config, paths: list[str]) -> tuple[bool, set[str]]:
    """Whether the archive is a crawl (WACZ 1.1.1), and those of *paths* that may be seeds: of a crawl its WARC files."""
    labels = [path.removeprefix(seed.path + INSIDE) for path in paths]
    if "datapackage.json" in labels and any(map(_CRAWL.fullmatch, labels)):
        return True, {path for path, label in zip(paths, labels, strict=True) if _CRAWL.fullmatch(label)}
    below = {f"seeds/{label}" for label in labels}
    return False, {
        path
        for path, label in zip(paths, labels, strict=True)
        if PurePosixPath(label).suffix.lower() not in _BESIDE_PAGES
        and not is_junk(f"seeds/{label}", config.ignore, below)
    }


def _member(seed: Seed, path: str, item: Member, sidecars: Sidecars) -> Iterator[Seed | Problem]:
    """The seed that a member is; the sidecars beside it win over those of the archive."""
    if sidecars.errors and sidecars.faults(path):  # which were said
        return
    if item.data is None:
        if item.fault:
            hint = "take it out of the archive by hand, and put it into seeds/"
            yield Problem(Location(path), "broken-part", item.fault, hint)
        else:
            yield too_large(path, item.size, _most_of(item.name))
        return
    sidecar = merge(seed.sidecar, sidecars.of(path)) if sidecars.said else seed.sidecar
    yield Seed(path, item.data, sidecar, meter=seed.meter.inside())


ARCHIVE = Importer("archive", "zip and tar, packed or not, and WACZ, of which each file is read", declines, read, True)
"""The importer of archives."""
