"""Tell a plain text whose headline holds tags from a page: wire text may well speak of `<script>` or `{{ name }}`."""

from __future__ import annotations

from sitegen.patterns import Pattern
from sitegen.times import clock_line

_LAID_OUT = Pattern(
    r"<(?:!doctype|html|head|body|main|article|section|header|nav|div|p|br|h[1-6]|ul|ol|li|dl|table|tr|time|title|meta|link"
    r"|rss|feed|nitf|newsitem)\b"
)


def is_plain(suffix: str, head: str) -> bool:
    """Whether the *head* of a file with this *suffix*, which begins with a tag, is text all the same.

    It is named as a text, no tag in it lays out a page, and a clock stands alone between lines without one.
    """
    if suffix not in (".txt", ".text") or _LAID_OUT.search(head.casefold()):
        return False
    lines = ["", *(line.strip() for line in head.splitlines()), ""]
    return any(
        clock_line(line) and not before and not after
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
    )
