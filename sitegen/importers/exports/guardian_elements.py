"""The elements that a Guardian block is made of -> what a reader sees: text, pictures, embeds, lists of such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from sitegen.importers.exports.json_seeds import first_text, number_at, object_at, objects_at, strings_in, text_at
from sitegen.importers.seed_notes import is_prose
from sitegen.importers.web.markup import NO_WORDS, Passage, joined, passage_of_html
from sitegen.json_value import Json
from sitegen.patterns import Pattern
from sitegen.words import words, words_of_html

Object = dict[str, Json]

# Advertisements, sign-up forms and lines: no part of what the live blog says.
_SILENT = frozenset({"adplaceholder", "divider", "newslettersignup", "emailsignup"})
_PICTURES = frozenset({"image", "cartoon"})
_QUOTES = frozenset({"pullquote", "blockquote", "comment"})
_KIND_ENDS = ("V2", "BlockElement", "Element")

# In the order in which a page shows them.
_HEADINGS = ("kicker", "heading", "subheading", "title", "mediaTitle", "linkText")
_STAMPS = ("label", "date", "toDate")  # of the events of a timeline
_TEXTS = (
    "html", "body", "bodyHtml", "commentText", "description", "prompt", "bio", "text", "captionText", "youtubeDescription",
    "snippet", "endNote",
)  # fmt: skip
_INSIDE = (
    "main", "elements", "body", "items", "keyTakeaways", "qAndAExplainers", "miniProfiles", "multiBylines", "sections",
    "events", "images", "questions", "answers", "subheadingLinks", "bodyElements",
)  # fmt: skip
_BELOW = ("caption", "credit", "attribution", "profileName", "authorName", "photographer")
_ADDRESSES = ("url", "originalUrl", "canonicalUrl", "permalink", "commentUrl", "iframeUrl", "embedUrl", "trackUrl")
# What no reader is shown: names and settings of programs, and what stands in the page already under another key.
_TECHNICAL = frozenset({
    "_type", "type", "role", "id", "elementId", "css", "js", "copyright", "source", "sourceDomain", "alt", "altText",
    "mimeType", "mediaType", "formFields", "tagName", "weighting", "imageType", "youtubeHtml", "fallback", "safeEmbedCode",
    "language", "dateTime", "dateCreated", "listElementType", "authorUsername", "youtubeTitle", "suppliersReference",
    "displayCredit",
})  # fmt: skip
_TOLD = 12  # texts of an element that are told of
_YOUTUBE = Pattern(r"[\w-]{11}")


def passage_of_elements(elements: Iterable[Json], base: str) -> Passage:
    """What a reader sees of *elements*, one after the other. Raises ValueError where HTML is nested too deep."""
    return joined(_passage(element, base) for element in elements if isinstance(element, dict))


def unread(elements: Iterable[Json], seen: str) -> Iterator[tuple[str, list[str]]]:
    """For each of *elements* that holds prose which is not among the words *seen*: its kind, and that prose."""
    known = set(words(seen))
    for element in elements:
        kind = kind_of(element)
        if kind in _SILENT:
            continue
        texts = (text for key, text in strings_in(_without_settings(element)) if key not in _TECHNICAL)
        doubtful = (text for text in texts if is_prose(text) and not known.issuperset(words_of_html(text)))
        left = (text for text in doubtful if not known.issuperset(words(passage_of_html(text).seen)))
        if told := list(islice(left, _TOLD)):
            yield kind or "an element", told


def _without_settings(value: Json) -> Json:
    """*value* without the objects and lists that stand under technical keys."""
    if isinstance(value, dict):
        return {key: _without_settings(inner) for key, inner in value.items() if key not in _TECHNICAL}
    return [_without_settings(inner) for inner in value] if isinstance(value, list) else value


def kind_of(element: Json) -> str:
    """What *element* is: "text", "richlink"; the name that it has in the page's data and in the Content API."""
    name = first_text(element, "_type", "type").rpartition(".")[2]
    for end in _KIND_ENDS:
        name = name.removesuffix(end)
    return name.replace("-", "").replace("_", "").casefold()


def _payload(element: Object) -> Object:
    """What *element* says: its own keys, and those of the object in which the Content API and pictures have theirs."""
    inner = [value for key, value in element.items() if key.endswith("TypeData") and isinstance(value, dict)]
    merged = dict(element)
    for one in (*inner, object_at(element, "data")):
        merged |= one
    return merged


def _passage(element: Object, base: str) -> Passage:
    kind = kind_of(element)
    said = _payload(element)
    if kind in _SILENT:
        return NO_WORDS
    if kind in _PICTURES:
        return passage_of_html(html_of_picture(said), base)
    if kind == "richlink":
        prefix, text = text_at(said, "prefix") or text_at(said, "linkPrefix"), first_text(said, "text", "linkText")
        return passage_of_html(_quoted_link(text, _address(said), prefix), base)
    return _generic(said, base, is_quote=kind in _QUOTES)


def _generic(said: Object, base: str, *, is_quote: bool = False) -> Passage:
    """The parts of an element or of an item of one, in the order in which a page shows them."""
    heading = first_text(said, *_HEADINGS)
    own = "".join(f"<div>{text}</div>" for key in _TEXTS if (text := text_at(said, key)))
    body = joined((passage_of_html(own, base), *_inside(said, base)))
    address = _address(said)
    if body.is_empty and (address or heading):
        head = passage_of_html(_quoted_link(heading, address), base)
    else:
        head = passage_of_html(f"<h3>{escape(heading)}</h3>" if heading else "")
    stamps = " ".join(filter(None, (text_at(said, key) for key in _STAMPS)))
    above = joined((passage_of_html(f"<p>{escape(stamps)}</p>" if stamps else ""), head, body))
    taken = set(words(above.seen))
    below = " ".join(
        text for key in _BELOW if (text := text_at(said, key)) and not taken.issuperset(words_of_html(text))
    )
    if is_quote:
        return passage_of_html(f"<blockquote>{own}<p>{below}</p></blockquote>", base)
    return joined((above, passage_of_html(f"<p>{below}</p>" if below else "", base)))


def _inside(said: Object, base: str) -> Iterator[Passage]:
    """The elements and items that *said* holds."""
    for key in _INSIDE:
        found = said.get(key)
        for inner in found if isinstance(found, list) else [found]:
            if isinstance(inner, dict):
                yield _passage(inner, base) if kind_of(inner) else _generic(_payload(inner), base)


def _address(said: Object) -> str:
    """Where an embed leads: its address, else that of its first file, else that of a video known by its id."""
    files = (first_text(one, "url", "file") for one in objects_at(said, "assets"))
    video = text_at(said, "assetId")
    watch = f"https://www.youtube.com/watch?v={video}" if _YOUTUBE.fullmatch(video) else ""
    return first_text(said, *_ADDRESSES) or next(filter(None, files), "") or watch


def _quoted_link(label: str, address: str, prefix: str = "") -> str:
    shown = escape(label or address.removeprefix("https://").removeprefix("http://"))
    linked = f'<a href="{escape(address)}">{shown}</a>' if address else shown
    return f"<blockquote><p>{escape(prefix)} {linked}</p></blockquote>"


def html_of_picture(said: Object) -> str:
    """A picture as a link to it, under its caption, else its alternative text; then its credit."""
    caption, alt, credit = (text_at(said, key) for key in ("caption", "alt", "credit"))
    address = address_of_picture(said)
    label = plain_of(caption)
    title = f"<p>{escape(text_at(said, 'title'))}</p>"
    if not address:
        return f"{title}<p>{caption or escape(alt)} {credit}</p>"
    if label and "<a" not in caption and (not alt or words(alt) == words(label)):
        return f'{title}<p><a href="{escape(address)}">{escape(label)}</a> {credit}</p>'
    named = f' alt="{escape(alt)}"' if alt else ""
    return f'{title}<p><img src="{escape(address)}"{named}></p><p>{caption} {credit}</p>'


def address_of_picture(said: Object) -> str:
    """The address of the widest copy of a picture."""
    cartoon = [image for variant in objects_at(said, "variants") for image in objects_at(variant, "images")]
    files = [*objects_at(said, "media", "allImages"), *cartoon, *objects_at(said, "assets")]
    sources = [one for source in objects_at(said, "imageSources") for one in objects_at(source, "srcSet")]
    sizes = [(_width(one), first_text(one, "url", "file", "src")) for one in files or sources]
    sizes = [(width, address) for width, address in sizes if address]
    return max(sizes, key=lambda size: size[0])[1] if sizes else first_text(said, *_ADDRESSES)


def _width(copy: Object) -> float:
    found = (number_at(copy, *path) for path in (("width",), ("fields", "width"), ("typeData", "width")))
    return next((width for width in found if width is not None), 0.0)


def plain_of(html: str) -> str:
    """What a reader sees of *html*, on one line."""
    seen = passage_of_html(html).seen if "<" in html or "&" in html else html
    return " ".join(seen.split())
