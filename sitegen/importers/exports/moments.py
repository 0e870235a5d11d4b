"""Instants as programs write them: ISO 8601 and its kin, the dates of HTTP and mail, and counts since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sitegen.patterns import Pattern

_ISO = Pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]{1,9}))?[ ]?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
)
_LONGEST = 64  # characters of a date: email's parser takes long over more
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(text: str) -> datetime | None:
    """The instant that *text* names (RFC 3339, ISO 8601, or RFC 5322 as in HTTP); None for another text.

    It has no offset where the text has none.
    """
    try:
        return _within_years(_read(text.strip()))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _read(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return parsedate_to_datetime(text) if text[:3].isalpha() and len(text) < _LONGEST else None
    day, clock, fraction, offset = match.groups()
    return datetime.fromisoformat(f"{day}T{clock}{f'.{fraction[:6]}' if fraction else ''}{offset or ''}")


def _within_years(moment: datetime | None) -> datetime | None:
    """*moment* if it has a year in every zone."""
    return moment if moment is not None and 1 < moment.year < 9999 else None


def moment_of_epoch(count: float | None, per_second: int = 1) -> datetime | None:
    """The instant *count* units after 1970 began, in UTC, a second having *per_second* of them; None beyond all years."""
    if count is None:
        return None
    try:
        return _within_years(_EPOCH + timedelta(seconds=count / per_second))
    except (OverflowError, ValueError):
        return None
