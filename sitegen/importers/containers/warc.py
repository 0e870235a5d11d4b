"""What a crawler kept, WARC 1.0 and 1.1, plain or packed: each page and each answer in JSON or XML is a seed of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from sitegen.config import Config
from sitegen.errors import Location, Problem, Severity
from sitegen.importers.budgets import MOST_OF_SEED, OverBudgetError, over_budget, too_large
from sitegen.importers.containers.captures import captured_page, moment, name_of, suffix_of, web_address
from sitegen.importers.containers.http_message import Answer, content_of, media_type, read_answer
from sitegen.importers.containers.unpacking import GZIP, head_of
from sitegen.importers.containers.warc_records import MAGIC, Broken, Record, records
from sitegen.importers.seeds import INSIDE, Importer, Seed

_ANSWERED = frozenset({200, 203})  # others bring an error, a part, or nothing


@dataclass(slots=True)
class _Tally:
    """What there is to say of all records together."""

    said_before: int = 0
    elsewhere: int = 0
    wrong_lengths: list[int] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    packed: dict[str, int] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)


def declines(seed: Seed) -> str:
    """Why *seed* is no WARC file: it, or what it unpacks to, begins with "WARC/"."""
    if seed.data.startswith(MAGIC) or head_of(seed.data[:512], len(MAGIC)) == MAGIC:
        return ""
    return "it does not begin with “WARC/”" if not seed.data.startswith(GZIP) else "it unpacks to no WARC"


def read(seed: Seed, config: Config) -> Iterator[Seed | Problem]:
    """A seed for each answer of *seed* that may be a live blog, and what is wrong with the file.

    The address and the time of a capture go into the sidecar of its seed, where none says otherwise. A page that was
    captured again with the same bytes gives no second seed; one that changed does.
    """
    tally = _Tally()
    try:
        for number, record in enumerate(records(seed.data, seed.meter), 1):
            if isinstance(record, Broken):
                tally.broken.append(record)
                continue
            if not record.is_right and record.is_whole:
                tally.wrong_lengths.append(number)
            yield from _captured(seed, number, record, tally)
    except OverBudgetError as error:
        yield over_budget(seed.path, error)
    yield from _said(seed, tally)


def _captured(seed: Seed, number: int, record: Record, tally: _Tally) -> Iterator[Seed | Problem]:
    """The seed that a record is, if it may be a live blog."""
    kind = record.fields.get("warc-type", "").lower()
    if kind == "revisit":
        is_known = record.fields.get("warc-payload-digest", "") in tally.digests
        tally.said_before += is_known
        tally.elsewhere += not is_known
        return
    answer = _answer(kind, record) if kind in ("response", "resource") else None
    if answer is None or answer.status not in _ANSWERED or not suffix_of(answer.media_type, answer.content):
        return
    tally.digests.add(record.fields.get("warc-payload-digest") or "-")
    # WARC 1.0 puts the address in angle brackets.
    url = web_address(record.fields.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">"))
    path = f"{seed.path}{INSIDE}{number}/{name_of(url, suffix_of(answer.media_type, answer.content))}"
    if max(record.said, len(record.block)) > MOST_OF_SEED:
        yield too_large(path, record.said, MOST_OF_SEED)
    elif not record.is_whole:
        message = f"record {number} is cut off: of {record.said:,} bytes there are {len(record.block):,}"
        yield Problem(Location(path), "broken-part", message, "find a whole copy of the crawl; this page was not read")
    else:
        yield from _page(seed, path, url, answer, moment(record.fields.get("warc-date", "")), tally)


def _page(seed: Seed, path: str, url: str, answer: Answer, captured: str, tally: _Tally) -> Iterator[Seed]:
    """The page that a server answered with, where it is another one than before."""
    content = content_of(answer, seed.meter.inside())
    if isinstance(content, str):
        tally.packed[content] = tally.packed.get(content, 0) + 1
        return
    digest = sha256(content).digest()
    if tally.contents.get(url) == digest:
        tally.said_before += 1
        return
    tally.contents[url] = digest
    seed.meter.count()
    content_type = answer.fields.get("content-type", "")
    yield captured_page(seed, path, content, content_type, url=url, captured=captured, crawled=True)


def _answer(kind: str, record: Record) -> Answer:
    """The answer of a record, whose content is not unpacked: also one that is kept without the words of the server."""
    said = record.fields.get("content-type", "")
    block = bytes(record.block[: MOST_OF_SEED + 1])  # of a film no more than what tells that it is one
    if kind == "response" and media_type(said) in ("application/http", ""):
        return read_answer(block)
    return Answer(200, {"content-type": said}, block)


def _said(seed: Seed, tally: _Tally) -> Iterator[Problem]:
    """What there is to say of all records together."""
    where = Location(seed.path)
    if tally.broken:
        first = tally.broken[0]
        others = f", and so at {len(tally.broken) - 1:,} more places" if len(tally.broken) > 1 else ""
        message = f"at byte {first.at:,}: {first.why}{others}; the records before and after were read"
        yield Problem(where, "broken-container", message, "find a whole copy of the file; pages may be missing")
    if tally.wrong_lengths:
        count, first_record = len(tally.wrong_lengths), tally.wrong_lengths[0]
        message = f"{count:,} of its records are not as long as they say, the first is record {first_record}"
        hint = "check the live blogs of the file: each was read as far as the next record"
        yield Problem(where, "wrong-length", message, hint, Severity.WARNING)
    for why, count in tally.packed.items():
        message = f"{count:,} of its pages cannot be read: {why}"
        yield Problem(where, "unread-pages", message, "unpack them with another tool", Severity.WARNING)
    if tally.said_before:
        message = f"{tally.said_before:,} of its captures say what an earlier one says: they were left aside"
        yield Problem(where, "parts-left", message, "look through them if you miss one", Severity.NOTE)
    if tally.elsewhere:
        message = f"{tally.elsewhere:,} of its captures only say that a page is as it was in another crawl"
        yield Problem(where, "parts-left", message, "put that crawl into seeds/ too", Severity.NOTE)


WARC = Importer("warc", "a crawl: WARC files (.warc, .warc.gz), of which each page is read", declines, read, True)
"""The importer of crawls."""
