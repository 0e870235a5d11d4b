"""Declared topics that say a text: they get other names, in the headings of updates and where they are declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sitegen.addresses import topic_url
from sitegen.config import Topic
from sitegen.content.headings import MARK
from sitegen.content.reheading import with_topics
from sitegen.files import TOPICS
from sitegen.records.editing import Keys, with_values
from sitegen.takedown.matching import without
from sitegen.takedown.renaming import cleaned, follow
from sitegen.takedown.searching import is_live_blog, site_files, text_of
from sitegen.takedown.withholding import Archive

_SLUGS = {("topics", "slug"), ("topics", "broader")}
_TEXTS = {("topics", "label"), ("topics", "note"), ("topics", "evidence")}
_WORDINGS = {("topics", "match"), ("topics", "match", "text")}


def new_slugs(pattern: re.Pattern[str], slugs: Iterable[str]) -> dict[str, str]:
    """What those of *slugs* that *pattern* matches will be called."""
    return {slug: new for slug in slugs if (new := cleaned(pattern, slug)) != slug}


def with_new_slugs(pattern: re.Pattern[str], topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """*topics*, and each whose slug *pattern* matches once more under its new one: for headings that have it already."""
    names = new_slugs(pattern, (topic.slug for topic in topics))
    return (*topics, *(replace(topic, slug=names[topic.slug]) for topic in topics if topic.slug in names))


def rename_topics(archive: Archive, pattern: re.Pattern[str]) -> dict[str, str]:
    """Give the topics whose slug *pattern* matches another one, in the headings of updates and in links: old and new ones.

    Where they are declared it is `replace_in_topics` that does so, and last: so whoever does it again, after it died, finds
    them. Raises OSError.
    """
    names = new_slugs(pattern, archive.vocabulary)
    follow(archive, {topic_url(old): topic_url(new) for old, new in names.items()})
    for path in filter(is_live_blog, site_files(archive.backup.root)) if names else ():
        text = text_of(archive.backup.root, path)
        if any(old in text for old in names):
            lines = [with_topics(line, names) if line.startswith(MARK) else line for line in text.split("\n")]
            if (changed := "\n".join(lines)) != text:
                archive.backup.replace(path, changed)
    return names


def replace_in_topics(archive: Archive, pattern: re.Pattern[str], by: str, *, rename: bool) -> list[str]:
    """Replace what *pattern* matches where topics are declared; the file that changed. All other values stay as written.

    Labels and notes get *by* in its place; a wording that suggests the topic becomes one that no text says, so that no
    import suggests it for *by*. With *rename* the slugs change too.
    """

    def changed(keys: Keys, value: str) -> str:
        if keys in _WORDINGS or (rename and keys in _SLUGS):
            return cleaned(pattern, value)
        return without(pattern, by, value) if keys in _TEXTS else value

    path = "site.yaml" if archive.config.topics else TOPICS
    text = text_of(archive.backup.root, path)
    new = with_values(text, changed)
    if new == text:
        return []
    archive.backup.replace(path, new)
    return [path]
