"""Markdown to HTML that is safe to publish, and back to the words that a reader sees: knows what markdown-it does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

NESTING = 100
"""How deep quotes and lists may nest: a quote is one step, a list two (the list and its item)."""

BELOW_UPDATE, BELOW_TITLE = 3, 2
"""The level of the first headings: in the body of an update, whose own is ``h2``, and on a page of the owner's."""
LEAD_LENGTH = 110

_MARKED = re.compile(r"""[\\`*_\[\]<>&~|\t\r\0]|^(?![^\W\d_]|["'(“‘]|$)|[^\S\n]$""", re.MULTILINE)
"""Finds what needs the parser: any mark, a line that opens with no letter, bracket or quote, a line that ends blank."""
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z0-9+-]+")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_ASCII_UNSAFE = frozenset(' "<>\\^`{|}')
_BLOCK_TAG = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|th|td|hr)\b[^>]*>")
_IMAGE_TAG = re.compile(r'<img\b[^>]*\balt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
"""What HTML folds into one blank, and nothing else: a no-break space is a character."""


class _Parser(MarkdownIt):
    """CommonMark with tables and strikethrough whose addresses stay as written: `_resolve` alone changes them."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": NESTING})
        self.enable(["table", "strikethrough"])

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return resolve(url, "/") is not None


@cache
def _parser() -> MarkdownIt:
    return _Parser()


def render(body: str, base: str, top: int = BELOW_UPDATE) -> str:
    r"""HTML of the Markdown *body*, whose relative links are resolved against *base*, a path of the site.

    Raw HTML is shown as text; headings begin at the level *top*; nothing gets an ``id``; no picture is loaded from
    another host.

    >>> render("# Raw <b>\n\n[note](#t1930) ![A map](http://example.org/map.png)", "/2017/11/03/x/")
    ... # doctest: +NORMALIZE_WHITESPACE
    '<h3>Raw &lt;b&gt;</h3>\n<p><a href="/2017/11/03/x/#t1930">note</a>
    <a href="http://example.org/map.png" rel="noopener">A map</a></p>\n'
    """
    if _MARKED.search(body) is None:
        return render_prose(body)
    return render_marked(body, base, top)


def render_marked(body: str, base: str, top: int = BELOW_UPDATE) -> str:
    """HTML of *body* by the parser: what `render` returns for any text, only slower."""
    parser = _parser()
    tokens = parser.parse(body)
    for token in tokens:
        _tame(token, base, top)
    return str(parser.renderer.render(tokens, parser.options, {}))


def render_prose(body: str) -> str:
    """HTML of a body without any mark, without the parser: a property test holds both to be equal."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", body))
    return "".join(f"<p>{part.replace(chr(34), '&quot;')}</p>\n" for part in paragraphs if part)


def too_deep(body: str) -> int | None:
    r"""The line of *body*, from 1, where quotes and lists nest deeper than the parser keeps; None if nowhere.

    markdown-it drops the content of a block at the level `NESTING`, without a word.

    >>> too_deep("Quote\n\n" + ">" * 100 + " lost"), too_deep("> kept")
    (3, None)
    """
    if ">" not in body and not re.search(r"^[ \t]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)", body, re.MULTILINE):
        return None
    for token in _parser().parse(body):
        if token.type in ("blockquote_open", "list_item_open") and token.level >= NESTING - 1 and token.map:
            return token.map[0] + 1
    return None


def _tame(token: Token, base: str, top: int) -> None:
    """Change a block *token* of markdown-it to what a page of ours may show."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, max(top, int(token.tag[1:]) + top - 2))}"
    elif token.type == "fence":
        language = token.info.strip().partition(" ")[0].lower()
        token.info = language if _LANGUAGE.fullmatch(language) else ""
    elif token.type in ("th_open", "td_open") and "style" in token.attrs:
        # A page's content security policy refuses inline styles.
        token.attrs = {"class": f"align-{str(token.attrs['style']).removeprefix('text-align:')}"}
    elif token.type == "inline":
        token.children = list(_tamed_inline(token.children or [], base))


def _tamed_inline(tokens: Sequence[Token], base: str) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type == "link_open":
            links += 1
            token.attrs = _link(str(token.attrs.get("href", "")), token.attrs.get("title"), base)
        elif token.type == "link_close":
            links -= 1
        if token.type == "image":
            yield from _picture(token, base, inside_link=links > 0)
        else:
            yield token


def _link(address: str, title: str | int | float | None, base: str) -> dict[str, str | int | float]:
    """The attributes of a link: a page that is not ours never learns who opened it as a script."""
    href = resolve(address, base) or base
    attributes: dict[str, str | int | float] = {"href": href}
    if title:
        attributes["title"] = title
    if _WEB.match(href):
        attributes["rel"] = "noopener"
    return attributes


def _picture(token: Token, base: str, *, inside_link: bool) -> Iterator[Token]:
    """A picture of this site as it is; any other as a link to it, or as its address in a title where it is linked."""
    attributes = _link(str(token.attrs.get("src", "")), token.attrs.get("title"), base)
    href, text = str(attributes["href"]), _text_of(token.children or [])
    if not _SCHEME.match(href):
        token.type, token.attrs = "local_image", {"src": href, "alt": text, "loading": "lazy"}
        if "title" in attributes:
            token.attrs["title"] = attributes["title"]
        yield token
        return
    tag = "span" if inside_link else "a"
    shown = Token("text", "", 0, content=text or href.rstrip("/").rpartition("/")[2])
    named = " ".join(str(attributes[key]) for key in ("title", "href") if key in attributes)
    yield Token("picture_open", tag, 1, attrs={"title": named} if inside_link else attributes)
    yield shown
    yield Token("picture_close", tag, -1)


def _text_of(tokens: Sequence[Token]) -> str:
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else _text_of(token.children or []) or token.content
        for token in tokens
    )


def resolve(address: str, base: str) -> str | None:
    """*address* as an ``href``: a web, mail or telephone address, or a path of the site; None where it is refused.

    As browsers do (WHATWG URL §4.4), tabs and line ends are dropped before the scheme is looked at, and a backslash is
    a slash.
    """
    address = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() in ("mailto", "tel"):
        return _quoted(address)
    slashed = _slashed(address)
    if slashed.startswith("//"):
        slashed = f"https://{slashed.lstrip('/')}"
    if _WEB.match(slashed):
        return _quoted(slashed)
    return None if scheme or slashed.startswith("https://") else _quoted(_absolute(slashed, base or "/"))


def _slashed(address: str) -> str:
    path = re.match(r"[^?#]*", address)
    end = path.end() if path else 0
    return address[:end].replace("\\", "/") + address[end:]


def _absolute(address: str, base: str) -> str:
    """The path from the site's root to *address*, seen from *base* (RFC 3986 §5.2), never above the root."""
    end = min(address.find(mark) % (len(address) + 1) for mark in "?#")
    path, rest = address[:end], address[end:]
    if not path:
        return (base if rest.startswith("#") or not rest else base.partition("?")[0]) + rest
    whole = path if path.startswith("/") else base.rpartition("/")[0] + "/" + path
    steps: list[str] = []
    for step in whole.split("/"):
        plain_step = re.sub("%2e", ".", step, flags=re.IGNORECASE)
        if plain_step == "..":
            del steps[-1:]
        elif plain_step not in ("", "."):
            steps.append(step)
    folder = steps and plain_step in ("", ".", "..")
    return "/" + "/".join(steps) + ("/" if folder else "") + rest


def _quoted(address: str) -> str:
    """*address* without characters that end or hide parts of it. Letters of all scripts stay, so that words stay."""
    return "".join(
        character if _is_plain(character) else quote(character, safe="", errors="surrogatepass")
        for character in _STRAY_PERCENT.sub("%25", address)
    )


def _is_plain(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and character not in _ASCII_UNSAFE
    return unicodedata.category(character)[0] not in "CZ"


def plain(html: str) -> str:
    r"""The text that a reader sees in *html* of `render`, a line for each block, pictures by their descriptions.

    >>> plain('<p>One &amp; <em>two</em></p>\n<ul>\n<li>three</li>\n</ul>')
    'One & two\nthree'
    """
    marked = _BLOCK_TAG.sub("\0", _IMAGE_TAG.sub(r"\1", html.replace("<br>", " ")))
    blocks = (_BLANKS.sub(" ", unescape(_TAG.sub("", block))).strip(" ") for block in marked.split("\0"))
    return "\n".join(filter(None, blocks))


_ABBREVIATIONS = re.compile(
    # Titles, months and states as the Associated Press writes them, and a few more.
    r"Mr|Mrs|Ms|Mx|Dr|Drs|Prof|Rev|Hon|Fr|Sr|Jr|St|Gens?|Maj|Lt|Col|Sgt|Cpl|Pvt|Capt|Cmdr|Adm|Brig|Det|Supt|Insp"
    r"|Sens?|Reps?|Gov|Messrs|Pres|Atty|Asst|Dist|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co|Ltd|Bros|Dept"
    r"|Assn|Univ|Ave|Blvd|Mt|Ft|Nos?|vs|Vol|Fig|approx|etc|cf|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky"
    r"|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|[A-Za-z]|(?:[^\W\d_]\.)+[^\W_]+"
)
_END = re.compile(r"""(?:[.!?…]+|[؟۔])["'”’»)\]]*(?=[ \n]|$)|[。！？।][”’」』）)]*""")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")


def lead(html_or_text: str, limit: int = LEAD_LENGTH) -> str:
    """The first sentence of HTML of `render` or of plain text, cut at a word to have at most *limit* characters.

    >>> lead("Maj. Gen. A. B. Smith spoke at 7 p.m. Friday. He left.")
    'Maj. Gen. A. B. Smith spoke at 7 p.m. Friday.'
    """
    is_html = html_or_text.startswith("<")
    blocks = plain(html_or_text).split("\n") if is_html else re.split(r"\n[ \t]*\n", html_or_text.strip())
    text = _BLANKS.sub(" ", blocks[0]).strip(" ")
    sentence = text[: next((end for end in _sentence_ends(text)), len(text))]
    return _cut(sentence, limit)


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        rest = text[match.end() :].lstrip(" ")
        if rest and match[0][0] in ".!?…" and not _opens_sentence(rest):
            continue
        if rest and match[0] == "." and _is_abbreviation(text[: match.start()]):
            continue
        yield match.end()


def _opens_sentence(text: str) -> bool:
    """Whether *text* begins as a sentence does: with a capital, a letter without case, a figure, a quote."""
    return unicodedata.category(text[0]) in ("Lu", "Lt", "Lo", "Lm", "Nd", "Ps", "Pi") or text[0] in "\"'¿¡"


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop after *before* only shortens a word: ``Gen``, ``U.S``, ``p.m``, an initial."""
    match = _LAST_WORD.search(before)
    return match is not None and _ABBREVIATIONS.fullmatch(match[0]) is not None


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = text.rfind(" ", 0, limit)
    if end < limit // 2:  # no blanks, as in Chinese: cut between characters, never before a combining one
        end = limit - 1
        while end > 1 and unicodedata.category(text[end])[0] == "M":
            end -= 1
    return text[:end].rstrip(" ,;:–—-") + "…"
