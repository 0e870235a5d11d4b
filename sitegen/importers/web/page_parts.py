"""The parts of a page that are no live blog, told by element, role, id and class; and how much of a page was taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from sitegen.errors import Location, Problem, Severity
from sitegen.importers.web.html import Node, children
from sitegen.patterns import Pattern
from sitegen.words import words

COMMENTS = "comments"
TAKEN, OTHER, UPDATES = "taken", "other text", "text of updates"
_ABOUT = "times, names and buttons in what was taken"
_SOME = 5  # words: a sentence
_MOST = 0.8  # of the words of a live blog and of the parts without a name: where fewer are its own, it may lack some
_NAMES: dict[str, tuple[str, ...]] = {
    COMMENTS: (
        "comment", "comments", "commenting", "disqus", "kommentar", "kommentare", "commentaires", "comentarios", "viafoura",
        "livefyre", "fyre", "spotim", "conversations", "respond", "commentlist", "forum", "leserkommentare", "reactions",
    ),
    "related": (
        "related", "recommended", "recommendations", "recommender", "outbrain", "taboola", "mostread", "popular", "trending",
        "teaser", "teasers", "readmore", "morestories", "verwandte", "recirculation", "onward", "rel", "dontmiss",
    ),
    "navigation": ("navigation", "navbar", "menu", "breadcrumb", "breadcrumbs", "pagination", "pager", "sitenav", "nav"),
    "advertising": (
        "ad", "ads", "advert", "advertisement", "advertising", "adslot", "anzeige", "werbung", "publicite", "sponsored",
        "gpt", "dfp", "promo", "promotion",
    ),
    "sharing": ("share", "sharebar", "sharing", "social", "addthis", "sharethis"),
    "newsletter": ("newsletter", "signup", "subscribe", "subscription", "paywall", "whatsapp"),
    "cookie notice": (
        "cookie", "cookies", "consent", "gdpr", "onetrust", "cookiebot", "cookiebanner", "cookieconsent", "cookiehinweis",
        "didomi", "usercentrics", "truste", "trustarc", "quantcast", "cmp2", "cmplz", "cmpbox", "iubenda", "borlabs",
        "consentmanager",
    ),
    "sidebar": ("sidebar", "widget", "widgets"),
}  # fmt: skip
_BY_WORD = {word: part for part, names in _NAMES.items() for word in names}
_BY_TAG = {"nav": "navigation", "footer": "footer", "aside": "sidebar", "header": "header", "form": "forms"}
_BY_ROLE = {"navigation": "navigation", "banner": "header", "contentinfo": "footer", "complementary": "sidebar"}
_LIVE = frozenset({"live", "liveblog", "ticker", "liveticker", "directo", "direct"})
_KEY_EVENTS = {"key", "events"}
_WHOLE = ("html", "body", "main")
_SPLIT = Pattern(r"[^A-Za-z0-9]+")
_PIECES = Pattern(r"[A-Z]?[a-z]{4,}")
_TOKENS_READ = 400  # characters of ids and classes


def tokens(node: Node) -> set[str]:
    """The words of the id and the classes of *node*, in small letters; also those of ``camelCase`` ones."""
    attributes = node.attributes
    text = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"[:_TOKENS_READ]
    found = {word.casefold() for word in _SPLIT.compiled.split(text)}
    return found | {piece.casefold() for piece in _PIECES.compiled.findall(text)}


def part_of(node: Node, *, with_tags: bool = True) -> str:
    """Which part of a page *node* is, "" where it may be of the live blog. Elements count *with_tags* only."""
    tag = node.tag or ""
    if tag.startswith("-") or tag in _WHOLE or tag == "h1":
        return ""
    found = tokens(node)
    named = next((_BY_WORD[word] for word in sorted(found) if word in _BY_WORD), "")
    if found >= _KEY_EVENTS and node.css_first("article") is None:
        named = "key events"  # each says again what an update says
    if found & _LIVE or (named in ("related", "sidebar", COMMENTS) and node.css_first("h1") is not None):
        named = ""
    if (
        named in ("sharing", "sidebar") and node.css_first("blockquote, iframe, h1") is not None
    ):  # a post that is quoted
        named = ""
    role = _BY_ROLE.get(node.attributes.get("role") or "", "")
    of_tag = _BY_TAG.get(tag, "") if with_tags and not found & _LIVE else "navigation" if tag == "nav" else ""
    return named or role or of_tag


def words_in_parts(body: Node, taken: Collection[int]) -> dict[str, Counter[str]]:
    """The words of *body* that stand in each of its parts, and in the elements *taken* (their ids in memory)."""
    found: dict[str, Counter[str]] = {TAKEN: Counter(), OTHER: Counter(), UPDATES: Counter()}
    todo: list[tuple[Node, str]] = [(body, "")]
    while todo:
        node, within = todo.pop()
        within = TAKEN if node.mem_id in taken else within
        if node.tag == "-text":
            found.setdefault(within or OTHER, Counter()).update(words((node.text_content or "").casefold()))
            continue
        todo += [(child, within or part_of(child)) for child in children(node)]
    return found


def note_on_share(path: str, parts: Mapping[str, Counter[str]], blog: Counter[str]) -> Iterator[Problem]:
    """A note on the share of the visible words of a page that stand in its *blog*, and on the *parts* that were left.

    The words of a part that has no name may be of the live blog: where they are many, it is a warning.
    """
    total = sum(sum(found.values()) for found in parts.values())
    rest = blog - parts[TAKEN]  # what JSON-LD says need not be left where the page says it too
    left = Counter({name: sum(found.values()) for name, found in parts.items() if name != TAKEN})
    left[OTHER] = sum((parts[OTHER] - rest).values())
    if not any(left.values()):
        return
    left[_ABOUT] = sum((parts[TAKEN] - blog).values())
    taken = total - sum(left.values())
    named = ", ".join(f"{name} ({count})" for name, count in left.most_common() if count)
    message = f"{taken} of {total} visible words were taken ({100 * taken // max(1, total)}%); left: {named}"
    hint = "look at the page if a part of the live blog may be among what was left"
    is_much = left[UPDATES] >= _SOME or _is_much(left[OTHER], taken, sum(blog.values()))
    yield Problem(Location(path), "words-left", message, hint, Severity.WARNING if is_much else Severity.NOTE)


def _is_much(left: int, taken: int, told: int) -> bool:
    """Whether so many words *left* may be of a live blog that tells *told*, *taken* of them from the page."""
    return told < _MOST * (told + left) or (left >= _SOME and taken < _MOST * (taken + left))
