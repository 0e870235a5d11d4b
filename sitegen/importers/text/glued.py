"""Lines in which the text of a page has run together with the stamp of an update ("A. PersonMay 6, 2016 11:19PMRain")."""

from __future__ import annotations

from sitegen.patterns import Pattern

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}"
_STAMP = Pattern(
    rf"{_MONTH}\s[0-9]{{1,2}},\s[0-9]{{4}},?\s(?:at\s)?{_CLOCK}(?::[0-9]{{2}})?\s?(?:[AP]M|[ap]m)"  # dated
    rf"|(?<![0-9:.]){_CLOCK}:[0-9]{{2}}\s?[AP]M"  # to the second
    rf"|(?<=[a-z]){_CLOCK}[AP]M(?=\s{{2}}\S)"  # behind the description of a picture, before its text
)
_DIGITS = Pattern(r"[0-9]:[0-9]{2}")
_BESIDE = Pattern(r"[\w.!?…”\"’)]")
_NAME = Pattern(r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){1,3}")


def unglued(line: str) -> list[str]:
    """The parts of *line* before, at and behind each stamp that has run together with its text; *line* alone without one.

    >>> unglued("A. PersonFebruary 6, 2016 11:19PMRain at last.")
    ['A. Person February 6, 2016 11:19PM', 'Rain at last.']
    """
    if not _DIGITS.search(line):
        return [line]
    parts: list[str] = []
    start = 0
    for match in _STAMP.finditer(line):
        before, after = (
            line[match.start() - 1 : match.start()] if match.start() else "",
            line[match.end() : match.end() + 1],
        )
        if not (_BESIDE.match(before) or (after.isalnum() or after in ("“", '"', "‘"))):
            continue
        text = line[start : match.start()]
        is_name = _NAME.fullmatch(text.strip()) is not None
        parts += [f"{text.strip()} {match[0]}"] if is_name else [text, match[0]]
        start = match.end()
    if not parts:
        return [line]
    if line[start : start + 2].isspace():  # the third form keeps its text
        return [part for part in (*parts[:-1], parts[-1] + line[start:]) if part.strip()]
    return [part for part in (*parts, line[start:]) if part.strip()]
