"""The items that a post of Sourcefabric's Live Blog is made of -> what a reader sees: text, pictures, embeds, quotes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sitegen.importers.exports.json_seeds import first_text, number_at, object_at, objects_at, strings_in, text_at
from sitegen.importers.seed_notes import is_prose
from sitegen.importers.web.markup import Passage, joined, passage_of_html
from sitegen.json_value import Json
from sitegen.words import words, words_of_html

Object = dict[str, Json]

_CARDS = frozenset({"image", "embed", "quote", "video", ""})  # what the editor makes a text of, from their data
_KNOWN = _CARDS | {"text", "comment"}
_ADDRESSES = ("original_url", "url", "originalUrl")
_BELOW = ("title", "description", "caption", "credit")
_OF_KNOWN = ("html", "quote")
# What the system keeps for itself, and what is of people of the house.
_UNSEEN = frozenset(
    "text item_type type blog groups dateline source state language version place family_id event_id unique_name sign_off"
    " operation pubstatus particular_type linked_in_packages original_creator version_creator creator syndicated_creator"
    " syndication_in publisher byline commenter author user".split()
)


def passage_of_item(item: Object) -> Passage:
    """What a reader sees of *item*. Its text is made of its data by the editor; where it is empty, the data speak.

    Raises ValueError where HTML is nested too deep.
    """
    written = passage_of_html(text_at(item, "text"))
    meta = object_at(item, "meta")
    poll = _poll(object_at(item, "poll_body"))
    if written.is_empty:
        return joined((_card(meta), poll))
    below = _not_in(written, meta) if text_at(item, "item_type").casefold() in _CARDS else []
    return joined((written, passage_of_html("".join(f"<p>{text}</p>" for text in below)), poll))


def texts_of_item(item: Object) -> Iterator[str]:
    """The texts among the data of *item* that a reader may have seen."""
    meta = object_at(item, "meta")
    is_known = text_at(item, "item_type").casefold() in _KNOWN
    for key, value in item.items():
        if key == "meta" and is_known:
            yield from (text for name in _OF_KNOWN if is_prose(text := _seen(text_at(meta, name))))
        elif key in ("headline", "meta") or key.endswith("_body") or not (is_known or key in _UNSEEN or key[:1] == "_"):
            yield from (text for _, text in strings_in(value) if is_prose(text))


def _seen(html: str) -> str:
    try:
        return passage_of_html(html).seen  # without the scripts of embeds
    except ValueError:
        return html


def _not_in(passage: Passage, meta: Object) -> list[str]:
    """The texts that stand below a card, as far as *passage* does not show them."""
    shown = set(words(passage.seen))
    return [text for key in _BELOW if (text := text_at(meta, key)) and not shown.issuperset(words_of_html(text))]


def _card(meta: Object) -> Passage:
    """What *meta*, the data of a picture, an embed or a quote, show."""
    embedded = passage_of_html(text_at(meta, "html"))
    said = _not_in(embedded, meta)
    quote = text_at(meta, "quote")
    parts = [f"<blockquote><p>{quote}</p></blockquote>" if quote else "", text_at(meta, "html")]
    if embedded.is_empty and (address := _address(meta)):
        label = said.pop(0) if said else address.removeprefix("https://").removeprefix("http://")
        parts.append(f'<blockquote><p><a href="{escape(address)}">{escape(_plain(label))}</a></p></blockquote>')
    parts += [f"<p>{text}</p>" for text in said]
    return passage_of_html("".join(parts))


def _poll(poll: Object) -> Passage:
    """A question to readers, its answers, and how many gave each when the seed was saved."""
    answers = []
    for answer in objects_at(poll, "answers"):
        option, votes = escape(text_at(answer, "option")), number_at(answer, "votes")
        answers.append(f"<li>{option}: {votes:.0f}</li>" if votes is not None else f"<li>{option}</li>")
    question = escape(text_at(poll, "question"))
    return passage_of_html(f"<p>{question}</p><ul>{''.join(answers)}</ul>" if question or answers else "")


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
