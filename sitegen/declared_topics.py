"""The topics that a person declared, in ``site.yaml`` or ``content/topics.yaml``: each sound, and sound together."""

from __future__ import annotations

from sitegen.config import Term, Topic
from sitegen.errors import Problem
from sitegen.filenames import SLUG, slug_hint
from sitegen.legible import contained
from sitegen.records.fields import GUESSES, Record, compose, nearest, quoted
from sitegen.settings import TOPICS_FILE

_ABOVE = 20  # topics: each page of a topic asks for all that are above it


def parse_topics_file(text: str, path: str) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """The topics in *text*, the text of ``content/topics.yaml``, and every problem found."""
    mapping, found = compose(text, path)
    problems = list(found)
    topics = parse_topics(Record(mapping, TOPICS_FILE, problems))
    return topics, tuple(sorted(problems, key=lambda problem: problem.where))


def parse_topics(record: Record) -> tuple[Topic, ...]:
    """The topics in the key ``topics`` of *record*, in the order of the file, without those that are not sound.

    Every slug is there once, ``broader`` names one of the slugs, and no topic is broader than itself.
    """
    topics: dict[str, Topic] = {}
    places: dict[str, Record] = {}
    for entry in record.records("topics"):
        slug = entry.text("slug")
        shown = contained(entry.text("label")), contained(entry.text("note"))
        topic = Topic(slug, shown[0], _terms(entry), entry.text("broader"), shown[1])
        entry.text("evidence")  # checked to be text, and of no further use
        if slug in topics:
            message = f"the topic {quoted(slug)} is here twice, first on line {places[slug].where('slug').line}"
            entry.refuse("slug", "topic-duplicate", message, "give one of the two another slug")
        elif slug and not SLUG.fullmatch(slug):
            entry.refuse(
                "slug", "topic-slug", f"{quoted(slug)} cannot be part of an address", slug_hint(slug, "deir-el-zour")
            )
        elif slug:
            topics[slug], places[slug] = topic, entry
    _check_parents(topics, places)
    return tuple(topics.values())


def _terms(entry: Record) -> tuple[Term, ...]:
    """The wordings of a topic; its label where none is given."""
    terms = []
    for item in entry.mixed("match"):
        terms.append(Term(item.text) if not isinstance(item, Record) else Term(item.text("text"), item.boolean("case")))
    return tuple(term for term in terms if term.text) or (Term(entry.text("label")),)


def _check_parents(topics: dict[str, Topic], places: dict[str, Record]) -> None:
    reported: set[str] = set()
    unknown = 0
    for slug, topic in topics.items():
        if topic.broader and topic.broader not in topics:
            unknown += 1
            meant = nearest(topic.broader, topics) if unknown <= GUESSES else ""
            hint = f'write "{meant}"' if meant else "declare that topic too, or remove the key"
            places[slug].refuse("broader", "topic-broader", f"there is no topic {quoted(topic.broader)}", hint)
        way = _way_up(slug, topics)
        if not reported.isdisjoint(way):
            continue
        if len(way) > 1 and way[-1] == slug:
            message = f"the topic {quoted(slug)} is broader than itself: {' → '.join(way)}"
            places[slug].refuse("broader", "topic-circle", message, "remove one of these keys")
            reported.update(way)
        elif len(way) > _ABOVE + 1:
            message = f"the topic {quoted(slug)} has more than {_ABOVE} topics above it"
            places[slug].refuse("broader", "topic-depth", message, "make it a part of one that is further up")
            reported.update(way)


def _way_up(slug: str, topics: dict[str, Topic]) -> list[str]:
    """The way from *slug* by ``broader``: to a topic that has none, to one that is on it already, or as far as is looked."""
    way = [slug]
    while len(way) <= _ABOVE + 1 and (broader := topics[way[-1]].broader) in topics:
        way.append(broader)
        if broader in way[:-1]:
            break
    return way
