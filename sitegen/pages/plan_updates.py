"""The planner of what stands beside a live blog: it in the other order, and its updates one by one, for previews."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import UpdatePages
from sitegen.model import Head
from sitegen.pages import urls
from sitegen.pages.desk import Desk, crumbs, liveblog_link
from sitegen.pages.formats import shortened
from sitegen.pages.plan_redirects import redirect_page
from sitegen.pages.views import Link, LiveBlogView, Page, UpdatePageView, UpdateView

FEW = 3
"""A live blog of no more updates is as good in one order as in the other."""
TITLE_CHARACTERS = 90


def update_pages(desk: Desk, page: Page, head: Head) -> Iterator[Page]:
    """The pages of the updates that the *page* of the live blog *head* shows, as far as they have one.

    What was withheld, or has moved, leads on from where its page may have been.
    """
    view, which = page.view, desk.config.pages.updates
    if not isinstance(view, LiveBlogView) or which is UpdatePages.NONE:
        return
    here = Link(head.title, page.url)
    for at, update in enumerate(view.updates):
        if has_page(update.key, which):
            around = view.updates[at - 1] if at else None, view.updates[at + 1] if at + 1 < len(view.updates) else None
            yield _update_page(desk, page, view, update, around)
    for notice in view.notices:
        to = notice.to or Link(here.title, f"{page.url}#{notice.id}")
        yield redirect_page(urls.update_url(page.url, notice.id), to, page.owner, notice.lang or head.lang)


def has_page(is_key: bool, which: UpdatePages) -> bool:
    """Whether an update has a page of its own where *which* of them have one."""
    return which is UpdatePages.ALL or (which is UpdatePages.KEY and is_key)


def _update_page(
    desk: Desk, page: Page, view: LiveBlogView, update: UpdateView, around: tuple[UpdateView | None, UpdateView | None]
) -> Page:
    before, after = (_beside(page.url, one, desk.config.pages.updates) for one in around)
    own = UpdatePageView(
        update=update,
        liveblog=Link(view.title, page.url),
        kicker=view.kicker,
        date=view.date,
        day=view.day,
        place=view.place,
        publisher=view.publisher,
        lang=view.lang,
        draft=view.draft,
        mixed=len(view.zones) > 1,
        rights=view.rights,
        previous=before,
        next=after,
    )
    return Page(
        url=urls.update_url(page.url, update.id),
        layout="update.html",
        view=own,
        title=shortened(update.title or update.lead or view.title, TITLE_CHARACTERS),
        description=update.lead or view.title,
        owner=page.owner,
        crumbs=crumbs(desk, view.date, 3),
        canonical=page.url,
        lang=page.lang,
        noindex=True,
        stamp=page.stamp,
    )


def _beside(home: str, update: UpdateView | None, which: UpdatePages) -> Link | None:
    """The update before or after, on its own page where it has one."""
    if update is None:
        return None
    url = urls.update_url(home, update.id) if has_page(update.key, which) else f"{home}{update.url}"
    return Link(f"{update.clock}: {shortened(update.lead, TITLE_CHARACTERS)}", url)


def orders_of(desk: Desk, head: Head) -> tuple[Link, ...]:
    """The pages of *head* in either order, none where it has but one."""
    if not desk.config.pages.latest or head.updates <= FEW:
        return ()
    home = urls.liveblog_url(head.date, head.slug)
    return Link(desk.words.say("oldest_first"), home), Link(desk.words.say("newest_first"), urls.latest_url(home))


def former_pages(desk: Desk, url: str, head: Head) -> Iterator[Page]:
    """What leads on from beside the former address *url* of *head*: the pages that it has beside itself today."""
    home, which = liveblog_link(head), desk.config.pages.updates
    if orders := orders_of(desk, head):
        yield redirect_page(urls.latest_url(url), Link(home.title, orders[-1].url), head.path, head.lang)
    for entry in desk.queries.entries(head) if which is not UpdatePages.NONE else ():
        if has_page(entry.key, which):
            to = Link(home.title, urls.update_url(home.url, entry.anchor))
            yield redirect_page(urls.update_url(url, entry.anchor), to, head.path, head.lang)
