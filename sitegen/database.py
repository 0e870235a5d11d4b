"""Whether ``data/archive.db`` is published, and whether it is of the archive as it is now; `archive_db` makes it."""

from __future__ import annotations

from dataclasses import replace

from sitegen.digests import digest
from sitegen.errors import Location, Problem, Severity
from sitegen.index.queries import Queries
from sitegen.output.targets import Target
from sitegen.runs import Run

PATH = "data/archive.db"
VERSION = 2
"""Of its tables: another one makes it anew."""
OUTDATED = Problem(
    Location(f"output/{PATH}"),
    "database-outdated",
    "the database is of an earlier state of the archive, and is taken away",
    "run: sitegen build --data",
    Severity.WARNING,
)


def with_database(run: Run, queries: Queries, target: Target) -> Run:
    """*run* with a configuration that says whether the database is to be published: where it is asked for, or is fresh."""
    known = target.recorded(PATH)
    is_fresh = known is not None and target.is_intact(known) and known.key == key_of(run, queries)
    return replace(run, config=replace(run.config, database=run.options.data or is_fresh))


def is_due(run: Run, queries: Queries, target: Target) -> bool:
    """Whether the database must be made."""
    known = target.recorded(PATH)
    return run.config.database and (known is None or not target.is_intact(known) or known.key != key_of(run, queries))


def key_of(run: Run, queries: Queries) -> str:
    """What the database is made of: every live blog as it is, the topics, what rows say of the site."""
    config = run.config
    said = (queries.wholes(), config.base_url, config.publisher, config.language, config.rights, config.topics, VERSION)
    return f"asset database {digest(repr(said))}"
