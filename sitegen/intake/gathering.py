"""New seeds sorted: those that are a live blog each, and those that make one together, or with one that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.backups import Backup
from sitegen.config import Config
from sitegen.content.imports_lock import Written
from sitegen.content.naming import free_slug
from sitegen.errors import Location, Problem
from sitegen.executors import Executor
from sitegen.importers.folder import scan_seeds
from sitegen.importers.outcomes import SeedReport
from sitegen.importers.reading import ReadSeed
from sitegen.importers.sidecars.sidecar import Sidecar, place_of
from sitegen.importers.sidecars.sidecar_folder import Sidecars, read_sidecars
from sitegen.importers.union import united
from sitegen.importers.versions import Group, Traits, sort_versions, traits_of
from sitegen.intake.earlier import Earlier, find_earlier
from sitegen.intake.merging import in_time, minted
from sitegen.intake.takedowns import NO_TAKEDOWNS, Takedowns
from sitegen.model import LiveBlog, Source, Topic


@dataclass(frozen=True, slots=True)
class Archive:
    """What seeds are joined in. *digests* are the SHA-256 of all seeds there are, *rows* what the lock says, by live blog.

    Content is written through *backup*; *takedowns* are what was withheld, and must not come back.
    *sidecars* are those of all seeds; None where only those of new ones were read. *importer* is the name of the one that
    is to read seeds again, "" where their looks decide. *read* are seeds of many live blogs that were read just now.
    """

    root: Path
    config: Config
    executor: Executor
    topics: tuple[Topic, ...]
    digests: Mapping[str, str]
    rows: Mapping[str, Sequence[Written]]
    backup: Backup
    takedowns: Takedowns = NO_TAKEDOWNS
    sidecars: Sidecars | None = None
    importer: str = ""
    read: dict[str, tuple[ReadSeed, tuple[Part, ...]]] = field(default_factory=dict, compare=False)


def by_liveblog(rows: Iterable[Written]) -> dict[str, list[Written]]:
    """*rows* of the lock, by live blog."""
    found: dict[str, list[Written]] = {}
    for row in rows:
        found.setdefault(row.liveblog, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One live blog of a seed that was read: number *place* of that which *seeds* has *at* a place.

    *head* is the live blog without its updates: the seed itself may lie on disk until it is needed. *sha256* is that of
    its bytes.
    """

    path: str
    seeds: Sequence[ReadSeed]
    at: int
    place: int
    head: LiveBlog
    sha256: str
    sidecar: Sidecar
    traits: Traits

    def loaded(self) -> Part:
        """The part with its seed at hand."""
        return replace(self, seeds=(self.seed,), at=0)

    @property
    def seed(self) -> ReadSeed:
        """The seed."""
        return self.seeds[self.at]

    @property
    def liveblog(self) -> LiveBlog:
        """The live blog as its seed has it."""
        return self.seed.liveblogs[self.place]

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return self.head.sources[-1]


@dataclass(slots=True)
class Joint:
    """The new *parts* that make one live blog, in the order of versions, and what is there of it already.

    *id* and *slug* are "" until it is named; *namer* is the part whose headline names it.
    """

    parts: list[Part]
    earlier: Earlier | None
    namer: Part
    id: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """The *joints* that seeds make, and a report on each that *failed* to be placed.

    *elsewhere* are the paths of all these seeds; each of the others is to be imported by itself.
    """

    joints: tuple[Joint, ...] = ()
    failed: tuple[SeedReport, ...] = ()
    elsewhere: frozenset[str] = frozenset()


def gather(archive: Archive, seeds: Sequence[ReadSeed], said: Mapping[str, Sidecar]) -> Gathering:
    """Sort *seeds*, whose sidecars are *said*. Each is looked at once; those that make something together again later."""
    parts = parts_of(archive, seeds, said.__getitem__)
    earlier = find_earlier(archive.root, archive.config, archive.topics, [part.traits for part in parts])
    there = _there(archive, earlier)
    errors: dict[str, list[Problem]] = {}
    places = {part.path: part.at for part in parts}
    while True:
        joints = _joints(parts, there, earlier, errors)
        left = [part for part in parts if part.path not in errors]
        if len(left) == len(parts):
            break
        parts = left
    joined = {part.path for joint in joints if _is_joined(joint) for part in joint.parts}
    refused = [(seeds[places[path]], found) for path, found in errors.items()]
    return Gathering(
        tuple(joint for joint in joints if any(part.path in joined for part in joint.parts)),
        tuple(SeedReport(one.path, "failed", one.importer, problems=(*one.problems, *found)) for one, found in refused),
        frozenset(joined | errors.keys()),
    )


def is_usable(seed: ReadSeed) -> bool:
    """Whether the live blogs of *seed* are to be imported: of a container those that are sound, in spite of the others."""
    return seed.is_sound or any(source.member for blog in seed.liveblogs for source in blog.sources)


def parts_of(archive: Archive, seeds: Sequence[ReadSeed], said: Callable[[str], Sidecar]) -> list[Part]:
    """The live blogs of *seeds* that are to be imported; *said* gives the sidecar of a seed."""
    parts = []
    for at, seed in enumerate(seeds):
        count = len(seed.liveblogs) if is_usable(seed) else 0
        for place, blog in enumerate(seed.liveblogs[:count]):
            sidecar = said(seed.path)
            traits = traits_of(blog, sidecar, seed.path, place, count)
            head = replace(blog, updates=())
            parts.append(Part(seed.path, seeds, at, place, head, archive.digests[seed.path], sidecar, traits))
    return parts


def sidecars_of(archive: Archive, paths: Iterable[str]) -> Sidecars:
    """The sidecars of the seeds *paths*, which were imported before."""
    if archive.sidecars is not None:
        return archive.sidecars
    return read_sidecars(archive.root, scan_seeds(archive.root, archive.config.ignore), tuple(paths))


def _there(archive: Archive, earlier: Mapping[str, Earlier]) -> dict[str, Traits]:
    """The traits of live blogs that are there, with what sidecars say of those that have one seed only."""
    if not earlier:
        return {}
    seeds = {name: {source.seed for source in one.liveblog.sources} for name, one in earlier.items()}
    sidecars = sidecars_of(archive, [seed for names in seeds.values() for seed in names])
    return {
        name: replace(
            one.traits, separate=bool(seeds[name]) and all(sidecars.of(seed).separate for seed in seeds[name])
        )
        for name, one in earlier.items()
    }


def _joints(
    parts: Sequence[Part],
    there: Mapping[str, Traits],
    earlier: Mapping[str, Earlier],
    errors: dict[str, list[Problem]],
) -> list[Joint]:
    """A joint for each live blog that *parts* make; those that cannot be placed are put into *errors*."""
    found = sort_versions([part.traits for part in parts], there)
    joints = [_joint(group, parts, earlier) for group in found.groups]
    for index, groups in found.rivals.items():
        rivals = " and ".join(_called(group, parts) for group in groups)
        message = f"it may be a version of more than one live blog: {rivals}"
        hint = 'write "same_as: ID" with the id of one of them, or "separate: true", into a sidecar of the seed'
        _refuse(errors, parts[index], Location(parts[index].path), "ambiguous-version", message, hint)
    for index in found.waiting:
        part = parts[index]
        target = next((joint for joint in joints if likely_id(joint.namer) == part.sidecar.same_as), None)
        if target is not None:
            target.parts.append(part)
            continue
        message = f'there is no live blog "{part.sidecar.same_as}"'
        hint = "write the id that stands in the front matter of its content file"
        _refuse(errors, part, place_of(part.sidecar, "same_as"), "no-such-live-blog", message, hint)
    for joint in joints:
        joint.parts.sort(key=lambda part: part.traits.order)
        for part in joint.parts if joint.earlier else ():
            for problem in joint.earlier.errors if joint.earlier else ():
                errors.setdefault(part.path, []).append(problem)
    return joints


def _refuse(errors: dict[str, list[Problem]], part: Part, where: Location, code: str, message: str, hint: str) -> None:
    errors.setdefault(part.path, []).append(Problem(where, code, message, hint))


def _joint(group: Group, parts: Sequence[Part], earlier: Mapping[str, Earlier]) -> Joint:
    members = [parts[index] for index in group.members]
    return Joint(members, earlier.get(group.id), members[0])


def _called(group: Group, parts: Sequence[Part]) -> str:
    """What a person is told of *group*: its id, or that which it will have, and where it is."""
    if group.id:
        return f'"{group.id}"'
    namer = parts[group.members[0]]
    return f'"{likely_id(namer)}" ({namer.path})'


def likely_id(part: Part) -> str:
    """The id that the live blog of *part* will have, unless that is taken."""
    return f"{part.head.date.isoformat()}-{free_slug(part.head, lambda _: False, ())}"


def _is_joined(joint: Joint) -> bool:
    """Whether *joint* is more than one seed that makes one live blog, or was one before the record of it was lost."""
    if len(joint.parts) > 1 or joint.earlier is None:
        return len(joint.parts) > 1
    known = {source.sha256 for source in joint.earlier.liveblog.sources}
    return bool(joint.parts[0].source.member) or joint.parts[0].source.sha256 not in known


def name_joints(archive: Archive, gathering: Gathering, ids: Iterable[str]) -> None:
    """Give each joint of *gathering* its id and slug: those it has, else new ones beside the *ids* of other new ones."""
    used = {*archive.rows, *ids}
    for joint in gathering.joints:
        if joint.earlier is not None:
            joint.id, joint.slug = joint.earlier.liveblog.id, joint.earlier.liveblog.slug
            continue
        joint.slug = free_slug(joint.namer.head, lambda path: (archive.root / path).exists(), used)
        joint.id = f"{joint.namer.head.date.isoformat()}-{joint.slug}"
        used.add(joint.id)


def made(joint: Joint) -> LiveBlog:
    """The live blog of a *joint* that has its name, as it is before it is proved."""
    union = united([part.liveblog for part in joint.parts])
    named = replace(union.liveblog, id=joint.id, slug=joint.slug, date=joint.namer.head.date)
    return in_time(minted(named, union.births))
