"""How layouts say words: those of a key, with what is filled in, as text that is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from markupsafe import Markup, escape


def speaker(strings: Mapping[str, str]) -> Callable[..., str]:
    """The function ``say`` of layouts: the words of a key, its placeholders filled in, all escaped but what is Markup."""
    parts = {
        key: [(escape(text), name) for text, name, _, _ in Formatter().parse(words)] for key, words in strings.items()
    }

    def say(key: str, **values: object) -> str:
        try:
            return Markup("").join([text + escape(values[name]) if name else text for text, name in parts[key]])
        except KeyError as error:
            what = f'"{key}" without {{{error.args[0]}}}' if key in parts else f'words for "{key}", which there are not'
            raise ValueError(f"a layout asks for {what}") from None

    return say
