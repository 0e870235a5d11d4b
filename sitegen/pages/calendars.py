"""Dates and plural forms of languages that we have no words for, by Babel (the extra ``[i18n]``), loaded where needed."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

PATTERNS = {"date_short": "yMMMd", "date_day": "MMMMd", "date_month": "yMMMM"}
"""What each pattern of dates shows, as CLDR names it (UTS #35, skeletons)."""


def is_installed() -> bool:
    """Whether the extra ``[i18n]`` is there."""
    return find_spec("babel") is not None


@cache
def is_known(lang: str) -> bool:
    """Whether Babel knows the language *lang*."""
    if not is_installed():
        return False
    from babel import Locale, UnknownLocaleError

    try:
        Locale(lang)
    except UnknownLocaleError:
        return False
    return True


@cache
def _locale(lang: str) -> Locale:
    from babel import Locale

    return Locale(lang)


def months(lang: str) -> tuple[str, ...]:
    """The names of the months as a title has them, January first."""
    names = _locale(lang).months["stand-alone"]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))


def weekdays(lang: str) -> tuple[str, ...]:
    """The names of the days of the week, Monday first."""
    names = _locale(lang).days["stand-alone"]["wide"]
    return tuple(str(names[number]) for number in range(7))


def written(pattern: str, day: date, lang: str) -> str:
    """*day* as *lang* writes the *pattern*: one of `PATTERNS`, or "date_long", which is its full form."""
    from babel.dates import format_date, format_skeleton

    if pattern == "date_long":
        return str(format_date(day, "full", locale=_locale(lang)))
    return str(format_skeleton(PATTERNS[pattern], day, locale=_locale(lang)))


def plural_form(number: int, lang: str) -> str:
    """The form of a noun beside *number*: "one", "few", "many", "other" (CLDR)."""
    return str(_locale(lang).plural_form(number))
