"""Corrections as pages show them: in words, newest first, and at the updates that they concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sitegen.model import Correction, CorrectionKind, Head
from sitegen.pages.interface import Interface
from sitegen.pages.views import CorrectionView, UpdateView


def label(words: Interface, kind: CorrectionKind) -> str:
    """What a correction of *kind* is called."""
    return words.say(f"kind_{kind.value.replace('-', '_')}")


def newest_first(corrections: Iterable[Correction]) -> list[Correction]:
    """*corrections*, those of the latest day first; those of one day in the order of the file."""
    return sorted(corrections, key=lambda one: one.when, reverse=True)


def correction_views(
    words: Interface, head: Head, url: str, moments: dict[str, datetime]
) -> tuple[CorrectionView, ...]:
    """The corrections of *head*, newest first, for a page that reaches the live blog at *url* ("": it is its own).

    Their kinds are said in *words*. *moments* are those of its updates, by their anchors; what was withheld is none of them.
    """
    return tuple(
        CorrectionView(
            when=one.when,
            kind=one.kind.value,
            label=label(words, one.kind),
            text=one.text,
            url=f"{url}#{one.update}" if one.update else url,
            at=moments.get(one.update),
            title=head.title,
            lang=head.lang,
        )
        for one in newest_first(head.corrections)
    )


def corrected(updates: Sequence[UpdateView], corrections: Sequence[CorrectionView]) -> tuple[UpdateView, ...]:
    """The *updates* of a live blog with its *corrections* at those that they concern."""
    by_url: dict[str, tuple[CorrectionView, ...]] = {}
    for one in corrections:
        by_url[one.url] = (*by_url.get(one.url, ()), one)
    return tuple(
        update._replace(corrections=by_url[update.url]) if update.url in by_url else update for update in updates
    )
