"""The keys of ``site.yaml`` and ``content/topics.yaml``: names, kinds, defaults, and what they mean to their writer."""

from __future__ import annotations

from enum import Enum

from sitegen.config import BodyMode, ClockStyle, Links, Order, UpdatePages
from sitegen.look import COLORS, Style
from sitegen.policy import ADDABLE
from sitegen.records.tables import Field, Kind, Table, table


def _words(kind: type[Enum]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in kind)


def _switch(name: str, what: str) -> Field:
    return Field(name, Kind.BOOLEAN, f"Whether there is {what}.", "true")


TERM: Table = table(
    Field("text", Kind.TEXT, "The wording, matched as whole words.", required=True),
    Field("case", Kind.BOOLEAN, "Whether capitals must agree: for names that are also words, like `IS`.", "false"),
)

TOPIC: Table = table(
    Field("slug", Kind.TEXT, "The topic's name in addresses: small letters, digits and single hyphens.", required=True),
    Field("label", Kind.TEXT, "The topic's name on pages.", required=True),
    Field("match", Kind.MIXED, "Wordings that suggest the topic at import; none means its label.", fields=TERM),
    Field("broader", Kind.TEXT, "The slug of the topic that this one is a part of."),
    Field("note", Kind.TEXT, "A sentence on the topic's page."),
    Field("evidence", Kind.TEXT, "Why the topic was discovered; written by import, shown nowhere."),
)

TOPICS_FILE: Table = table(Field("topics", Kind.RECORDS, "The topics, in the order of the topics page.", fields=TOPIC))

PAGES: Table = table(
    _switch("home", "a home page"),
    _switch("calendar", "a page for each year and month"),
    _switch("day", "a page for each day"),
    _switch("topics", "a page for each topic, its years, and all topics"),
    _switch("feed", "a feed of the site and of each topic, as Atom and as JSON Feed"),
    _switch("sitemap", "a `sitemap.xml`, and one for each year where it would be too long"),
    _switch("not_found", "a `404.html`"),
    _switch("citations", "`citation.json`, `.bib` and `.ris` beside each live blog"),
    _switch("data", "an `index.json` beside each live blog, day and year of a topic"),
    _switch("tables", "a table of all updates of each year in `/data/`, as CSV and as JSON Lines"),
    _switch("timeline", "a timeline of each month, by instant"),
    _switch("on_this_day", "a page for each day of the calendar, of any year"),
    _switch("search", "a search page"),
    _switch("corrections", "a page of all corrections"),
    _switch("own", "a page for each file of `content/pages/`"),
    _switch("latest", "a page with the newest update first beside each live blog that has more than a few"),
    Field(
        "updates",
        Kind.CHOICE,
        "Which updates have a page of their own too, for previews and reference managers: none, the key ones, or all.",
        "key",
        _words(UpdatePages),
    ),
    Field(
        "bodies",
        Kind.CHOICE,
        "How day and topic pages show updates: in full, by their lead with a link, or in full up to 200 a page.",
        "auto",
        _words(BodyMode),
    ),
)

RIGHTS: Table = table(
    Field("holder", Kind.TEXT, "Who holds the rights."),
    Field("note", Kind.TEXT, "What that means, in a sentence."),
    Field(
        "full_text",
        Kind.BOOLEAN,
        "Whether whole updates may go into feeds, JSON-LD and data files. Said nowhere, they may not.",
    ),
    Field("robots", Kind.TEXT, "What search engines are told in `<meta name=robots>`, like `noindex`."),
    Field("pictures", Kind.BOOLEAN, "Whether archived pictures are published. Said nowhere, they are."),
)

COLORS_OF: Table = table(*(Field(name, Kind.TEXT, f"The colour `--{name}` of the stylesheet.") for name in COLORS))

FACE: Table = table(
    Field("family", Kind.TEXT, "What `text` and `plain` call it.", required=True),
    Field("file", Kind.TEXT, "Its file below `layouts/static/`, like `fonts/own.woff2`.", required=True),
    Field("weight", Kind.TEXT, "Its weight, like `400`, or a range, like `400 700`."),
    Field("style", Kind.CHOICE, "Whether it is upright or italic.", Style.NORMAL.value, _words(Style)),
)

THEME: Table = table(
    Field("light", Kind.RECORD, "Colours on light screens; print stays black on white.", fields=COLORS_OF),
    Field("dark", Kind.RECORD, "Colours where the reader's device is dark.", fields=COLORS_OF),
    Field(
        "text", Kind.TEXTS, "Typefaces of what is read, of the system or of `faces`; the first that there is is taken."
    ),
    Field("plain", Kind.TEXTS, "Typefaces of what is not text: clocks, menus, labels."),
    Field("faces", Kind.RECORDS, "Typefaces that the site brings along.", fields=FACE),
    Field("logo", Kind.TEXT, "A picture below `layouts/static/` at the head of every page."),
    Field("wordmark", Kind.TEXT, "What stands there instead of the title, beside the logo or alone."),
)

CSP: Table = table(*(Field(name, Kind.TEXTS, f"Sources that `{name}` of the policy allows too.") for name in ADDABLE))

SITE: Table = table(
    Field("format", Kind.INTEGER, "The version of this file's format; sitegen reads 1.", "1"),
    Field(
        "id",
        Kind.TEXT,
        "Authority and date for the `tag:` addresses of feeds (RFC 4151 §2.1), like `example.org,2026-11-22`. "
        "`sitegen new` makes one; never change it, or feed readers show everything again.",
    ),
    Field("title", Kind.TEXT, "The name of the site.", required=True),
    Field("description", Kind.TEXT, "One sentence about the site, for search engines and feeds."),
    Field(
        "base_url",
        Kind.TEXT,
        "The address that the site will have, like `https://example.org/live/`. "
        "Canonical links, feeds and the sitemap need it.",
    ),
    Field(
        "published",
        Kind.BOOLEAN,
        "Whether addresses are promised: while false, dates, slugs and anchors may change freely.",
        "true",
    ),
    Field("language", Kind.TEXT, "The language of pages and of live blogs that name none (BCP 47).", "en"),
    Field("zone", Kind.TEXT, "The time zone of live blogs that name none (IANA).", "UTC"),
    Field("publisher", Kind.TEXT, "The publisher of live blogs that name none."),
    Field("order", Kind.CHOICE, "Which days and live blogs come first in lists.", "newest", _words(Order)),
    Field(
        "clock",
        Kind.CHOICE,
        "How pages write times, `7:30 p.m.` or `19:30`; without it `ap` where the language is English, else `24h`.",
        choices=_words(ClockStyle),
    ),
    Field("datelines", Kind.PAIRS, "Places that open a live blog, and their time zones; they add to sitegen's own."),
    TOPICS_FILE["topics"],
    Field("pages", Kind.RECORD, "Which kinds of page are made, and how.", fields=PAGES),
    Field(
        "links",
        Kind.CHOICE,
        "Whether links name folders, for a web server, or the `index.html` in them, for a disk.",
        "folder",
        _words(Links),
    ),
    Field(
        "rights",
        Kind.RECORD,
        "Who holds the rights, and what may be made of the texts; a live blog overrules each key that it states.",
        fields=RIGHTS,
    ),
    Field("menu", Kind.TEXTS, "Names of files in `content/pages/`, without `.md`, shown in the menu in this order."),
    Field(
        "csp",
        Kind.RECORD,
        "What the Content-Security-Policy of pages and of `/_headers` allows beside the site's own files.",
        fields=CSP,
    ),
    Field("theme", Kind.RECORD, "The site's own colours, typefaces and mark; see `docs/layouts.md`.", fields=THEME),
    Field("ignore", Kind.TEXTS, "Patterns of files in `seeds/` that import passes over, like `*.bak`."),
)
