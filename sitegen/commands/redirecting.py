"""``sitegen redirects``: what a host must know of the addresses that lead elsewhere now."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.commands.console import Console
from sitegen.commands.site import CONFIG
from sitegen.config_cache import current_config
from sitegen.errors import Location, Problem, Severity


@dataclass(frozen=True, slots=True)
class RedirectsRequest:
    """The arguments of ``redirects``: *form* names the kind of host, *host* the one whose sources count, "" for all."""

    form: str
    host: str
    base_url: str | None
    executor: str


def write_redirects(console: Console, asked: RedirectsRequest) -> int:
    """Write the list to standard output; what cannot be in it is told."""
    from sitegen.build import STATE
    from sitegen.collisions import find_former_collisions
    from sitegen.executors import open_executor
    from sitegen.index.queries import Queries
    from sitegen.index.store import open_index
    from sitegen.indexing import load_content, load_topics
    from sitegen.output.lock import hold_lock
    from sitegen.promised import load_ledger
    from sitegen.redirects.collect import find_moves, place_of
    from sitegen.redirects.formats import FORMATS, unsaid
    from sitegen.runs import refuse

    root, config = console.root, current_config(console.root / CONFIG)
    if asked.base_url:
        from sitegen.config_file import with_base_url

        config = with_base_url(config, asked.base_url)
    with hold_lock(root / STATE / "lock"), open_index(root / STATE) as index, open_executor(asked.executor) as executor:
        refuse(load_content(root, config, load_topics(root, config), index, executor))
        load_ledger(root, index)
        refuse(find_former_collisions(root, index.connection))
        moves, problems = find_moves(root, Queries(index.connection, drafts=False), config, asked.host)
    left = unsaid(asked.form, moves)
    console.problems(
        [*problems, *(_unsaid(asked.form, place_of(root, move.owner, move.said), move.said) for move in left)]
    )
    text = FORMATS[asked.form]([move for move in moves if move not in left])
    console.data(text.removesuffix("\n"))
    return 0


def _unsaid(form: str, where: Location, said: str) -> Problem:
    message = f'"{said}" has a query without names, which {form} cannot be told'
    hint = "leave it, or give the list to another host"
    return Problem(where, "redirect-unclear", message, hint, Severity.WARNING)
