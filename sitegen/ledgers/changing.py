"""States of anchors changed by a person who knows more than the files say: moved, forgotten, live again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sitegen.content.ledger import PATH, Key, Promise, State, is_address
from sitegen.errors import ContentError, Location, Problem
from sitegen.index.queries import Queries
from sitegen.ledgers.names import Named


def _pinned(queries: Queries) -> dict[Key, tuple[tuple[str, ...], Location]]:
    return {
        (liveblog, anchor): (tuple(marks.split(",")) if marks else (), Location(path, line))
        for liveblog, anchor, marks, path, line in queries.pinned()
    }


def moved(queries: Queries, promises: Mapping[Key, Promise], old: Named, new: Named) -> dict[Key, Promise]:
    """The lines that say that *old* is *new* now; of a whole live blog, for each of its anchors that has gone there.

    Raises ContentError where the words are still at the old place, or are not at the new one.
    """
    pinned, problems, lines = _pinned(queries), [], dict[Key, Promise]()
    anchors = [old.anchor] if old.anchor else _live(promises, old.liveblog)
    for anchor in anchors:
        key = (old.liveblog, anchor)
        target = (new.liveblog, new.anchor) if new.anchor else _alike(promises, pinned, key, new.liveblog)
        if key in pinned:
            hint = "take the update out of its file first"
            problems.append(Problem(pinned[key][1], "anchor-there", f"the content still has #{anchor} here", hint))
        elif target is None or target not in pinned:
            said = f"#{new.anchor}" if new.anchor else f"an update with the words of #{anchor}"
            message, hint = (
                f"{new.liveblog} has no {said} in the content",
                "put the update there, with an anchor, first",
            )
            problems.append(Problem(Location(PATH), "moved-nowhere", message, hint))
        elif key not in promises:
            problems.append(_unpromised(old.liveblog, anchor))
        else:
            lines[key] = Promise(State.MOVED, said=f"{target[0]}#{target[1]}")
    if problems:
        raise ContentError(problems)
    return lines


def _live(promises: Mapping[Key, Promise], liveblog: str) -> list[str]:
    return [
        name
        for (owner, name), promise in promises.items()
        if owner == liveblog and promise.state is State.LIVE and not is_address(name)
    ]


def _alike(
    promises: Mapping[Key, Promise],
    pinned: Mapping[Key, tuple[tuple[str, ...], Location]],
    key: Key,
    liveblog: str,
) -> Key | None:
    """The anchor of *liveblog* in the content whose first words are those that *key* was published for."""
    words = promises[key].fingerprint if key in promises else ()
    return next((one for one, (marks, _) in pinned.items() if one[0] == liveblog and words and marks == words), None)


def forgotten(
    queries: Queries, promises: Mapping[Key, Promise], names: Iterable[Named], *, published: bool
) -> set[Key]:
    """The lines of *names* that never went online, to be taken out.

    Raises ContentError for those that the content has still: where the site is *published*, the next build would promise
    them again.
    """
    pinned, problems, found = _pinned(queries), [], set[Key]()
    for named in names:
        keys = {key for key in promises if key[0] == named.liveblog and named.anchor in ("", key[1])}
        if not keys:
            problems.append(_unpromised(named.liveblog, named.anchor))
        for key in sorted(keys & pinned.keys()) if published else ():
            message = f"the content has #{key[1]} here: the next build would promise it again"
            hint = "take it out of the content first, or set published: false in site.yaml"
            problems.append(Problem(pinned[key][1], "anchor-there", message, hint))
        found |= keys
    if problems:
        raise ContentError(problems)
    return found


def live_again(queries: Queries, promises: Mapping[Key, Promise], names: Iterable[Named]) -> dict[Key, Promise]:
    """The lines that make *names* live again. Raises ContentError where the content has no words for one of them."""
    pinned, problems, lines = _pinned(queries), [], dict[Key, Promise]()
    for named in names:
        for key in _gone(promises, named):
            if key in pinned:
                lines[key] = Promise(State.LIVE, pinned[key][0])
            else:
                message = f"the content has no words for #{key[1]} of {key[0]}"
                hint = "put its update back first: from backups/ (sitegen restore) or from version control"
                problems.append(Problem(Location(PATH), "anchor-absent", message, hint))
    if problems:
        raise ContentError(problems)
    return lines


def _gone(promises: Mapping[Key, Promise], named: Named) -> Collection[Key]:
    return [
        key
        for key, promise in promises.items()
        if key[0] == named.liveblog and named.anchor in ("", key[1]) and promise.state is not State.LIVE
    ]


def _unpromised(liveblog: str, anchor: str) -> Problem:
    name = f"{liveblog}#{anchor}" if anchor else liveblog
    message, hint = f"the ledger has no line of {name}", "see what it has with sitegen anchors list"
    return Problem(Location(PATH), "anchor-unknown", message, hint)
