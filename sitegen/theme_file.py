"""``theme:`` of ``site.yaml`` read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.errors import Problem
from sitegen.legible import contained
from sitegen.look import (
    COLORS,
    PICTURES,
    Face,
    Style,
    Theme,
    color_fault,
    family_fault,
    file_fault,
    font_fault,
    weight_fault,
)
from sitegen.records.fields import Record, quoted

Judge = Callable[[str], tuple[str, str] | None]
CODE = "config-theme"


def parse_theme(record: Record) -> Theme:
    """The look that *record* says, without what is not sound in it; its problems are added to those of the record."""
    return Theme(
        light=tuple(_colors(record.record("light"))),
        dark=tuple(_colors(record.record("dark"))),
        text=tuple(_families(record, "text")),
        plain=tuple(_families(record, "plain")),
        faces=tuple(_faces(record)),
        logo=_sound(record, "logo", lambda text: file_fault(text, PICTURES)),
        wordmark=contained(record.text("wordmark")),
    )


def _sound(record: Record, name: str, judge: Judge) -> str:
    text = record.text(name)
    if text and (fault := judge(text)):
        record.refuse(name, CODE, f"{quoted(text)} {fault[0]}", fault[1])
        return ""
    return text


def _colors(record: Record) -> Iterator[tuple[str, str]]:
    for name in COLORS:
        if color := _sound(record, name, color_fault):
            yield name, color


def _families(record: Record, name: str) -> Iterator[str]:
    for family in record.scalars(name):
        if fault := family_fault(family.text):
            record.problems.append(Problem(family.where, CODE, f"{quoted(family.text)} {fault[0]}", fault[1]))
        else:
            yield family.text


def _faces(record: Record) -> Iterator[Face]:
    for face in record.records("faces"):
        family, file = _sound(face, "family", family_fault), _sound(face, "file", font_fault)
        weight, style = _sound(face, "weight", weight_fault), face.choice("style", Style)
        if family and file:
            yield Face(family=family, file=file, weight=weight, style=style)
