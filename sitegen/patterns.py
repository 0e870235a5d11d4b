"""Regular expressions that cost nothing before they are used: a command needs few of those that its modules hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """A regular expression, compiled when it is first asked for; its methods are those of ``re.Pattern``.

    >>> Pattern("[0-9]{4}").fullmatch("2017") is None
    False
    """

    def __init__(self, text: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.text, self.flags = text, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression itself, for a loop that asks it very often."""
        return re.compile(self.text, self.flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Where it stands in *text* at *start*."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Whether it is all of *text*."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Where it first stands in *text*, from *start* on."""
        return self.compiled.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place of *text* where it stands."""
        return self.compiled.finditer(text)

    def sub(self, new: str, text: str) -> str:
        """*text* with *new* in each of its places."""
        return self.compiled.sub(new, text)
