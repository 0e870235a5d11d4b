"""Content files made ready for the index: rendered once, and proved to have lost no word on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.front_matter import split
from sitegen.content.ledger import fingerprint
from sitegen.content.markdown import BELOW_TITLE, BELOW_UPDATE, lead, plain, render, too_deep
from sitegen.content.naming import content_path
from sitegen.content.reader import ContentFile
from sitegen.errors import Location, Problem, Severity
from sitegen.model import LiveBlog, OwnPage, Prepared, PreparedUpdate, Update
from sitegen.records.fields import Record, compose
from sitegen.records.tables import Field, Kind, table
from sitegen.words import lost_words, words

OWN_PAGE = table(Field("title", Kind.TEXT, "The title of the page.", required=True))
LOST_SHOWN = 12  # words that a message quotes


def prepare(content: ContentFile, path: str, base: str) -> tuple[Prepared, tuple[Problem, ...]]:
    """*content* of file *path* rendered, with provisional anchors where none is pinned; *base* is its page's URL."""
    pinned = [bool(update.anchor) for update in content.liveblog.updates]
    blog = mint_all(content.liveblog)
    problems: list[Problem] = list(_misplaced(blog, path))
    standfirst = _render(blog.standfirst, base, Location(path), problems, BELOW_TITLE)
    updates, total = [], len(words(plain(standfirst)))
    for update, line, is_pinned in zip(blog.updates, content.lines, pinned, strict=True):
        html = _render(update.body, base, Location(path, line), problems)
        text = plain(html)
        total += len(words(text))
        updates.append(PreparedUpdate(is_pinned, line, _lead(update, text), html, fingerprint(text)))
    return Prepared(path, blog, standfirst, tuple(updates), total), tuple(problems)


def _lead(update: Update, text: str) -> str:
    return update.title or lead(text)


def _misplaced(blog: LiveBlog, path: str) -> Iterator[Problem]:
    expected = content_path(blog.date, blog.slug)
    if path != expected:
        message = f"the file of {blog.date.isoformat()}/{blog.slug} lies elsewhere"
        hint = f"move it to {expected}: its place means nothing, but people look there"
        yield Problem(Location(path), "misplaced", message, hint, Severity.WARNING)


def _render(body: str, base: str, where: Location, problems: list[Problem], top: int = BELOW_UPDATE) -> str:
    """The HTML of *body*; the law that no word is lost is held here, in every build."""
    if not body:
        return ""
    if line := too_deep(body):
        message = f"line {line} of this text is nested too deep to be shown"
        problems.append(Problem(where, "too-deep", message, "take out some of the quotes or lists inside each other"))
        return ""
    html = render(body, base, top)
    if lost := lost_words(body, html):
        shown = " ".join(lost[:LOST_SHOWN]) + (" …" if len(lost) > LOST_SHOWN else "")
        message = f"{len(lost)} words of this text would not be on its page: {shown}"
        hint = "escape what Markdown takes for its own, with a \\ before it"
        problems.append(Problem(where, "lost-words", message, hint))
    return html


def read_own_page(text: str, path: str, config: Config) -> tuple[OwnPage, tuple[Problem, ...]]:
    """The owner's page that the file *path* says."""
    text = text.replace("\r\n", "\n")
    matter, lines, _, faults = split(text, path)
    name = PurePosixPath(path).stem
    if faults:
        return OwnPage(path, name, "", ""), faults
    node, found = compose(matter, path, line_offset=1)
    problems = list(found)
    title = Record(node, OWN_PAGE, problems).text("title")
    html = _render("\n".join(lines).strip("\n"), f"/{name}/", Location(path), problems, BELOW_TITLE)
    return OwnPage(path, name, title, html), tuple(problems)
