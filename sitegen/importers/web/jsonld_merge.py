"""One update out of what JSON-LD states of it and what the page shows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.exports.json_seeds import text_at
from sitegen.importers.seeds import Seed
from sitegen.importers.web.jsonld_updates import Object, Stated, when_of
from sitegen.importers.web.jsonld_words import has_whole, words_of
from sitegen.importers.web.page_head import Page
from sitegen.importers.web.page_updates import PageUpdate


def merge(stated: Stated, shown: PageUpdate | None) -> Stated:
    """*stated* with the body that the page shows, where that is the whole of it."""
    if shown is None:
        return stated
    wanted, there = Counter(words_of(stated.body.seen)), Counter(words_of(shown.body.seen))
    body = shown.body if there and has_whole(there, wanted) else stated.body
    return replace(
        stated,
        when=stated.when or shown.when,
        title=stated.title or shown.title,
        body=body,
        author=stated.author or shown.author,
        sid=stated.sid or shown.sid,
        updated=stated.updated or shown.updated,
        is_unread=stated.is_unread and body.is_empty,
    )


def is_of_page(updates: Sequence[Stated], page: Page, blog: Object) -> bool:
    """Whether all *updates* have one time, as where a program gave them that of the page."""
    if len(updates) == 1:
        own = {when_of(text_at(blog, key)) for key in ("datePublished", "dateModified")}
        return updates[0].when in own and updates[0].when in (page.start, page.end)
    return len({one.when for one in updates}) == 1 and updates[0].when is not None


def with_shown_times(
    seed: Seed, updates: Sequence[Stated], shown: Sequence[PageUpdate | None]
) -> tuple[list[Stated], list[Problem]]:
    """*updates* with the times and titles that the page shows; a warning where it shows none."""
    if len(updates) == 1 and (shown[0] is None or shown[0].when is None):
        return list(updates), []
    kept, missing = [], 0
    titles = {one.title for one in updates}
    for one, other in zip(updates, shown, strict=True):
        if other is None or other.when is None:
            missing += 1
            kept.append(one)
        else:
            title = other.title if len(titles) == 1 else one.title  # that of the page, said of each
            kept.append(replace(one, when=other.when, updated=other.updated, title=title))
    if not missing:
        return kept, []
    message = (
        f"{missing} of {len(updates)} updates {'has' if missing == 1 else 'have'} the same time as the page itself"
    )
    hint = "correct their times in the content file, if they are known"
    return kept, [Problem(Location(seed.path), "time-of-page", message, hint, Severity.WARNING)]
