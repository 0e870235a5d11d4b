"""What the index keeps as JSON of a live blog, read: what no query asks for by a part of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from sitegen.model import Correction, CorrectionKind, Picture, Rights, Source


@dataclass(frozen=True, slots=True)
class Rest:
    """What only the live blog's own page shows. *opening* is the plain text of its standfirst.

    *sizes* are the width and height in pixels of those pictures whose files say them, by the name of the file.

    *marks* are those of its head and its updates, as they stand in its file; none where it has no seed.
    """

    opening: str
    summary: tuple[str, ...]
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    rights: Rights
    cite_as: str
    marks: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class _RestRow(TypedDict):
    summary: list[str]
    pictures: list[tuple[str, str, str, str]]
    sources: list[tuple[str, str, str, str, str, str, str]]
    rights: tuple[str, str, bool | None, str, bool | None]
    cite_as: str
    marks: str
    sizes: dict[str, tuple[int, int]]


def read_rest(opening: str, text: str) -> Rest:
    """The ``rest`` of a live blog's row, as ``rows`` wrote it, with its *opening*."""
    row: _RestRow = json.loads(text)
    return Rest(
        opening=opening,
        summary=tuple(row["summary"]),
        pictures=tuple(Picture(*picture) for picture in row["pictures"]),
        sources=tuple(Source(*source) for source in row["sources"]),
        rights=Rights(*row["rights"]),
        cite_as=row["cite_as"],
        marks=tuple(row["marks"].split()),
        sizes=row["sizes"],
    )


def read_corrections(text: str) -> tuple[Correction, ...]:
    """The ``corrections`` of a live blog's row, where it has some."""
    rows: list[tuple[str, str, str, str]] = json.loads(text)
    return tuple(
        Correction(date.fromisoformat(when), said, update, CorrectionKind(kind)) for when, said, update, kind in rows
    )
