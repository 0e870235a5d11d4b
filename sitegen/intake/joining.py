"""Versions made one live blog: each proved by itself, then merged, with all that persons wrote kept as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sitegen.content.anchors import mint_all
from sitegen.content.imports_lock import HEAD, Written
from sitegen.content.naming import content_path
from sitegen.content.topics import Vocabulary
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.reading import ReadSeed, SeedJob, read_anywhere
from sitegen.importers.registry import importers
from sitegen.importers.union import Change, Union, united
from sitegen.importers.versions import Traits, is_related, traits_of
from sitegen.intake.earlier import Earlier
from sitegen.intake.gathering import Archive, Joint, Part, is_usable, likely_id, parts_of, sidecars_of
from sitegen.intake.merging import Merged, Origin, in_time, merge, minted, rows_of
from sitegen.intake.proving import given_by, proofs, tag
from sitegen.intake.takedowns import left_out
from sitegen.model import LiveBlog, Source

_SHOWN = 8  # anchors of one kind that a note names


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a live blog from before: the parts of its seeds *again*, and the seeds that cannot be read again.

    *rows* are what the lock says of it. *unread* are seeds that were read again and gave nothing, by path.
    """

    again: tuple[Part, ...] = ()
    missing: tuple[Origin, ...] = ()
    rows: tuple[Written, ...] = ()
    unread: Mapping[str, ReadSeed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    """What a joint came to: the live blog, the *path* of its content file, and its *rows* of the lock.

    *before* is what stood there, None where it is new. *notes* tell what changed.
    """

    liveblog: LiveBlog
    path: str
    rows: tuple[Written, ...]
    before: LiveBlog | None
    done: Merged
    notes: tuple[Problem, ...] = field(default=())

    @property
    def is_changed(self) -> bool:
        """Whether the content file is to be written."""
        return self.liveblog != self.before


def prove(archive: Archive, part: Part, joint: Joint, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """What would be lost of *part*, if it were the whole of *joint*."""
    blog = tag(part.liveblog, archive.topics, vocabulary)
    named = in_time(mint_all(replace(blog, id=joint.id, slug=joint.slug)))
    evidence = part.seed.evidence[part.place]
    return tuple(proofs(part.seed, [(named, evidence)], archive.config, archive.topics, given_by(part.sidecar)))


def known_of(archive: Archive, earlier: Earlier, asked: Collection[str] = ()) -> Known:
    """What is known of the live blog *earlier*. Of the seeds *asked* their bytes as they are now, else as they were."""
    blog = earlier.liveblog
    rows = tuple(archive.rows.get(blog.id, ()))
    found: dict[str, Origin] = {}
    missing = []
    by_sha: Mapping[str, str] = {}
    for origin in _origins(blog, rows):
        here = archive.digests.get(origin.seed)
        is_here = here == origin.sha256 or (here is not None and origin.seed in asked)
        if not is_here:  # it may have been moved
            by_sha = by_sha or {sha: path for path, sha in sorted(archive.digests.items(), reverse=True)}
        path = origin.seed if is_here else by_sha.get(origin.sha256, "")
        if not path or found.setdefault(path, origin).sha256 != origin.sha256:
            missing.append(origin)
    read = _read(archive, found)
    traits = traits_of(blog)
    again = tuple(part for _, parts in read.values() for part in _of_it(parts, blog, traits))
    given = {part.path for part in again}
    missing += [origin for path, origin in found.items() if path not in given]
    return Known(again, tuple(missing), rows, {path: seed for path, (seed, _) in read.items() if path not in given})


def _origins(blog: LiveBlog, rows: Iterable[Written]) -> list[Origin]:
    """The seeds of *blog*: those that the lock names, and where it is lost those that the front matter names."""
    named = {Origin(row.seed, row.sha256, row.importer) for row in rows}
    known = {name for origin in named for name in (origin.seed, origin.sha256)}
    named |= {
        Origin(source.seed, source.sha256, source.importer)
        for source in blog.sources
        if len(source.sha256) == _SHA256 and source.importer and not known & {source.seed, source.sha256}
    }
    return sorted(named)


_SHA256 = 64  # digits of it


def _read(archive: Archive, found: Mapping[str, Origin]) -> dict[str, tuple[ReadSeed, tuple[Part, ...]]]:
    """The seeds *found*, read again, and their parts; those that were read just now are at hand.

    A seed is read by its looks, else in the format in which it was imported.
    """
    sidecars = sidecars_of(archive, found)
    names = {importer.name for importer in importers()[0]}
    wanted = [path for path in found if not sidecars.of(path).skip and not sidecars.faults(path)]
    jobs = [SeedJob(path, sidecars.of(path), importer=archive.importer) for path in wanted if path not in archive.read]
    read = {seed.path: seed for seed in read_anywhere(archive.executor, archive.root, archive.config, jobs)}
    others = [
        replace(job, importer=found[job.path].importer)
        for job in jobs
        if not is_usable(read[job.path]) and found[job.path].importer.partition("/")[0] in names
    ]
    read |= {seed.path: seed for seed in read_anywhere(archive.executor, archive.root, archive.config, others)}
    here = {path: (seed, tuple(parts_of(archive, (seed,), sidecars.of))) for path, seed in read.items()}
    here |= {path: archive.read[path] for path in wanted if path in archive.read}
    archive.read.clear()  # the next live blog may be of the same container, and hardly of any seed before
    archive.read.update((path, one) for path, one in here.items() if len(one[1]) > 1)
    return here


def _of_it(parts: Sequence[Part], blog: LiveBlog, traits: Traits) -> list[Part]:
    """Those of *parts*, of a seed of which *blog* was made, that it was made of: of a seed that tells its own apart, one."""
    if len(parts) == 1:
        return list(parts)
    if parts and parts[0].source.member:
        members = {(source.sha256, source.member) for source in blog.sources}
        return [part for part in parts if (part.sha256, part.source.member) in members]
    near = [part for part in parts if is_related(part.traits, traits) or likely_id(part) == blog.id]
    near.sort(key=lambda part: (likely_id(part) == blog.id, len(part.traits.marks & traits.marks)), reverse=True)
    return near[:1]


def join(
    archive: Archive,
    joint: Joint,
    parts: Sequence[Part],
    known: Known,
    vocabulary: Vocabulary,
    leaving: Collection[str] = (),
) -> Joined:
    """The live blog of *joint*, made of all *parts*, and of what it has from seeds that cannot be read again.

    Of the seeds *leaving* nothing stays but what was edited.
    """
    old = joint.earlier.liveblog if joint.earlier else None
    versions = sorted((_Version(part.traits.order, part.liveblog, _origin(part)) for part in parts), key=_order)
    stand_ins = _stand_ins(old, known, leaving) if old else []
    for one in stand_ins:
        versions.insert(_place(one, versions, old or one.liveblog), one)
    blogs = [one.liveblog for one in versions]
    union = united(blogs)
    fresh = tag(union.liveblog, archive.topics, vocabulary)
    done = _merged(
        joint,
        replace(union, liveblog=fresh),
        known,
        leaving,
        blogs,
        strict=any(one.liveblog.updates for one in stand_ins),
        withheld=archive.takedowns.of(joint.id),
    )
    by_place = [versions[giver] for giver in union.givers]
    givers = {
        anchor: by_place[place].origin for anchor, place in done.places.items() if by_place[place] not in stand_ins
    }
    rows = rows_of(done, known.rows, list(dict.fromkeys(one.origin for one in versions)), givers)
    path = joint.earlier.path if joint.earlier else content_path(done.liveblog.date, done.liveblog.slug)
    told = parts[-1].path if parts else ""
    notes = (*_notes(joint, blogs, union, done), *left_out(told, joint.id, done.removed, archive.takedowns))
    return Joined(done.liveblog, path, tuple(rows), old, done, notes)


def _notes(joint: Joint, blogs: Sequence[LiveBlog], union: Union, done: Merged) -> Iterator[Problem]:
    """What each new part of *joint* changed, but for that which began it."""
    new = {id(part.liveblog): part for part in joint.parts}
    for blog, change in zip(blogs, union.changes, strict=True):
        part = new.get(id(blog))
        if part and (joint.earlier or (part.path, part.place) != (joint.namer.path, joint.namer.place)):
            yield _note(joint, part, change, done)


@dataclass(frozen=True, slots=True)
class _Version:
    """A live blog as one seed has it; or what is left of it in the content file, where the seed is gone."""

    order: tuple[float, int, str, int]
    liveblog: LiveBlog
    origin: Origin


def _order(version: _Version) -> tuple[float, int, str, int]:
    return version.order


def _origin(part: Part) -> Origin:
    return Origin(part.path, part.sha256, part.source.importer)


def _stand_ins(old: LiveBlog, known: Known, leaving: Collection[str]) -> list[_Version]:
    """For each seed of *old* that cannot be read again, what *old* has of it. No record, no telling: the last has all."""
    missing = [origin for origin in known.missing if origin.seed not in leaving]
    givers = {row.anchor: row.seed for row in known.rows}
    found = []
    for origin in missing:
        is_last = origin is missing[-1]
        updates = tuple(u for u in old.updates if givers.get(u.anchor) == origin.seed or (is_last and not givers))
        sources = tuple(source for source in old.sources if source.sha256 == origin.sha256)
        blog = replace(old, updates=updates, sources=sources)
        found.append(_Version(traits_of(blog, path=origin.seed).order, blog, origin))
    return found


def _place(one: _Version, versions: Sequence[_Version], old: LiveBlog) -> int:
    """Where *one*, whose number of updates is not known any more, stands among *versions*: as the sources of *old* do."""
    hashes = [source.sha256 for source in old.sources]
    at = hashes.index(one.origin.sha256) if one.origin.sha256 in hashes else len(hashes)
    before, after = set(hashes[:at]), set(hashes[at + 1 :])
    least = max((place + 1 for place, other in enumerate(versions) if other.origin.sha256 in before), default=0)
    most = min((place for place, other in enumerate(versions) if other.origin.sha256 in after), default=len(versions))
    wished = sum(other.order < one.order for other in versions)
    return min(max(wished, least), max(most, least))


def _merged(
    joint: Joint,
    union: Union,
    known: Known,
    leaving: Collection[str],
    versions: Sequence[LiveBlog],
    *,
    strict: bool,
    withheld: Collection[str],
) -> Merged:
    """*union* under the name of *joint*: as a new live blog, or merged with the one that is there."""
    fresh = union.liveblog
    if joint.earlier is None:
        named = replace(fresh, id=joint.id, slug=joint.slug, date=joint.namer.head.date)
        named = minted(named, union.births)
        places = {update.anchor: place for place, update in enumerate(named.updates)}
        return Merged(in_time(named), (), places, added=tuple(places))
    old = joint.earlier.liveblog
    if any(version.date == old.date for version in versions):
        fresh = replace(fresh, date=old.date)
    gone = [row.anchor for row in known.rows if row.seed in leaving and row.anchor != HEAD]
    locked = {row.anchor: row.digest for row in known.rows}
    sources = (*_others(old.sources, fresh.sources, known, leaving), *fresh.sources)
    return merge(old, fresh, locked, gone=gone, sources=sources, births=union.births, strict=strict, withheld=withheld)


def _others(old: Sequence[Source], fresh: Sequence[Source], known: Known, leaving: Collection[str]) -> Iterable[Source]:
    """The sources of *old* that no seed stands for, neither one of *fresh* nor one that is *leaving*."""
    told = {name for source in fresh for name in (source.seed, source.sha256)} | set(leaving)
    told |= {row.sha256 for row in known.rows if row.seed in leaving}
    return (source for source in old if not told & {source.seed, source.sha256})


def _note(joint: Joint, part: Part, change: Change, done: Merged) -> Problem:
    """What the version *part* changes, in a line."""
    anchors = {place: anchor for anchor, place in done.places.items()}
    is_there = joint.earlier is not None
    added = [anchors[place] for place in change.added if place in anchors]
    replaced = [anchors[place] for place in change.replaced if place in anchors]
    kept = [anchor for anchor in replaced if anchor in done.kept]
    if is_there:
        added = [anchor for anchor in added if anchor in done.added]
        replaced = [anchor for anchor in replaced if anchor in done.replaced]
    # A page of a live blog lacks what stands on others; so it is where nothing is shared, whatever its address says.
    is_page = part.traits.is_page or len(change.added) == len(part.liveblog.updates)
    missed = [] if is_page else [anchors[place] for place in change.missed if place in anchors]
    told = [
        _told("adds", added) or "adds nothing",
        _told("replaces", replaced),
        _told("keeps", kept, "edited here"),
        _told("keeps", missed, "not in this version"),
        _told("leaves out", done.removed, "taken out here"),
        "keeps the front matter, edited here" if HEAD in done.kept else "",
    ]
    message = f"a version of {done.liveblog.id}: {'; '.join(filter(None, told))}"
    hint = 'write "separate: true" into its sidecar, and run sitegen import --again, if it is another live blog'
    return Problem(Location(part.path), "new-version", message, hint, Severity.NOTE)


def _told(what: str, anchors: Sequence[str], why: str = "") -> str:
    if not anchors:
        return ""
    named = ", ".join(f"#{anchor}" for anchor in anchors[:_SHOWN])
    more = f" and {len(anchors) - _SHOWN} more" if len(anchors) > _SHOWN else ""
    return f"{what} {named}{more}{f' ({why})' if why else ''}"
