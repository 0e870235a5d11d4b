"""What was published and is no more, though no line of the ledger says so: every citation of it ends there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sitegen.content.ledger import PATH, is_liveblog_url, read_ledger
from sitegen.errors import Location, Problem, Severity
from sitegen.index.ledger_lines import address_at
from sitegen.index.queries import Queries
from sitegen.output.packing import unpacked
from sitegen.output.targets import Recorded, Staged, Target
from sitegen.promises import MARK, ledger_text

_DEPTH = 5  # slashes in /2017/11/03/slug/
_MINTED = re.compile(r"t[0-9]{4}[a-z0-9-]*")  # other ids of a page may be those of a layout
_UPDATE = re.compile(r"(/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+/)([^/]+)/")


def lost_addresses(target: Target, gone: Iterable[str]) -> Iterator[Problem]:
    """A warning for each published page of a live blog among *gone*, the paths to remove: its citations end there.

    Of what a manifest alone tells, nobody knows the content file.
    """
    for path in gone:
        page = target.recorded(path)
        if page is not None and _is_cited(page):
            message = f'the published page "{page.url}" is no more, and every citation of it leads nowhere'
            hint = "put it back, or name the old address in aliases: of the live blog that has its updates now"
            where = Location(page.owner or f"{target.output.name}/{path}")
            yield Problem(where, "address-gone", message, hint, Severity.WARNING)


def _is_cited(page: Recorded) -> bool:
    """Whether *page* is that of a live blog, not a picture beside it, nor another folder of such a depth."""
    if page.owner:
        return page.owner.startswith("content/") and page.url.endswith("/") and page.url.count("/") == _DEPTH
    return is_liveblog_url(page.url)


def lost_anchors(
    root: Path, queries: Queries, target: Target, staged: Sequence[Staged], gone: Iterable[str]
) -> Iterator[Problem]:
    """A warning for each published anchor that leaves its page, which stays, and that the ledger in *root* does not know.

    So it is where lines of the ledger were lost, by a merge for one. Of an output that no build with a ledger made
    nothing was promised.
    """
    if target.recorded(MARK) is None:
        return
    lost: dict[str, set[str]] = {}
    made = {page.url: frozenset(unpacked(page.ids)) for page in staged if is_liveblog_url(page.url)}
    for page in staged:
        if page.url in made:
            ids = {name for name in target.ids_of(page.path) - made[page.url] if _MINTED.fullmatch(name)}
            lost.setdefault(page.url, set()).update(ids)
    for path in gone:
        page_of_update = _UPDATE.fullmatch(f"/{path.removesuffix('index.html')}")
        if page_of_update and page_of_update[1] in made and page_of_update[2] not in made[page_of_update[1]]:
            lost.setdefault(page_of_update[1], set()).add(page_of_update[2])
    if not any(lost.values()):
        return
    promises, _ = read_ledger(ledger_text(root))
    for url, anchors in sorted(lost.items()):
        head = queries.head(address_at(url))
        for anchor in sorted(anchors):
            if head is not None and (head.id, anchor) not in promises:
                message = f"#{anchor} was published at {url} and is no more, and the ledger does not know it"
                hint = f"if lines of {PATH} were lost, put them back from version control; what was forgotten needs nothing"
                yield Problem(Location(head.path), "anchor-lost", message, hint, Severity.WARNING)
