"""Pages -> HTML: a layout, a view and the bodies that it names, put together."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import jinja2
from jinja2.runtime import Macro

from sitegen.config import Links
from sitegen.errors import Location, Problem
from sitegen.pages import urls
from sitegen.pages.compiled import environment_of
from sitegen.pages.layouts import DEFAULT, Layouts
from sitegen.pages.pieces import END, MARK, ROOT, Assembly, Piece
from sitegen.pages.sheets import sheet
from sitegen.pages.views import BodyOf, LiveBlogView, NotFoundView, Notice, Page, Site, UpdateView

_LOCAL_LINK = re.compile(rb'(?<=\s)(href|src)="(/[^"/][^"]*|/)"')
_SHARED = 30_000  # updates whose HTML is kept at most, of each kind: those of a busy year, in some 25 MB

# What the expressions and calls of a layout may raise; anything else is a bug of ours.
_FAULTS = (
    *(jinja2.TemplateError, TypeError, ValueError, AttributeError),
    *(LookupError, ArithmeticError, RecursionError),
)

Scan = Callable[[str, str], tuple[tuple[str, ...], tuple[str, ...]]]
"""Gives the ids and the internal links of some HTML of the page at a URL; links that begin with `ROOT` are site-absolute."""


class LayoutError(Exception):
    """A layout that cannot be rendered for a page: *problem* says where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Press:
    """What one process renders with: compiled layouts, and the HTML of updates, made once and shared by all pages."""

    site: Site
    layouts: Layouts
    body_of: BodyOf
    scan: Scan
    environment: jinja2.Environment
    nothing: Assembly
    macros: dict[tuple[str, str], Macro] = field(default_factory=dict)
    shared: dict[tuple[str, int, bool, bool], dict[str, Piece]] = field(default_factory=dict)
    own: dict[tuple[str, str, int, bool], dict[str, Piece]] = field(default_factory=dict)

    def pieces_of(self, updates: Sequence[UpdateView], level: int, mixed: bool, page: Page) -> list[Piece]:
        """The HTML of *updates* by the macro ``cards`` of ``_update.html``, for *page* and all in its language."""
        if not updates or updates[0].liveblog is None:
            return self._pieces_of_own(updates, level, mixed, page)
        made = self.shared.setdefault((page.lang, level, mixed, bool(updates[0].body)), {})
        if missing := [update for update in updates if update.url not in made]:
            if len(made) + len(missing) > _SHARED:
                made.clear()
                missing = list(updates)
            texts = self._cards(missing, level, mixed, page.lang).split(END)[:-1]
            for update, text in zip(missing, texts, strict=True):
                made[update.url] = _joined(self, text, self.nothing, "")
        return [made[update.url] for update in updates]

    def _pieces_of_own(self, updates: Sequence[UpdateView], level: int, mixed: bool, page: Page) -> list[Piece]:
        """The HTML of *updates* of one live blog for its own *page*, or for one that shows the same in another way.

        All pages of a live blog are made one after the other: those of the last one are kept, and made for the first that
        shows all.
        """
        home = page.canonical or page.url
        kind = (home, page.lang, level, mixed)
        made = self.own.get(kind, {})
        if any(update.id not in made for update in updates):
            pieces = self._own(self._cards(updates, level, mixed, page.lang), home)
            made = dict(zip([update.id for update in updates], pieces, strict=True))
            self.own.clear()
            self.own[kind] = made
        pieces = [made[update.id] for update in updates]
        if home == page.url:
            return pieces
        pieces = [self._led_home(piece, home) for piece in pieces]
        if len(pieces) == len(made):
            return pieces
        return [
            Piece(piece.html, *self.scan(piece.html.decode("utf-8", "surrogatepass"), page.url)) for piece in pieces
        ]

    def _led_home(self, piece: Piece, home: str) -> Piece:
        """*piece* of the page *home* for another: its fragments lead home, where permalinks are."""
        to = f"{ROOT}{urls.named(home, files=self.site.links is Links.FILE)}#"
        return piece._replace(html=piece.html.replace(b' href="#', f' href="{to}'.encode()))

    def notices_of(self, notices: Sequence[Notice], page: Page) -> list[Piece]:
        """The HTML of *notices* by the macro ``notices`` of ``_notice.html``, for *page*."""
        return self._own(str(self._macro("_notice.html", "notices", page.lang)(notices, END)), page.url)

    def _own(self, html: str, url: str) -> list[Piece]:
        """What the page at *url* alone shows, with `END` after each, in pieces; the first has the ids and links of all."""
        whole = _joined(self, html, self.nothing, url)
        htmls = whole.html.split(END.encode())[:-1]
        return [Piece(html, whole.ids, whole.links) if not at else Piece(html) for at, html in enumerate(htmls)]

    def _cards(self, updates: Sequence[UpdateView], level: int, mixed: bool, lang: str) -> str:
        """The HTML of *updates*, each with `END` after it, and with marks for bodies."""
        return str(self._macro("_update.html", "cards", lang)(updates, level, mixed, END))

    def _macro(self, layout: str, macro: str, lang: str) -> Macro:
        """The *macro* of *layout*, or of ours where an override has none, for pages in *lang*."""
        if (lang, macro) not in self.macros:
            any_page = Page("", "", NotFoundView(()), "", "", "", lang=lang)
            values = {"page": any_page, "site": self.site, "assembly": self.nothing}
            for name in (layout, f"{DEFAULT}{layout}"):
                module = self.environment.get_template(name).make_module(values)
                if isinstance(found := getattr(module, macro, None), Macro):
                    self.macros[lang, macro] = found
                    break
        return self.macros[lang, macro]

    def render(self, page: Page) -> Piece:
        """The HTML of *page*, with its ids and its internal links.

        Raises LayoutError with the layout's line and the file that is being rendered.
        """
        if not page.layout:
            return Piece(sheet(page, self.site, self.body_of))
        assembly = Assembly(self.pieces_of, self.notices_of, self.body_of)
        try:
            template = self.environment.get_template(page.layout)
            html = template.render(page=page, view=page.view, site=self.site, assembly=assembly)
            whole = _joined(self, html, assembly, page.url)
            assembly.pieces.clear()  # what Jinja has made of the page holds it in a circle, and it may be large
        except _FAULTS as error:
            raise LayoutError(_problem(error, page, self.layouts)) from error
        if isinstance(page.view, LiveBlogView) and (missing := _missing(page.view, whole.ids)):
            raise LayoutError(_unshown(missing, page, self.layouts))
        way = urls.way_to_root(page.url, self.site.base_url)
        return whole._replace(html=whole.html.replace(ROOT.encode(), way.encode()))


def _joined(press: Press, html: str, assembly: Assembly, url: str) -> Piece:
    """*html* with its pieces and bodies in their places, and the ids and links of all."""
    ids, links = press.scan(html, url)
    data = html.encode("utf-8", "surrogatepass")
    if MARK not in html:
        return Piece(data, ids, links)
    joined, pieces = assembly.join(data, lambda name: _body(press, name, url))
    if any(piece.links or piece.ids for piece in pieces):
        ids += tuple([name for piece in pieces for name in piece.ids])
        links += tuple([link for piece in pieces for link in piece.links])
    return Piece(joined, ids, links)


def _body(press: Press, name: str, url: str) -> Piece:
    """The HTML of a body, whose links are site-absolute where it is kept."""
    html = press.body_of(name)
    if b'href="/' not in html and b'src="/' not in html:
        return Piece(html)
    files = press.site.links is Links.FILE

    def rooted(match: re.Match[bytes]) -> bytes:
        link = match[2].decode()
        own = link.startswith(f"{url}#") if url else False
        return b'%b="%b"' % (match[1], (link[len(url) :] if own else ROOT + urls.named(link, files=files)).encode())

    return Piece(_LOCAL_LINK.sub(rooted, html), (), press.scan(html.decode(), url)[1])


def _missing(view: LiveBlogView, ids: Sequence[str]) -> list[str]:
    """The anchors of *view* that are not among the *ids* of its page."""
    there = set(ids)
    wanted = [*(update.id for update in view.updates), *(notice.id for notice in view.notices)]
    return [name for name in wanted if name not in there]


def _unshown(missing: Sequence[str], page: Page, layouts: Layouts) -> Problem:
    more = f" ({len(missing)} are missing)" if len(missing) > 1 else ""
    message = f'the page "{page.url}" has no element with the id "{missing[0]}", to which citations lead{more}'
    hint = "print view.updates by updates.stream, or give each element the id of its update; and those of view.notices"
    return Problem(Location(layouts.place(page.layout)), "anchor-unshown", message, hint)


def _problem(error: Exception, page: Page, layouts: Layouts) -> Problem:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in layouts.texts]
    name, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (page.layout, 0)
    said = error.message if isinstance(error, jinja2.TemplateError) and error.message else str(error)
    is_undefined = isinstance(error, jinja2.UndefinedError)
    hint = "use page, view and site only; docs/layouts.md lists what they hold"
    code = "layout-undefined" if is_undefined else "layout-failed"
    return Problem(Location(layouts.place(name), line), code, f"{said} (while rendering {page.owner})", hint)


def open_press(site: Site, layouts: Layouts, body_of: BodyOf, scan: Scan) -> Press:
    """What this process renders with. *body_of* gives the HTML of a body by its name, *scan* the ids and links of HTML."""
    nothing = Assembly(_no_pieces, _no_notices, body_of)
    return Press(site, layouts, body_of, scan, environment_of(layouts, site), nothing)


def _no_pieces(updates: Sequence[UpdateView], level: int, mixed: bool, page: Page) -> list[Piece]:
    raise TypeError("an update cannot hold a stream of updates")


def _no_notices(notices: Sequence[Notice], page: Page) -> list[Piece]:
    raise TypeError("an update cannot hold notices")
