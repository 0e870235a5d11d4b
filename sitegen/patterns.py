"""Regular expressions that cost nothing before they are used: a command needs few of those that its modules hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """Where it stands in a text at a place; as below the compiled one's own method, asked millions of times."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """Whether it is all of a text."""
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """Where it first stands in a text, from a place on."""
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """Every place of a text where it stands."""
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        """A text with another in each of its places."""
        return self.compiled.sub
