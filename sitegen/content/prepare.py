"""Content files made ready for the index: rendered once, and proved to have lost no word on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from sitegen.config import Config
from sitegen.config_file import LANGUAGE, shown_rights
from sitegen.content.aliases import read_alias
from sitegen.content.anchors import mint_all
from sitegen.content.beside import is_picture, pictures_in, untold_pictures
from sitegen.content.front_matter import split
from sitegen.content.imports_lock import MARK
from sitegen.content.ledger import fingerprint
from sitegen.content.markdown import BELOW_TITLE, BELOW_UPDATE, Shown, lead_of, shown, too_deep
from sitegen.content.naming import content_path
from sitegen.content.reader import ContentFile
from sitegen.digests import digest
from sitegen.errors import Location, Problem, Severity
from sitegen.legible import contained
from sitegen.model import LiveBlog, OwnPage, Picture, Prepared, PreparedUpdate, Source
from sitegen.records.fields import Record, compose
from sitegen.records.tables import Field, Kind, table
from sitegen.words import count_words, counted, lost_words

OWN_PAGE = table(Field("title", Kind.TEXT, "The title of the page.", required=True))
_NOTHING = Shown("", "", True)
LOST_SHOWN = 12  # words that a message quotes


def prepare(content: ContentFile, path: str, base: str) -> tuple[Prepared, tuple[Problem, ...]]:
    """*content* of file *path* rendered, with provisional anchors where none is pinned; *base* is its page's URL."""
    said = content.liveblog
    blog = _contained(mint_all(said))
    problems: list[Problem] = list(_misplaced(blog, path))
    standfirst = _show(blog.standfirst, base, (path, 1), problems, BELOW_TITLE)
    updates, texts = [], [standfirst.text]
    for update, written, line in zip(blog.updates, said.updates, content.lines, strict=True):
        html, text, _ = _show(update.body, base, (path, line), problems)
        texts.append(text)
        updates.append(
            PreparedUpdate(
                written.anchor != "", line, update.title or contained(lead_of(text)), html, fingerprint(text)
            )
        )
    words = count_words("\n".join(filter(None, texts)))
    beside = dict.fromkeys(pictures_in((standfirst.html, *(update.html for update in updates)), base))
    if blog.pictures:  # a file that is none could not be published
        pictures = [one if is_picture(one.file) else replace(one, file="") for one in blog.pictures]
        blog = replace(blog, pictures=tuple(pictures))
        beside |= {one.file: None for one in pictures if one.file}
    aliases = tuple(url for alias in blog.aliases if isinstance(url := read_alias(alias), str))
    marks = tuple(digest(text)[:MARK] for text in content.texts) if said.sources else ()
    return Prepared(path, blog, standfirst.html, tuple(updates), words, tuple(beside), aliases, marks), tuple(problems)


def _contained(blog: LiveBlog) -> LiveBlog:
    """*blog* with the texts of its fields as pages show them, each for itself; and without a language that is none."""
    updates = [
        update
        if (shown := (contained(update.title), contained(update.author))) == (update.title, update.author)
        else replace(update, title=shown[0], author=shown[1])
        for update in blog.updates
    ]
    return replace(
        blog,
        title=contained(blog.title),
        kicker=contained(blog.kicker),
        dateline=contained(blog.dateline),
        publisher=contained(blog.publisher),
        lang=blog.lang if LANGUAGE.fullmatch(blog.lang) else "",
        updates=tuple(updates),
        summary=tuple(map(contained, blog.summary)),
        pictures=tuple(map(_contained_picture, blog.pictures)),
        sources=tuple(map(_contained_source, blog.sources)),
        corrections=tuple(replace(one, text=contained(one.text)) for one in blog.corrections),
        rights=shown_rights(blog.rights),
    )


def _contained_picture(one: Picture) -> Picture:
    return replace(one, caption=contained(one.caption), credit=contained(one.credit), alt=contained(one.alt))


def _contained_source(one: Source) -> Source:
    names = {"seed": contained(one.seed), "member": contained(one.member), "importer": contained(one.importer)}
    told = {"url": contained(one.url), "captured": contained(one.captured), "archived": contained(one.archived)}
    return replace(one, **names, **told, sha256=contained(one.sha256))


def _misplaced(blog: LiveBlog, path: str) -> Iterator[Problem]:
    expected = content_path(blog.date, blog.slug)
    if path != expected:
        message = f"the file of {blog.date.isoformat()}/{blog.slug} lies elsewhere"
        hint = f"move it to {expected}: its place means nothing, but people look there"
        yield Problem(Location(path), "misplaced", message, hint, Severity.WARNING)


def _show(body: str, base: str, where: tuple[str, int], problems: list[Problem], top: int = BELOW_UPDATE) -> Shown:
    """*body*, of the file and the line *where*, as it is shown.

    The law that no word is lost is held here, in every build.
    """
    if not body:
        return _NOTHING
    found = shown(body, base, top)
    if '<img src="' in found.html:
        problems += _untold(found.html, Location(*where))
    return found if found.proved else _checked(found, body, Location(*where), problems)


def _untold(html: str, where: Location) -> Iterator[Problem]:
    for address in untold_pictures(html):
        message = f'nobody who cannot see "{address}" is told what it shows'
        yield Problem(where, "picture-alt", message, "write it between the brackets: ![…](…)", Severity.WARNING)


def _checked(found: Shown, body: str, where: Location, problems: list[Problem]) -> Shown:
    """*found*, which `shown` gave for *body* and has not proved to hold all its words; nothing where it is too deep."""
    if line := too_deep(body):
        message = f"line {line} of this text is nested too deep to be shown"
        problems.append(Problem(where, "too-deep", message, "take out some of the quotes or lists inside each other"))
        return _NOTHING
    if lost := lost_words(body, found.html):
        quoted = " ".join(lost[:LOST_SHOWN]) + (" …" if len(lost) > LOST_SHOWN else "")
        message = f"{counted(len(lost), 'word')} of this text would not be on its page: {quoted}"
        hint = "escape what Markdown takes for its own, with a \\ before it"
        problems.append(Problem(where, "lost-words", message, hint))
    return found


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
    page = _show("\n".join(lines).strip("\n"), f"/{name}/", (path, 1), problems, BELOW_TITLE)
    return OwnPage(path, name, contained(title), page.html), tuple(problems)
