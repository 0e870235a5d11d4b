"""The formats of seeds, as readers of pages call them."""

from __future__ import annotations

from sitegen.pages.interface import Interface


def format_name(importer: str, words: Interface) -> str:
    """What readers call the format that *importer* reads; that of a part stands before that of its container.

    >>> from sitegen.pages.interface import english
    >>> format_name("wire", english()), format_name("warc/page", english()), format_name("ours", english())
    ('wire text', 'saved web page, in a web crawl (WARC)', 'ours')
    """
    outer, _, inner = importer.partition("/")
    container, part = _known(outer, words), _known(inner, words)
    if container and part:
        return words.say("format_in", part=part, container=container)
    return _known(importer, words) or importer


def _known(importer: str, words: Interface) -> str:
    return words.strings.get(f"format_{importer.replace('-', '_')}", "")
