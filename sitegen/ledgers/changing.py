"""States of anchors changed by a person who knows more than the files say: moved, forgotten, live again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sitegen.content.ledger import PATH, Key, Promise, State, is_address
from sitegen.errors import ContentError, Location, Problem
from sitegen.index.queries import Queries
from sitegen.ledgers.names import Named


def _pinned(queries: Queries) -> dict[Key, tuple[tuple[str, ...], Location]]:
    return {
        (liveblog, anchor): (tuple(marks.split(",")) if marks else (), Location(path, line))
        for liveblog, anchor, marks, path, line in queries.pinned()
    }


def moved(
    queries: Queries, promises: Mapping[Key, Promise], old: Named, new: Named, *, whatever_words: bool = False
) -> dict[Key, Promise]:
    """The lines that say that *old* is *new* now; of a whole live blog, for each of its anchors that has gone there.

    Raises ContentError where the words are still at the old place, or are not at the new one; *whatever_words* stand at a
    new place that is named, they may be. What was withheld cannot move: its notice would lead to words.
    """
    pinned, problems, lines = _pinned(queries), [], dict[Key, Promise]()
    anchors = [old.anchor] if old.anchor else _live(promises, old.liveblog)
    for anchor in anchors:
        key = (old.liveblog, anchor)
        target = (new.liveblog, new.anchor) if new.anchor else _alike(promises, pinned, key, new.liveblog)
        if key in pinned:
            hint = "take the update out of its file first"
            problems.append(Problem(pinned[key][1], "anchor-there", f"the content still has #{anchor} here", hint))
        elif key in promises and promises[key].state is State.WITHHELD:
            message = f"#{anchor} of {old.liveblog} was withheld on {promises[key].said}, and its notice must stay"
            hint = f"if it may be read again, run sitegen anchors restore {old.liveblog}#{anchor} first"
            problems.append(Problem(Location(PATH), "anchor-withheld", message, hint))
        elif target is None or target not in pinned:
            said = f"#{new.anchor}" if new.anchor else f"an update with the words of #{anchor}"
            message, hint = (
                f"{new.liveblog} has no {said} in the content",
                "put the update there, with an anchor, first",
            )
            problems.append(Problem(Location(PATH), "moved-nowhere", message, hint))
        elif key not in promises:
            problems.append(_unpromised(old.liveblog, anchor))
        elif not whatever_words and _is_other(promises[key].fingerprint, pinned[target][0]):
            message = f"none of the first words published at #{anchor} of {old.liveblog} is at #{target[1]}"
            hint = "name the update that has them; if this is it, in other words, add --whatever-words"
            problems.append(Problem(pinned[target][1], "moved-words", message, hint))
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


def _is_other(published: Collection[str], now: Collection[str]) -> bool:
    """Whether none of the first words *published* is left *now*: what a build takes for another update."""
    return bool(published) and not set(published) & set(now)


def forgotten(
    queries: Queries, promises: Mapping[Key, Promise], names: Iterable[Named], *, published: bool, gone: bool = False
) -> set[Key]:
    """The lines of *names* that never went online, to be taken out; with *gone*, of anchors that the content has not.

    Raises ContentError for those that the content has still: where the site is *published*, the next build would promise
    them again.
    """
    pinned, problems, found = _pinned(queries), [], set[Key]()
    for named in names:
        keys = {key for key in promises if key[0] == named.liveblog and named.anchor in ("", key[1])}
        if not keys:
            problems.append(_unpromised(named.liveblog, named.anchor))
        if gone:
            keys = {key for key in keys - pinned.keys() if not is_address(key[1])}
        for key in sorted(keys & pinned.keys()) if published else ():
            message = f"the content has #{key[1]} here: the next build would promise it again"
            hint = "take it out of the content first, or set published: false in site.yaml"
            problems.append(Problem(pinned[key][1], "anchor-there", message, hint))
        found |= keys
    if problems:
        raise ContentError(problems)
    return found


def live_again(queries: Queries, promises: Mapping[Key, Promise], names: Iterable[Named]) -> dict[Key, Promise]:
    """The lines that make *names* live, by the words that the content has for them now.

    Raises ContentError where it has none for what was withheld, or had moved.
    """
    pinned, problems, lines = _pinned(queries), [], dict[Key, Promise]()
    for named in names:
        for key in _other(promises, pinned, named):
            if key in pinned:
                lines[key] = Promise(State.LIVE, pinned[key][0])
            else:
                message = f"the content has no words for #{key[1]} of {key[0]}"
                hint = "put its update back first: from backups/ (sitegen restore) or from version control"
                problems.append(Problem(Location(PATH), "anchor-absent", message, hint))
    if problems:
        raise ContentError(problems)
    return lines


def _other(
    promises: Mapping[Key, Promise], pinned: Mapping[Key, tuple[tuple[str, ...], Location]], named: Named
) -> Iterator[Key]:
    """The anchors of *named* that are not live, or whose words were others when they were published."""
    for key, promise in promises.items():
        if key[0] == named.liveblog and named.anchor in ("", key[1]):
            is_live = promise.state is State.LIVE
            if not is_live or (key in pinned and promise.fingerprint != pinned[key][0]):
                yield key


def _unpromised(liveblog: str, anchor: str) -> Problem:
    name = f"{liveblog}#{anchor}" if anchor else liveblog
    message, hint = f"the ledger has no line of {name}", "see what it has with sitegen anchors list"
    return Problem(Location(PATH), "anchor-unknown", message, hint)
