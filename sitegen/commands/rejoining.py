"""``sitegen import --again`` for live blogs of several seeds: all of them are read anew; those that do not belong leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.content.imports_lock import HEAD, Written, digests
from sitegen.content.ledger import PATH as LEDGER
from sitegen.content.ledger import Promise, State, read_ledger, write_ledger
from sitegen.content.topics import Vocabulary
from sitegen.errors import ContentError, Location, Problem, Severity
from sitegen.importers.reading import ReadSeed
from sitegen.importers.sidecars.sidecar import place_of
from sitegen.intake.earlier import Earlier
from sitegen.intake.gathering import Archive, Joint, Part, likely_id
from sitegen.intake.joining import Joined, Known, join, known_of, prove
from sitegen.intake.resent import write
from sitegen.model import LiveBlog
from sitegen.promises import ledger_text


@dataclass(slots=True)
class Rejoined:
    """What became of live blogs of several seeds: by id their *rows* of the lock, and what they *joined* to.

    The seeds *leaving* have no rows any more: they are to be imported as if they were new. By seed: *problems*, the live
    blogs that it gave (*given*) with the paths of their files, and what was *unread*, since it gave none.
    """

    rows: dict[str, tuple[Written, ...]] = field(default_factory=dict)
    joined: list[Joined] = field(default_factory=list)
    leaving: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    given: dict[str, list[tuple[LiveBlog, str]]] = field(default_factory=dict)
    unread: dict[str, ReadSeed] = field(default_factory=dict)

    def tell(self, paths: Iterable[str], problem: Problem) -> None:
        """Say *problem* of each of the seeds *paths*."""
        for path in paths:
            self.problems.setdefault(path, []).append(problem)


def rejoin(
    archive: Archive,
    earlier: Iterable[Earlier],
    ids: Iterable[str],
    asked: Collection[str],
    vocabulary: Vocabulary,
    *,
    dry_run: bool,
) -> Rejoined:
    """Read the seeds of the live blogs *earlier* again, those *asked* with their bytes as they are now, and apply them.

    *ids* are those of all live blogs that are there. Raises ContentError, before anything is done, for a damaged ledger.
    """
    done = Rejoined()
    ids = set(ids)
    if damaged := read_ledger(ledger_text(archive.root))[
        1
    ]:  # it is written again below, and no line may be lost by that
        raise ContentError(damaged)
    for one in earlier:
        known = known_of(archive, one, asked)
        done.unread |= known.unread
        leaving = _leaving(one, known, ids, done)
        staying = [part for part in known.again if part.path not in leaving]
        if staying:
            _apply(archive, one, known, staying, leaving, vocabulary, done, dry_run=dry_run)
        elif leaving and not known.missing and _dissolve(archive, one, known, leaving, done, dry_run=dry_run):
            ids.discard(one.liveblog.id)
    return done


def _leaving(one: Earlier, known: Known, ids: Collection[str], done: Rejoined) -> set[str]:
    """The seeds that sidecars take away from *one*: to another live blog, or to be one of their own.

    Where the seed that gave *one* its name is to be separate, the others leave.
    """
    blog = one.liveblog
    seeds: dict[str, Part] = {}
    for part in known.again:
        seeds.setdefault(part.path, part)
    wishes = {path: part.sidecar.same_as for path, part in seeds.items()}
    lost = {path for path, wish in wishes.items() if wish and wish not in ids}
    for path in lost:
        message = f'there is no live blog "{wishes[path]}"'
        hint = "write the id that stands in the front matter of its content file"
        done.tell([path], Problem(place_of(seeds[path].sidecar, "same_as"), "no-such-live-blog", message, hint))
    moving = {path for path, wish in wishes.items() if wish not in ("", blog.id)} - lost
    apart = {path for path, part in seeds.items() if part.sidecar.separate and not wishes[path]}
    if not apart or len(seeds) + len(known.missing) == 1:
        return moving
    namers = [path for path in sorted(apart) if likely_id(seeds[path]) == blog.id]
    if namers or apart == seeds.keys():
        apart = {path for path in seeds if path != (namers or sorted(apart))[0] and not wishes[path]}
    return moving | apart


def _apply(
    archive: Archive,
    one: Earlier,
    known: Known,
    staying: list[Part],
    leaving: set[str],
    vocabulary: Vocabulary,
    done: Rejoined,
    *,
    dry_run: bool,
) -> None:
    """Make *one* of what the parts *staying* say now; nothing where one of them lost a word."""
    joint = Joint(staying, one, staying[0], one.liveblog.id, one.liveblog.slug)
    found = {part.path: prove(archive, part, joint, vocabulary) for part in staying}
    for path, problems in found.items():
        done.problems.setdefault(path, []).extend(problems)
    if any(problem.is_error for problems in found.values() for problem in problems):
        return
    hashes = {part.sha256 for part in known.again if part.path in leaving}
    names = {row.seed for row in known.rows if row.seed in leaving or row.sha256 in hashes}
    joined = join(archive, joint, staying, replace(known, again=tuple(staying)), vocabulary, names)
    for part in staying:
        named = replace(part.liveblog, id=joint.id, slug=joint.slug)
        done.given.setdefault(part.path, []).append((named, joined.path))
    done.rows[joint.id] = joined.rows
    done.joined.append(joined)
    done.leaving |= leaving
    done.problems.setdefault(staying[0].path, []).extend(_moved(archive, joined, dry_run=dry_run))
    if not dry_run:
        write(archive, joined, staying)


def _moved(archive: Archive, joined: Joined, *, dry_run: bool) -> list[Problem]:
    """A warning for each published anchor that leaves *joined*; the ledger, which holds it, says so from now on."""
    blog = joined.liveblog
    promises = _promises(archive.root)
    gone = [anchor for anchor in joined.done.left if _is_live(promises, blog.id, anchor)]
    if gone and not dry_run:
        marked = {(blog.id, anchor): Promise(State.MOVED) for anchor in gone}
        archive.backup.keep(joined.path)
        archive.backup.record(LEDGER, write_ledger(promises | marked))
    message = "this published address was of another live blog, which has its update now"
    hint = "correct the links that you made to it"
    return [
        Problem(Location(joined.path), "address-left", f"#{anchor}: {message}", hint, Severity.WARNING)
        for anchor in gone
    ]


def _promises(root: Path) -> dict[tuple[str, str], Promise]:
    return read_ledger(ledger_text(root))[0]


def _is_live(promises: Mapping[tuple[str, str], Promise], liveblog: str, anchor: str) -> bool:
    promise = promises.get((liveblog, anchor))
    return promise is not None and promise.state is State.LIVE


def _dissolve(
    archive: Archive, one: Earlier, known: Known, leaving: Collection[str], done: Rejoined, *, dry_run: bool
) -> bool:
    """Remove *one*, all seeds of which leave; False where people would lose something by that: an edit, an address."""
    locked = {row.anchor: row.digest for row in known.rows}
    edited = [anchor for anchor, mark in digests(one.liveblog).items() if locked.get(anchor) != mark]
    promises = _promises(archive.root)
    if any(_is_live(promises, one.liveblog.id, update.anchor) for update in one.liveblog.updates):
        why, hint = "its addresses are published", "take same_as: out of the sidecar: what is published must stay"
    elif edited:
        told = ", ".join("the front matter" if anchor == HEAD else f"#{anchor}" for anchor in edited)
        why, hint = (
            f"it was edited: {told}",
            "copy the edits to the other live blog, delete this file, and run it again",
        )
    else:
        done.rows[one.liveblog.id] = ()
        done.leaving |= set(leaving)
        if not dry_run:
            archive.backup.remove(one.path)
        return True
    message = f"it cannot become a part of another live blog: {why}"
    done.tell(leaving, Problem(Location(one.path), "version-kept", message, hint))
    return False
