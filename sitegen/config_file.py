"""``site.yaml`` read and checked: every setting with its default, every fault of the file at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sitegen.config import FORMAT, BodyMode, ClockStyle, Config, Links, Order, Pages, Rights, UpdatePages
from sitegen.declared_topics import parse_topics, parse_topics_file
from sitegen.errors import Location, Problem, UsageError
from sitegen.filenames import SLUG
from sitegen.files import read_plain
from sitegen.legible import contained
from sitegen.patterns import Pattern
from sitegen.policy import ADDABLE, Csp, source_fault
from sitegen.records import tables
from sitegen.records.fields import Record, Scalar, compose, nearest, quoted
from sitegen.records.nodes import Node
from sitegen.settings import RIGHTS, SITE
from sitegen.theme_file import parse_theme
from sitegen.zones import load_zone, zone_names, zone_of_word

__all__ = [
    "RIGHTS",
    "json_schema",
    "load_config",
    "parse_config",
    "parse_rights",
    "parse_topics",
    "parse_topics_file",
    "reference",
    "with_base_url",
    "zone_hint",
]

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
# taggingEntity of RFC 4151 §2.1: a host name or an email address, a comma, and a date of a year, month or day.
_ID = Pattern(rf"(?:[A-Za-z0-9._-]+@)?{_LABEL}(?:\.{_LABEL})*,[0-9]{{4}}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?")
# The shape of a language tag (RFC 5646 §2.1); longer first parts are names like "english", not tags.
LANGUAGE = Pattern(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_URL_CHARACTERS = Pattern(r"[A-Za-z0-9\-._~:/\[\]@!$&'()*+,;=%]+")  # RFC 3986 §2, without query and fragment


def load_config(path: Path) -> Config:
    """The settings in the file *path*; raises ``UsageError`` with every problem of the file."""
    data = read_plain(path, path.name)
    if data is None:
        data = Problem(Location(path.name), "config-missing", f"there is no {path.name}", _MISSING_HINT)
    if isinstance(data, Problem):
        raise UsageError([data])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = _encoding_problem(path.name, error)
        raise UsageError([problem]) from None
    config, problems = parse_config(text, path.name)
    if any(problem.is_error for problem in problems):
        raise UsageError(problems)
    return config


def _encoding_problem(path: str, error: UnicodeDecodeError) -> Problem:
    before = error.object[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    where = Location(path, before.count(b"\n") + 1, column)
    message = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
    return Problem(where, "config-encoding", message, "save the file as UTF-8")


_MISSING_HINT = 'run "sitegen new DIR" to make a site, or name its folder with "-C DIR"'


def parse_config(text: str, path: str) -> tuple[Config, tuple[Problem, ...]]:
    """The settings in *text*, a default in the place of each wrong one, and every problem found."""
    mapping, found = compose(text, path)
    problems = list(found)
    newer = _newer_format(mapping.entries["format"][1] if "format" in mapping.entries else None)
    if newer:  # its other keys are not ours to judge
        return Config(title=""), (newer,)
    config = _config(Record(mapping, SITE, problems))
    return config, tuple(sorted(problems, key=lambda problem: problem.where))


def with_base_url(config: Config, base_url: str) -> Config:
    """*config* with the address given on the command line; raises ``UsageError`` if it is no address of a site."""
    fault = _base_url_fault(base_url)
    if fault:
        raise UsageError([Problem(Location("--base-url"), "config-base-url", *fault)])
    return replace(config, base_url=base_url.rstrip("/") + "/")


def reference() -> str:
    """The keys of ``site.yaml`` as a Markdown table, for ``docs/configuration.md``."""
    return tables.reference(SITE)


def json_schema() -> str:
    """The JSON Schema (2020-12) of ``site.yaml``, for editors."""
    return tables.json_schema(SITE, "site.yaml")


def parse_rights(record: Record) -> Rights:
    """The rights in *record*, whose table is ``RIGHTS``: of the site, or of one live blog."""
    return Rights(
        holder=record.text("holder"),
        note=record.text("note"),
        full_text=record.switch("full_text"),
        robots=record.text("robots"),
        pictures=record.switch("pictures"),
    )


def shown_rights(rights: Rights) -> Rights:
    """*rights* as pages show them."""
    texts = contained(rights.holder), contained(rights.note), contained(rights.robots)
    return replace(rights, holder=texts[0], note=texts[1], robots=texts[2])


def zone_hint(name: str) -> str:
    """The hint for *name*, which is no IANA time zone: the zone that was most likely meant."""
    zones = zone_names()
    by_city = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    word = name.strip().replace(" ", "_")
    meant = zone_of_word(name) or nearest(word, zones) or by_city.get(nearest(word.rpartition("/")[2], by_city), "")
    return f'write "{meant}"' if meant else 'write an IANA time zone, like "Asia/Beirut"'


def _newer_format(node: Node | None) -> Problem | None:
    if not isinstance(node, Scalar) or not node.text.isdecimal() or int(node.text[:9]) <= FORMAT:
        return None
    message = f"format {node.text[:9]} was made by a newer sitegen; this one reads format {FORMAT}"
    return Problem(node.where, "config-format", message, "install the newest sitegen")


def _config(record: Record) -> Config:
    language = _language(record)
    is_english = language.lower().split("-")[0] == "en"
    return Config(
        format=_format(record),
        id=_matching(record, "id", _ID, "config-id", "is not an authority and a date", _ID_HINT),
        title=contained(record.text("title")),
        description=contained(record.text("description")),
        base_url=_base_url(record),
        published=record.boolean("published"),
        language=language,
        zone=_zone(record),
        publisher=contained(record.text("publisher")),
        order=record.choice("order", Order),
        clock=record.choice("clock", ClockStyle, ClockStyle.AP if is_english else ClockStyle.H24),
        datelines=_datelines(record),
        topics=parse_topics(record),
        pages=_pages(record.record("pages")),
        links=record.choice("links", Links),
        rights=shown_rights(parse_rights(record.record("rights"))),
        menu=_menu(record),
        ignore=record.texts("ignore"),
        csp=_csp(record.record("csp")),
        theme=parse_theme(record.record("theme")),
    )


_ID_HINT = 'write a name that you own and a day, like "example.org,2026-11-22"'
LANGUAGE_HINT = 'write a language tag, like "en", "pt-BR" or "ar"'


def _format(record: Record) -> int:
    number = record.integer("format")
    if number != FORMAT:
        record.refuse("format", "config-format", f"there is no format {number}", f'write "format: {FORMAT}"')
    return FORMAT


def _matching(record: Record, name: str, shape: Pattern, code: str, statement: str, hint: str) -> str:
    """The text of *name*, or its default where the text has not the *shape*."""
    text, default = record.text(name), record.fields[name].default
    if text == default or shape.fullmatch(text):
        return text
    record.refuse(name, code, f"{quoted(text)} {statement}", hint)
    return default


def _language(record: Record) -> str:
    return _matching(record, "language", LANGUAGE, "config-language", "is not a language tag", LANGUAGE_HINT)


def _base_url(record: Record) -> str:
    text = record.text("base_url")
    fault = _base_url_fault(text) if text else None
    if fault:
        record.refuse("base_url", "config-base-url", *fault)
    return text.rstrip("/") + "/" if text and not fault else ""


def _base_url_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with *text* as the address of a site, and the hint."""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, or half an IPv6 address
        is_address = False
    if not is_address:
        return f"{quoted(text)} is not a web address", 'write one like "https://example.org/live/"'
    if "?" in text or "#" in text:
        return f"{quoted(text)} has a query or a fragment", 'remove what follows "?" or "#"'
    if "@" in parts.netloc:
        return "the address holds a user name or password", 'remove what stands before "@"'
    if not _URL_CHARACTERS.fullmatch(text):
        return f"{quoted(text)} has characters that no address has", "write them percent-encoded, a host in punycode"
    return None


def _zone(record: Record) -> str:
    name, default = record.text("zone"), record.fields["zone"].default
    if load_zone(name) is not None:
        return name
    record.refuse("zone", "config-zone", f"{quoted(name)} is not a time zone", zone_hint(name))
    return default


def _datelines(record: Record) -> tuple[tuple[str, str], ...]:
    zones: dict[str, str] = {}
    for name, zone in record.pairs("datelines"):
        place = " ".join(name.text.upper().split())
        if place in zones:
            message = f"the dateline {quoted(name.text)} is here twice, capitals aside"
            record.problems.append(Problem(name.where, "duplicate-key", message, "keep one of the two"))
        elif load_zone(zone.text) is None:
            message = f"{quoted(zone.text)} is not a time zone"
            record.problems.append(Problem(zone.where, "config-zone", message, zone_hint(zone.text)))
        else:
            zones[place] = zone.text
    return tuple(zones.items())


def _pages(record: Record) -> Pages:
    # Before updates had pages of their own, `updates` was the name of what `bodies` is: it is read so still.
    formerly = record.member("updates", BodyMode)
    return Pages(
        home=record.boolean("home"),
        calendar=record.boolean("calendar"),
        day=record.boolean("day"),
        topics=record.boolean("topics"),
        feed=record.boolean("feed"),
        sitemap=record.boolean("sitemap"),
        not_found=record.boolean("not_found"),
        citations=record.boolean("citations"),
        data=record.boolean("data"),
        tables=record.boolean("tables"),
        timeline=record.boolean("timeline"),
        on_this_day=record.boolean("on_this_day"),
        search=record.boolean("search"),
        corrections=record.boolean("corrections"),
        own=record.boolean("own"),
        latest=record.boolean("latest"),
        updates=UpdatePages.KEY if formerly else record.choice("updates", UpdatePages),
        bodies=record.choice("bodies", BodyMode, formerly),
    )


def _csp(record: Record) -> Csp:
    found = [(name, tuple(_sources(record, name))) for name in ADDABLE]
    return tuple((name, sources) for name, sources in found if sources)


def _sources(record: Record, name: str) -> Iterator[str]:
    """The sources of the directive *name*, without those that are not sound."""
    for source in record.scalars(name):
        if fault := source_fault(name, source.text):
            message = f"{quoted(source.text)} {fault[0]}"
            record.problems.append(Problem(source.where, "config-csp", message, fault[1]))
        else:
            yield source.text


def _menu(record: Record) -> tuple[str, ...]:
    for name in record.scalars("menu"):
        if not SLUG.fullmatch(name.text):
            message = f"{quoted(name.text)} is not the name of a page"
            hint = 'write the name of a file in content/pages/ without ".md", like "about"'
            record.problems.append(Problem(name.where, "config-menu", message, hint))
    return tuple(name for name in record.texts("menu") if SLUG.fullmatch(name))
