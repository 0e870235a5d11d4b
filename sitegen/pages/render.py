"""Pages -> HTML: a layout, a view and the bodies that it names, put together."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from sitegen.config import Links
from sitegen.errors import Location, Problem
from sitegen.model import Digest
from sitegen.pages import formats, structured, urls
from sitegen.pages.layouts import Layouts
from sitegen.pages.views import LiveBlogView, Page, Site

_LOCAL_LINK = re.compile(r'(?<=\s)(href|src)="(/[^"/][^"]*|/)"')

BodyOf = Callable[[Digest], str]

# What the expressions and calls of a layout may raise; anything else is a bug of ours.
_FAULTS = (
    *(jinja2.TemplateError, TypeError, ValueError, AttributeError),
    *(LookupError, ArithmeticError, RecursionError),
)


class LayoutError(Exception):
    """A layout that cannot be rendered for a page: *problem* says where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


def render(page: Page, site: Site, layouts: Layouts, body_of: BodyOf) -> str:
    """The HTML of *page*; *body_of* gives the HTML of a body by its digest, with links that are site-absolute.

    Raises LayoutError with the layout's line and the file that is being rendered.
    """
    environment = environment_of(layouts)
    try:
        template = environment.get_template(page.layout)
        return template.render(page=page, view=page.view, site=site, body_source=body_of)
    except _FAULTS as error:
        raise LayoutError(_problem(error, page, layouts)) from error


def _problem(error: Exception, page: Page, layouts: Layouts) -> Problem:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in layouts.texts]
    name, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (page.layout, 0)
    said = error.message if isinstance(error, jinja2.TemplateError) and error.message else str(error)
    hint = "use page, view and site only; docs/layouts.md lists what they hold"
    code = "layout-undefined" if isinstance(error, jinja2.UndefinedError) else "layout-failed"
    return Problem(Location(layouts.place(name), line), code, f"{said} (while rendering {page.owner})", hint)


class _Undefined(jinja2.StrictUndefined):
    """An undefined name, whose message names no class of ours."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is jinja2.utils.missing:
            return f'"{self._undefined_name}" is not defined'
        owner = type(self._undefined_obj).__name__
        return f'"{self._undefined_name}" is not a part of {owner}'


@lru_cache(maxsize=2)
def _environment(key: str) -> jinja2.Environment:
    layouts = _KNOWN[key]
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _source(layouts, name)),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        link=_link,
        absolute=_absolute,
        body=_body,
        clock=_clock,
        iso=formats.iso,
        utc=formats.utc,
        offset=formats.offset,
        long_date=_long_date,
        short_date=_short_date,
        month_name=_month_name,
        duration=formats.duration,
        counted=formats.counted,
        shortened=formats.shortened,
        json_ld=_json_ld,
    )
    return environment


_KNOWN: dict[str, Layouts] = {}


def environment_of(layouts: Layouts) -> jinja2.Environment:
    """The environment for *layouts*, made once a process: compiling them costs more than rendering a page."""
    _KNOWN.setdefault(layouts.digest, layouts)
    return _environment(layouts.digest)


def _source(layouts: Layouts, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    text = layouts.texts.get(name)
    return None if text is None else (text, name, lambda: True)


def _page(context: Context) -> Page:
    page = context["page"]
    assert isinstance(page, Page)
    return page


def _site(context: Context) -> Site:
    site = context["site"]
    assert isinstance(site, Site)
    return site


def link_from(page: Page, site: Site, url: str) -> str:
    """The link from *page* to *url*; the page for lost addresses is shown at any depth, so its links begin at the root."""
    files = site.links is Links.FILE
    if page.url != "/404.html":
        return urls.relative(url, page.url, files=files)
    root = "/" + site.base_url.split("/", 3)[3] if site.base_url else "/"
    return root + urls.relative(url, "/", files=files).removeprefix("./")


@jinja2.pass_context
def _link(context: Context, url: str) -> str:
    return link_from(_page(context), _site(context), url)


@jinja2.pass_context
def _absolute(context: Context, url: str) -> str:
    site = _site(context)
    return urls.absolute(url, site.base_url) if site.base_url else ""


@jinja2.pass_context
def _body(context: Context, name: Digest) -> Markup:
    page, site = _page(context), _site(context)
    html = context["body_source"](name)
    return Markup(_LOCAL_LINK.sub(lambda match: f'{match[1]}="{link_from(page, site, match[2])}"', html))


@jinja2.pass_context
def _clock(context: Context, moment: datetime) -> str:
    return formats.clock(moment, _site(context).clock)


@jinja2.pass_context
def _long_date(context: Context, day: date) -> str:
    return formats.long_date(day, _site(context).language)


@jinja2.pass_context
def _short_date(context: Context, day: date) -> str:
    return formats.short_date(day, _site(context).language)


@jinja2.pass_context
def _month_name(context: Context, month: int) -> str:
    return formats.month_name(month, _site(context).language)


@jinja2.pass_context
def _json_ld(context: Context, view: LiveBlogView) -> Markup:
    return Markup(structured.live_blog_posting(view, _page(context), _site(context)))
