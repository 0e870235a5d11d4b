"""The items that a post of Sourcefabric's Live Blog is made of -> what a reader sees: text, pictures, embeds, quotes."""

from __future__ import annotations

from html import escape

from sitegen.importers.exports.json_seeds import Json, first_text, object_at, objects_at, text_at
from sitegen.importers.web.markup import Passage, passage_of_html
from sitegen.words import words, words_of_html

Object = dict[str, Json]

KNOWN = frozenset({"text", "image", "embed", "quote", "video", "comment", ""})
"""The kinds of items whose text says all that their data do."""
_ADDRESSES = ("original_url", "url", "originalUrl")
_BELOW = ("title", "description", "caption", "credit")


def passage_of_item(item: Object) -> Passage:
    """What a reader sees of *item*. Its text is made of its data by the editor; where it is empty, the data speak.

    Raises ValueError where HTML is nested too deep.
    """
    written = passage_of_html(text_at(item, "text"))
    if not written.is_empty:
        return written
    meta = object_at(item, "meta")
    embedded = passage_of_html(text_at(meta, "html"))
    shown = set(words(embedded.seen))
    said = [text for key in _BELOW if (text := text_at(meta, key)) and not shown.issuperset(words_of_html(text))]
    quote = text_at(meta, "quote")
    parts = [f"<blockquote><p>{quote}</p></blockquote>" if quote else "", text_at(meta, "html")]
    if embedded.is_empty and (address := _address(meta)):
        label = said.pop(0) if said else address.removeprefix("https://").removeprefix("http://")
        parts.append(f'<blockquote><p><a href="{escape(address)}">{escape(_plain(label))}</a></p></blockquote>')
    parts += [f"<p>{text}</p>" for text in said]
    return passage_of_html("".join(parts))


def _address(meta: Object) -> str:
    """Where an embed leads, or where the picture lies, in its largest copy."""
    copies = object_at(meta, "media", "renditions")
    picture = next(
        (text_at(copies, name, "href") for name in ("original", "baseImage", "viewImage") if name in copies), ""
    )
    files = (first_text(one, "url", "href") for one in objects_at(meta, "assets"))
    return first_text(meta, *_ADDRESSES) or picture or next(filter(None, files), "")


def _plain(html: str) -> str:
    return " ".join(passage_of_html(html).seen.split())
