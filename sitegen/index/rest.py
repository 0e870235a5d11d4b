"""What only the own page of a live blog shows, as the index keeps it: one text, read whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from sitegen.model import Correction, Picture, Rights, Source


@dataclass(frozen=True, slots=True)
class Rest:
    """What only the live blog's own page shows. *opening* is the plain text of its standfirst."""

    opening: str
    summary: tuple[str, ...]
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    rights: Rights


class _RestRow(TypedDict):
    summary: list[str]
    pictures: list[tuple[str, str, str, str]]
    sources: list[tuple[str, str, str, str, str, str]]
    corrections: list[tuple[str, str, str, str]]
    rights: tuple[str, str, bool, str]


def read_rest(opening: str, text: str) -> Rest:
    """The ``rest`` of a live blog's row, as ``rows`` wrote it, with its *opening*."""
    row: _RestRow = json.loads(text)
    holder, note, full_text, robots = row["rights"]
    return Rest(
        opening=opening,
        summary=tuple(row["summary"]),
        pictures=tuple(Picture(*picture) for picture in row["pictures"]),
        sources=tuple(Source(*source) for source in row["sources"]),
        corrections=tuple(Correction(date.fromisoformat(when), *rest) for when, *rest in row["corrections"]),
        rights=Rights(holder, note, full_text, robots),
    )
